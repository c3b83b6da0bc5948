import * as vscode from 'vscode';
import type { CommandHandlers } from './commands';
import type { createConnections } from './connections/create-connections';
import { DisposableStore } from './lifecycle';
import { COMMANDS } from './manifest';
import { tuneIndexes } from './tuning/tune-command';
import { TuningPages } from './tuning/tuning-pages';
import type { TuningPorts } from './tuning/tuning-ports';

interface TuningContext extends Omit<TuningPorts, 'databaseOf' | 'programFile' | 'cacheFolder'> {
  readonly connected: Pick<ReturnType<typeof createConnections>, 'connections'>;
  readonly extensionUri: vscode.Uri;
  readonly globalStorageUri: vscode.Uri;
}

type Handlers = Pick<CommandHandlers, typeof COMMANDS.tuneIndexes> & TuningPages['handlers'];

/** From the queries of a folder to the indexes that serve them best together. Starts nothing before somebody asks. */
export function createTuning({
  extensionUri,
  globalStorageUri,
  connected: { connections },
  ...context
}: TuningContext) {
  const store = new DisposableStore();
  const pages = store.add(new TuningPages(context.schemas));
  const ports: TuningPorts = {
    ...context,
    databaseOf: (folder) => connections.selected(folder)?.database,
    programFile: vscode.Uri.joinPath(extensionUri, 'dist', 'embedded-planner.js').fsPath,
    cacheFolder: vscode.Uri.joinPath(globalStorageUri, 'embedded-planner').fsPath,
  };
  const handlers: Handlers = {
    [COMMANDS.tuneIndexes]: () => tuneIndexes(ports, pages),
    ...pages.handlers,
  };
  return { store, handlers };
}
