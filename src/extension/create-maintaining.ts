import type * as vscode from 'vscode';
import type { AnalysisClient } from '../runtime/analysis-client';
import { chooseFolder } from './connections/choose-connection';
import type { createConnections } from './connections/create-connections';
import type { Report } from './errors';
import type { PostgresRoom } from './load-postgres';
import type { Log } from './log';
import { createMaintenance } from './maintenance/create-maintenance';
import type { MaintenancePorts } from './maintenance/maintenance-ports';
import type { WorkspaceSchemas } from './schema/workspace-schemas';
import type { IndexUsesPort } from './uses-of-index';
import { writeNewMigration } from './write-new-migration';

interface MaintainingContext {
  readonly client: AnalysisClient;
  readonly connected: ReturnType<typeof createConnections>;
  readonly schemas: WorkspaceSchemas;
  readonly uses: IndexUsesPort;
  readonly loadPostgres: () => PostgresRoom;
  readonly workspaceState: vscode.Memento;
  readonly report: Report;
  readonly log: Log;
}

/** Joins maintenance to the connections and to what is known of their schemas. */
export function createMaintaining({
  client,
  connected: { connections, databaseFor },
  schemas,
  uses,
  loadPostgres,
  workspaceState,
  report,
  log,
}: MaintainingContext) {
  const ports: MaintenancePorts = {
    databases: () => connections.all().flatMap(({ database }) => database ?? []),
    onDidChangeDatabases: connections.onDidChange,
    connect: async () => {
      const folder = await chooseFolder();
      return folder && databaseFor(folder);
    },
    readAgain: async (id) => {
      const connection = connections.find(id);
      if (connection?.database !== undefined) await connection.readAgain({ mayAsk: false });
    },
    ask: async ({ folder }, question) => {
      const schema = await schemas.of(folder);
      return client.askMaintenance(schema.kind === 'read' ? schema.key : '', question);
    },
    writeMigration: async ({ folder }, proposal) =>
      writeNewMigration(folder, await schemas.of(folder), proposal),
    uses,
    loadPostgres,
    log,
  };
  return { ...createMaintenance({ ports, workspaceState, report }), ports };
}
