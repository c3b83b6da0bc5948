import { describeBuildTime } from '../../analyzers/maintenance/estimate-time';
import type { IndexDefinition } from '../../analyzers/indexes/index-definition';
import type { MaintenanceAction, PartitionIndex } from '../../analyzers/maintenance/maintenance-action';
import { migrationOf } from '../../analyzers/maintenance/migration-of-action';
import { isPlan, planAction } from '../../analyzers/maintenance/plan-action';
import type { Message } from '../../analyzers/message';
import type { ConnectedDatabase } from '../connected-database';
import type { ActionPreview } from './action-preview';
import type { MaintenancePorts } from './maintenance-ports';
import { rehearseDrop } from './rehearse-drop';

/** Looks at the server, and changes nothing. Rejects with what the reading failed with. */
export async function gatherPreview(
  database: ConnectedDatabase,
  action: MaintenanceAction,
  ports: MaintenancePorts,
  signal: AbortSignal,
): Promise<ActionPreview | { readonly unprintable: Message }> {
  const plan = planAction(action);
  if (!isPlan(plan)) return plan;
  const postgres = ports.loadPostgres();
  const { reader } = database;
  const checks = await postgres.checkBefore(reader, action, { signal });
  const room = await roomFor(database, action, ports, signal);
  const time = await timeFor(database, action, ports);
  return {
    action,
    plan,
    checks,
    ...(time && { time }),
    ...(room !== undefined && { room }),
    rehearsal: await rehearseDrop(database, action, ports, signal),
    migration: migrationOf(action, plan),
  };
}

async function timeFor(
  database: ConnectedDatabase,
  action: MaintenanceAction,
  ports: MaintenancePorts,
): Promise<Message | undefined> {
  switch (action.kind) {
    case 'create-index':
    case 'reindex':
    case 'replace-index':
    case 'add-constraint': {
      const known = await ports.ask(database, { kind: 'table', table: action.table });
      return describeBuildTime(known?.bytes);
    }
    case 'index-partitions': {
      const names = leavesOf(action.partitions).map(({ schema, table }) => ({ schema, name: table }));
      const known = await Promise.all(names.map((table) => ports.ask(database, { kind: 'table', table })));
      return describeBuildTime(sum(known.map((table) => table?.bytes)));
    }
    case 'drop-index':
    case 'drop-constraint':
    case 'rename-index':
    case 'analyze':
    case 'vacuum':
    case 'set-statistics':
    case 'set-autovacuum':
    case 'summarize-brin':
      return undefined;
  }
}

/** Of the index that is new when it is done. */
async function roomFor(
  { reader }: ConnectedDatabase,
  action: MaintenanceAction,
  { loadPostgres }: MaintenancePorts,
  signal: AbortSignal,
): Promise<number | undefined> {
  const postgres = loadPostgres();
  const estimate = (index: IndexDefinition) => postgres.estimateIndexBytes(reader, index, { signal });
  switch (action.kind) {
    case 'create-index':
    case 'replace-index':
    case 'add-constraint':
      return estimate(action.index);
    case 'index-partitions': {
      const bytes: (number | undefined)[] = [];
      for (const index of leavesOf(action.partitions)) bytes.push(await estimate(index));
      return sum(bytes);
    }
    case 'reindex': {
      const name = { schema: action.table.schema, name: action.index };
      return (await postgres.readIndexUses(reader, name, { signal }))?.bytes;
    }
    case 'drop-index':
    case 'drop-constraint':
    case 'rename-index':
    case 'analyze':
    case 'vacuum':
    case 'set-statistics':
    case 'set-autovacuum':
    case 'summarize-brin':
      return undefined;
  }
}

function leavesOf(partitions: readonly PartitionIndex[]): readonly IndexDefinition[] {
  return partitions.flatMap(({ index, partitions: below }) => (below ? leavesOf(below) : [index]));
}

/** Not known where one of them is not. */
function sum(figures: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const figure of figures) {
    if (figure === undefined) return undefined;
    total += figure;
  }
  return total;
}
