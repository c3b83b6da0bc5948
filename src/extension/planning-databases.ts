import * as vscode from 'vscode';
import { EmbeddedDatabases, type EmbeddedPorts } from './embedded-planner/embedded-databases';
import { planWithoutDatabase } from './embedded-planner/plan-without-database';
import type { ConnectedDatabase, OpenConnection } from './connected-database';
import type { FolderSchema } from './folder-schema';
import { DisposableStore } from './lifecycle';
import type { Log } from './log';
import type { PlanningDatabase } from './planning-database';

interface Connected {
  readonly hasConnection: (folder: vscode.WorkspaceFolder) => boolean;
  readonly databaseFor: (folder: vscode.WorkspaceFolder) => Promise<ConnectedDatabase | undefined>;
  readonly databaseOrWithout: (
    folder: vscode.WorkspaceFolder,
  ) => Promise<ConnectedDatabase | 'without' | undefined>;
  readonly open: () => readonly OpenConnection[];
}

export interface PlanningContext extends Pick<EmbeddedPorts, 'client' | 'loadPostgres'> {
  readonly schemas: { of(folder: vscode.WorkspaceFolder): Promise<FolderSchema> };
  readonly connected: Connected;
  readonly extensionUri: vscode.Uri;
  readonly globalStorageUri: vscode.Uri;
  readonly log: Log;
}

/** A folder without a connection is planned for on its migrations, one with connections on what the person chooses. */
export function createPlanningDatabases({
  client,
  loadPostgres,
  schemas,
  connected: { hasConnection, databaseOrWithout, databaseFor, open },
  extensionUri,
  globalStorageUri,
  log,
}: PlanningContext) {
  const store = new DisposableStore();
  const embedded = store.add(
    new EmbeddedDatabases({
      client,
      schemaOf: (folder) => schemas.of(folder),
      loadPostgres,
      programFile: vscode.Uri.joinPath(extensionUri, 'dist', 'embedded-planner.js').fsPath,
      cacheFolder: vscode.Uri.joinPath(globalStorageUri, 'embedded-planner').fsPath,
    }),
  );
  const planningDatabaseFor = async (
    folder: vscode.WorkspaceFolder,
  ): Promise<PlanningDatabase | undefined> => {
    const connected =
      hasConnection(folder) || !vscode.workspace.isTrusted ? await databaseOrWithout(folder) : 'without';
    if (connected !== 'without') return connected;
    const planned = await planWithoutDatabase(embedded, folder, loadPostgres());
    return planned === 'no-migrations' ? databaseFor(folder) : planned;
  };
  const openIn = (folder: vscode.WorkspaceFolder): OpenConnection | undefined =>
    open().find(({ database }) => database.folder.uri.toString() === folder.uri.toString());
  /** What can be asked in the background: no query is sent, nothing is assumed, nobody is asked. */
  const quietPlannerOf = async (
    folder: vscode.WorkspaceFolder,
    signal: AbortSignal,
  ): Promise<PlanningDatabase | undefined> => {
    const schema = await schemas.of(folder);
    if (!vscode.workspace.isTrusted || schema.kind !== 'read') return undefined;
    // What a server says is newer than a file.
    if (schema.summary.source.kind === 'server') {
      const connection = openIn(folder);
      return connection && embedded.databaseOfServer(connection, false, signal);
    }
    if (schema.statistics === undefined) return undefined;
    const database = await embedded.databaseOf(folder, signal);
    return database === 'no-migrations' ? undefined : database;
  };
  /** Where the connected server cannot pretend an index. `undefined`: neither can this one. */
  const plannerBesideServer = async (
    folder: vscode.WorkspaceFolder,
    signal: AbortSignal,
  ): Promise<PlanningDatabase | undefined> => {
    const connection = openIn(folder);
    if (!connection) return undefined;
    try {
      return await embedded.databaseOfServer(connection, true, signal);
    } catch (error) {
      signal.throwIfAborted();
      log.warn(`${connection.database.name} cannot be planned for by the embedded planner: ${String(error)}`);
      return undefined;
    }
  };
  return { store, planningDatabaseFor, quietPlannerOf, plannerBesideServer };
}
