import * as vscode from 'vscode';
import { DisposableStore } from '../lifecycle';
import { localize } from '../localize';
import { COMMANDS } from '../manifest';
import type { Connection } from './connection';
import { describeConnection, describeReading } from './describe-connection';
import { describeTargetAsMarkdown } from './target-tooltip';
import type { WorkspaceConnections } from './workspace-connections';

export type ConnectionNode =
  | { readonly kind: 'folder'; readonly folder: vscode.WorkspaceFolder }
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'fact'; readonly id: string; readonly text: string; readonly icon: string };

/** Ages are words such as "3 minutes ago": they are written anew while the view can be seen. */
const AGE_REFRESH_MS = 60_000;

/** The view of connections: one line for each, and below it what is known of the database, or why nothing is. */
export class ConnectionTree implements vscode.TreeDataProvider<ConnectionNode> {
  readonly #store = new DisposableStore();
  readonly #onDidChangeTreeData = this.#store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    viewId: string,
    private readonly connections: WorkspaceConnections,
  ) {
    const view = this.#store.add(vscode.window.createTreeView(viewId, { treeDataProvider: this }));
    this.#store.add(connections.onDidChange(() => this.#onDidChangeTreeData.fire()));
    this.#store.add(view.onDidChangeVisibility(({ visible }) => this.#watchAges(visible)));
    this.#watchAges(view.visible);
  }

  getChildren(node?: ConnectionNode): ConnectionNode[] {
    if (node === undefined) return [...this.#roots()];
    if (node.kind === 'folder') return [...this.#ofFolder(node.folder)];
    return node.kind === 'connection' ? [...factsOf(node.connection)] : [];
  }

  getTreeItem(node: ConnectionNode): vscode.TreeItem {
    switch (node.kind) {
      case 'folder':
        return folderItem(node.folder);
      case 'connection':
        return connectionItem(node.connection);
      case 'fact':
        return factItem(node);
    }
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#store.dispose();
  }

  /** Folders are told apart only where there are several. */
  #roots(): readonly ConnectionNode[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const [only] = folders;
    if (only !== undefined && folders.length === 1) return this.#ofFolder(only);
    return folders
      .filter((folder) => this.connections.of(folder).length > 0)
      .map((folder) => ({ kind: 'folder', folder }));
  }

  #ofFolder(folder: vscode.WorkspaceFolder): readonly ConnectionNode[] {
    return this.connections.of(folder).map((connection) => ({ kind: 'connection', connection }));
  }

  #watchAges(isVisible: boolean): void {
    clearInterval(this.#timer);
    if (isVisible) this.#timer = setInterval(() => this.#onDidChangeTreeData.fire(), AGE_REFRESH_MS);
  }
}

function folderItem(folder: vscode.WorkspaceFolder): vscode.TreeItem {
  const item = new vscode.TreeItem(folder.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = folder.uri.toString();
  item.iconPath = vscode.ThemeIcon.Folder;
  return item;
}

function connectionItem(connection: Connection): vscode.TreeItem {
  const line = describeConnection(connection.shown, new Date(), vscode.l10n);
  const hasFacts = ['connected', 'failed'].includes(connection.state.kind);
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(line.label, hasFacts ? Expanded : None);
  // A line that had nothing below it would stay closed when it has: to the view it is another one.
  item.id = hasFacts ? `${connection.id}#open` : connection.id;
  item.description = line.description;
  item.iconPath = new vscode.ThemeIcon(line.icon);
  item.contextValue = line.contextValue;
  item.accessibilityInformation = { label: line.accessibleLabel };
  item.tooltip = describeTargetAsMarkdown(connection);
  return item;
}

function factsOf({ id, state }: Connection): readonly ConnectionNode[] {
  if (state.kind === 'failed') return [fact(id, 0, localize(state.problem.message), 'error')];
  if (state.kind !== 'connected') return [];
  const { lost } = state.reading;
  const facts = describeReading(state.reading, vscode.l10n);
  const trouble = lost === undefined ? [] : [{ text: localize(lost.message), icon: 'warning' }];
  return [...trouble, ...facts].map(({ text, icon }, index) => fact(id, index, text, icon));
}

function fact(owner: string, index: number, text: string, icon: string): ConnectionNode {
  return { kind: 'fact', id: `${owner}#${index}`, text, icon };
}

function factItem({ id, text, icon }: Extract<ConnectionNode, { kind: 'fact' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = text;
  if (icon === 'error') item.command = { command: COMMANDS.showLog, title: vscode.l10n.t('Show Log') };
  return item;
}
