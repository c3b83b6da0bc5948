import * as vscode from 'vscode';
import type { ConnectedDatabase } from '../connected-database';
import type { Report } from '../errors';
import { DisposableStore } from '../lifecycle';
import { DOCUMENT_SCHEMES } from '../manifest';
import { ReadOnlyPages } from '../read-only-pages';
import { FoundBuilds } from './found-builds';
import { maintenanceHandlers } from './maintenance-handlers';
import { MaintenanceHistory } from './maintenance-history';
import type { MaintenancePorts } from './maintenance-ports';
import { MaintenanceRuns } from './maintenance-runs';
import { MaintenanceActions } from './perform-action';

export interface MaintenanceContext {
  readonly ports: MaintenancePorts;
  readonly workspaceState: vscode.Memento;
  readonly report: Report;
}

/** What changes a database's indexes, whole. Sends nothing, but asks each database that is connected what it is at. */
export function createMaintenance({ ports, workspaceState, report }: MaintenanceContext) {
  const store = new DisposableStore();
  const runs = store.add(new MaintenanceRuns());
  const documents = store.add(new ReadOnlyPages(DOCUMENT_SCHEMES.maintenance));
  store.add(vscode.workspace.registerTextDocumentContentProvider(documents.scheme, documents));
  const history = new MaintenanceHistory(workspaceState);
  const lookAt = (database: ConnectedDatabase): void => {
    found.lookAt(database).catch((error: unknown) => report(error, 'running builds'));
  };
  const actions = new MaintenanceActions({ ports, runs, documents, history, report, onDidLose: lookAt });
  const found = store.add(new FoundBuilds(ports, runs, actions));
  store.add(
    ports.onDidChangeDatabases(() => {
      found.lookAtNew().catch((error: unknown) => report(error, 'running builds'));
    }),
  );
  const handlers = maintenanceHandlers({ ports, runs, documents, history, actions });
  return { store, runs, handlers };
}
