import * as vscode from 'vscode';
import type { CommandHandlers } from '../commands';
import type { Report } from '../errors';
import { DisposableStore } from '../lifecycle';
import { COMMANDS } from '../manifest';
import { chooseIndex } from './choose-object';
import { printHistory } from './history-document';
import { MaintenanceDocuments } from './maintenance-documents';
import { MaintenanceHistory } from './maintenance-history';
import type { MaintenancePorts } from './maintenance-ports';
import { MaintenanceRuns } from './maintenance-runs';
import { MaintenanceActions } from './perform-action';

export interface MaintenanceContext {
  readonly ports: MaintenancePorts;
  readonly workspaceState: vscode.Memento;
  readonly report: Report;
}

type Handlers = Pick<CommandHandlers, typeof COMMANDS.reindexIndex | typeof COMMANDS.showMaintenanceHistory>;

/** What changes a database's indexes, whole. Sends nothing. */
export function createMaintenance({ ports, workspaceState, report }: MaintenanceContext) {
  const store = new DisposableStore();
  const runs = store.add(new MaintenanceRuns());
  const documents = store.add(new MaintenanceDocuments());
  store.add(vscode.workspace.registerTextDocumentContentProvider(MaintenanceDocuments.scheme, documents));
  const history = new MaintenanceHistory(workspaceState);
  const actions = new MaintenanceActions({ ports, runs, documents, history, report });
  const handlers: Handlers = {
    [COMMANDS.reindexIndex]: async (node) => {
      const chosen = await chooseIndex(node, vscode.l10n.t('The index to rebuild'), ports);
      if (chosen === undefined) return;
      const { database, table, index } = chosen;
      await actions.perform(database, { kind: 'reindex', table, index });
    },
    [COMMANDS.showMaintenanceHistory]: () => showHistory(history, documents),
  };
  return { store, runs, handlers };
}

function showHistory(history: MaintenanceHistory, documents: MaintenanceDocuments): Promise<void> {
  const { l10n, env } = vscode;
  const format = new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'medium' });
  const text = printHistory(history.all(), { l10n, moment: (time) => format.format(time) });
  return documents.open(`${l10n.t('Maintenance History')}.md`, text);
}
