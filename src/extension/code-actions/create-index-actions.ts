import * as vscode from 'vscode';
import { INTERNAL_COMMANDS } from '../manifest';
import type { ShownFinding } from '../shown-findings';

/** The index of a proposal, built on the connected database instead of written down. Asked about before it runs. */
export function createActions(
  { finding, diagnostic }: ShownFinding,
  connectionId: string | undefined,
): readonly vscode.CodeAction[] {
  if (connectionId === undefined) return [];
  return finding.fixes.flatMap(({ kind, edits, ddl }) => {
    if (kind !== 'create-index' || edits.length > 0 || ddl?.index === undefined) return [];
    const { index } = ddl;
    const title = vscode.l10n.t('Create the index {0} on the connected database now...', index.name);
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    const command = INTERNAL_COMMANDS.createProposedIndex;
    action.command = { command, title: command, arguments: [index, connectionId] };
    action.diagnostics = [diagnostic];
    return [action];
  });
}
