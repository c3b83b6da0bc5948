import * as vscode from 'vscode';
import type { TooltipPart, TreeRow } from './tree-row';

export function toTreeItem(
  id: string,
  row: TreeRow,
  state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, state);
  item.id = id;
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(row.icon);
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.accessibleLabel };
  return item;
}

/** Names and texts of the database are escaped: none of them becomes markup. */
export function toMarkdown(parts: readonly TooltipPart[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const part of parts) {
    switch (part.kind) {
      case 'title':
        markdown.appendMarkdown('**').appendText(part.text).appendMarkdown('**\n\n');
        break;
      case 'sql':
        markdown.appendCodeblock(part.text, 'sql');
        break;
      case 'fact':
        markdown
          .appendMarkdown('- ')
          .appendText(part.name)
          .appendMarkdown(': ')
          .appendText(part.value)
          .appendMarkdown('\n');
        break;
      case 'point':
        markdown.appendMarkdown('- ').appendText(part.text).appendMarkdown('\n');
        break;
      case 'sentence':
        markdown.appendMarkdown('\n').appendText(part.text).appendMarkdown('\n\n');
        break;
    }
  }
  return markdown;
}
