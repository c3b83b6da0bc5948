import * as vscode from 'vscode';
import type { OpenConnection } from '../connected-database';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../log';
import { COMMANDS, CONNECTIONS_VIEW } from '../manifest';
import { editConnectionSettings } from '../settings';
import { addConnection, type AddConnectionPorts } from './add-connection';
import { askPassword } from './ask-password';
import type { CatalogReceiver, Connection } from './connection';
import { ConnectionCommands } from './connection-commands';
import { ConnectionTree } from './connection-tree';
import { DatabaseReader } from './database-reader';
import { EnvFileOffer } from './env-file-offer';
import type { PostgresRoom } from '../load-postgres';
import { SecretPasswords } from './secret-passwords';
import { WorkspaceConnections } from './workspace-connections';
import { writeRoleScript } from './write-role-script';

export interface ConnectionContext {
  readonly loadPostgres: () => PostgresRoom;
  readonly secrets: vscode.SecretStorage;
  readonly workspaceState: vscode.Memento;
  readonly schemas: CatalogReceiver;
  readonly log: Log;
}

/** The feature whole. Loads no driver and sends nothing. */
export function createConnections({
  loadPostgres,
  secrets,
  workspaceState,
  schemas,
  log,
}: ConnectionContext) {
  const store = new DisposableStore();
  const passwords = new SecretPasswords(secrets, (reason) => sayThatSecretsAreMissing(reason, log));
  const reader = new DatabaseReader(loadPostgres, passwords, log);
  const ports = { reader, schemas, askPassword };
  const connections = store.add(new WorkspaceConnections(ports, workspaceState, log));
  store.add(new ConnectionTree(CONNECTIONS_VIEW, connections));
  const commands = new ConnectionCommands(connections, reader);
  const adding: AddConnectionPorts = {
    connections,
    reader,
    passwords,
    loadPostgres,
    open: (connection) => commands.open(connection),
  };
  const handlers = {
    [COMMANDS.addConnection]: () => addConnection(adding),
    [COMMANDS.editConnections]: editConnectionSettings,
    [COMMANDS.selectConnection]: () => commands.select(),
    [COMMANDS.connect]: (node?: unknown) => commands.connect(node),
    [COMMANDS.disconnect]: (node?: unknown) => commands.disconnect(node),
    [COMMANDS.reconnect]: (node?: unknown) => commands.reconnect(node),
    [COMMANDS.testConnection]: (node?: unknown) => commands.test(node),
    [COMMANDS.forgetPassword]: (node?: unknown) => commands.forgetPassword(node),
    [COMMANDS.readDatabaseAgain]: (node?: unknown) => commands.readAgain(node),
    [COMMANDS.writeRoleScript]: (node?: unknown) => writeRoleScript(connections, reader, loadPostgres, node),
  };
  const databaseFor = (folder: vscode.WorkspaceFolder) => commands.databaseFor(folder);
  const databaseOrWithout = (folder: vscode.WorkspaceFolder) => commands.databaseOrWithout(folder);
  const hasConnection = (folder: vscode.WorkspaceFolder) => connections.of(folder).length > 0;
  const open = () => connections.all().flatMap((connection) => openConnection(connection) ?? []);
  return {
    ...{ store, connections, open, databaseFor, databaseOrWithout, hasConnection, handlers },
    offer: new EnvFileOffer(adding, workspaceState),
  };
}

function openConnection(connection: Connection): OpenConnection | undefined {
  const { database, state, folder } = connection;
  if (database === undefined || state.kind !== 'connected') return undefined;
  return {
    database,
    schemaKey: folder.uri.toString(),
    readAt: state.reading.readAt,
    readAgain: () => connection.readAgain({ mayAsk: false }),
  };
}

function sayThatSecretsAreMissing(reason: string, log: Log): void {
  log.warn(`The secret store cannot be used: ${reason}`);
  vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The secret store of the editor cannot be used here, so passwords are kept until the window is closed. On Linux, install a keyring such as gnome-keyring.',
    ),
  );
}
