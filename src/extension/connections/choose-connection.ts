import * as vscode from 'vscode';
import { folderOf } from '../documents';
import { COMMANDS } from '../manifest';
import type { Connection } from './connection';
import type { ConnectionNode } from './connection-tree';
import { describeConnection } from './describe-connection';
import type { WorkspaceConnections } from './workspace-connections';

interface ConnectionItem extends vscode.QuickPickItem {
  readonly connection: Connection;
}

/** The connection of a command: the node it was called on, the only one there is, or the one that a person picks. */
export async function chooseConnection(
  connections: WorkspaceConnections,
  node: unknown,
  placeHolder: string,
  accepts: (connection: Connection) => boolean = () => true,
  noneSentence = vscode.l10n.t('There is no connection yet. Run Add Connection.'),
): Promise<Connection | undefined> {
  if (isConnectionNode(node)) return node.connection;
  const candidates = connections.all().filter(accepts);
  const [only] = candidates;
  // An empty list would wait for a choice that nobody can make.
  if (only === undefined) {
    vscode.window.showInformationMessage(noneSentence);
    return undefined;
  }
  if (candidates.length === 1) return only;
  const items = candidates.map(itemOf);
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.connection;
}

/** One question, also where there is only one answer: nothing is sent to a server that nobody has asked for. */
export async function askToConnect(
  connections: readonly Connection[],
  { name }: vscode.WorkspaceFolder,
  mayDoWithout: boolean,
): Promise<Connection | 'without' | undefined> {
  const items = connections.map(itemOf);
  // What is chosen with Enter alone.
  const sorted = [...items.filter(({ picked }) => picked), ...items.filter(({ picked }) => picked !== true)];
  const add = { label: vscode.l10n.t('Add Connection...'), iconPath: new vscode.ThemeIcon('add') };
  const without = {
    label: vscode.l10n.t('Plan without a Database'),
    description: vscode.l10n.t('the embedded planner, on your migrations'),
    iconPath: new vscode.ThemeIcon('debug-disconnect'),
  };
  const others = mayDoWithout ? [without, add] : [add];
  const choice = await vscode.window.showQuickPick<ConnectionItem | typeof add>([...sorted, ...others], {
    title: vscode.l10n.t('Connect {0} to a database', name),
    placeHolder: vscode.l10n.t('The server of which database is asked for the plan?'),
    matchOnDescription: true,
  });
  if (choice === undefined || 'connection' in choice) return choice?.connection;
  if (choice === without) return 'without';
  await vscode.commands.executeCommand(COMMANDS.addConnection);
  return undefined;
}

function itemOf(connection: Connection): ConnectionItem {
  const { label, description, icon } = describeConnection(connection.shown, new Date(), vscode.l10n);
  const isOneOfSeveral = (vscode.workspace.workspaceFolders ?? []).length > 1;
  return {
    connection,
    label,
    description: isOneOfSeveral ? `${connection.folder.name} · ${description}` : description,
    iconPath: new vscode.ThemeIcon(icon),
    picked: connection.shown.isSelected,
  };
}

function isConnectionNode(node: unknown): node is Extract<ConnectionNode, { kind: 'connection' }> {
  return typeof node === 'object' && node !== null && 'kind' in node && node.kind === 'connection';
}

/** The folder of the active editor, the only one, or the one that a person picks. */
export async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const { workspaceFolders = [] } = vscode.workspace;
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active && folderOf(active);
  if (own !== undefined || workspaceFolders.length < 2) return own ?? workspaceFolders[0];
  return vscode.window.showWorkspaceFolderPick({
    placeHolder: vscode.l10n.t('The folder whose queries are judged by the database'),
  });
}
