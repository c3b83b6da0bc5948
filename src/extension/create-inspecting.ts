import * as vscode from 'vscode';
import type { CommandHandlers } from './commands';
import { showQueryIndexes } from './index-uses/show-query-indexes';
import type { Judge } from './judge';
import { DisposableStore } from './lifecycle';
import { chooseDatabase, chooseTable } from './maintenance/choose-object';
import type { MaintenancePorts } from './maintenance/maintenance-ports';
import { COMMANDS, DOCUMENT_SCHEMES } from './manifest';
import { showMonitoring } from './monitoring/show-monitoring';
import { ReadOnlyPages } from './read-only-pages';
import type { WorkspaceSchemas } from './schema/workspace-schemas';
import { DriftNotice } from './statistics-file/drift-notice';
import { exportStatistics } from './statistics-file/export-statistics';
import { TableStatisticsPages } from './table-statistics/open-table-statistics';

interface InspectingContext {
  readonly judge: Judge;
  readonly schemas: WorkspaceSchemas;
  /** How maintenance asks for databases and tables. */
  readonly ports: MaintenancePorts;
}

type Handlers = Pick<
  CommandHandlers,
  | typeof COMMANDS.showQueryIndexes
  | typeof COMMANDS.showMonitoring
  | typeof COMMANDS.openTableStatistics
  | typeof COMMANDS.exportStatistics
>;

/** What tells of indexes, tables and servers, and changes nothing. */
export function createInspecting({ judge, schemas, ports }: InspectingContext) {
  const store = new DisposableStore();
  const { loadPostgres, databases } = ports;
  const pages = store.add(new ReadOnlyPages(DOCUMENT_SCHEMES.page));
  store.add(vscode.workspace.registerTextDocumentContentProvider(pages.scheme, pages));
  const statistics = store.add(
    new TableStatisticsPages({
      chooseTable: (node) => chooseTable(node, vscode.l10n.t('The table to tell about'), ports),
      databaseOf: (id) => databases().find((database) => database.id === id),
      loadPostgres,
    }),
  );
  const monitoring = {
    chooseDatabase: (node: unknown) => chooseDatabase(node, ports),
    loadPostgres,
    pages,
  };
  const drift = new DriftNotice();
  store.add(
    schemas.onDidChange(() => {
      for (const folder of vscode.workspace.workspaceFolders ?? [])
        drift.consider(folder, schemas.known(folder));
    }),
  );
  const handlers: Handlers = {
    [COMMANDS.showQueryIndexes]: () => showQueryIndexes({ judge, schemas, pages }),
    [COMMANDS.showMonitoring]: (node?: unknown) => showMonitoring(node, monitoring),
    [COMMANDS.openTableStatistics]: (node?: unknown) => statistics.open(node),
    [COMMANDS.exportStatistics]: (node?: unknown) => exportStatistics(node, monitoring),
  };
  return { store, handlers };
}
