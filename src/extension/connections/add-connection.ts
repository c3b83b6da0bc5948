import * as vscode from 'vscode';
import type { ConnectionSetting } from '../../postgres/connection/connection-setting';
import { addConnectionSetting, readForeignConnections } from '../settings';
import { chooseFolder } from './choose-connection';
import type { Connection } from './connection';
import { type ConnectionSource, type FoundConnection, sourcesOf } from './connection-sources';
import type { DatabaseReader } from './database-reader';
import type { PostgresRoom } from '../load-postgres';
import type { SecretPasswords } from './secret-passwords';
import { showProblem } from './show-problem';
import type { WorkspaceConnections } from './workspace-connections';

export interface AddConnectionPorts {
  readonly connections: WorkspaceConnections;
  readonly reader: DatabaseReader;
  readonly passwords: SecretPasswords;
  readonly loadPostgres: () => PostgresRoom;
  /** While a person watches. */
  readonly open: (connection: Connection) => Promise<void>;
}

interface SourceItem extends vscode.QuickPickItem {
  readonly source: ConnectionSource;
}

/** Asks where a database is, writes that without its password into the folder's settings, and connects. */
export async function addConnection(ports: AddConnectionPorts): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const world = await ports.reader.worldOf(folder);
  const items = sourcesOf(world, readForeignConnections(folder), ports.loadPostgres()).map(
    (source): SourceItem => ({
      source,
      label: source.label,
      detail: source.detail,
    }),
  );
  const placeHolder = vscode.l10n.t('Where the database is');
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  const found = await picked?.source.find();
  if (found !== undefined) await addFound(folder, found, ports);
}

/** Also for a connection that was found in a file and offered. */
export async function addFound(
  folder: vscode.WorkspaceFolder,
  found: FoundConnection,
  { connections, reader, passwords, loadPostgres, open }: AddConnectionPorts,
): Promise<void> {
  const name = await askName(
    found.name,
    connections.of(folder).map(({ setting }) => setting.name),
  );
  if (name === undefined) return;
  const setting: ConnectionSetting = { ...found.setting, name };
  if (found.password !== undefined) {
    const resolved = await reader.resolve(folder, setting);
    if (resolved.kind === 'failed') return showProblem(resolved.problem, name);
    await passwords.store(loadPostgres().targetKey(resolved.target), found.password.reveal());
  }
  await addConnectionSetting(folder, setting);
  await connections.settled();
  const added = connections.of(folder).find((connection) => connection.setting.name === name);
  if (added !== undefined) await open(added);
}

async function askName(suggested: string, taken: readonly string[]): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the connection'),
    prompt: vscode.l10n.t('Where it leads is written into the settings of the folder; a password is not.'),
    value: suggested,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return vscode.l10n.t('A connection needs a name.');
      return taken.includes(text.trim())
        ? vscode.l10n.t('There is a connection of this name already.')
        : undefined;
    },
  });
  return name?.trim();
}
