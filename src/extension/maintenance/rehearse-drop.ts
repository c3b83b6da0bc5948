import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { ConnectedDatabase } from '../connected-database';
import { localize } from '../localize';
import type { MaintenancePorts } from './maintenance-ports';

/** Who would notice if an index were gone. Changes nothing. */
export async function rehearseDrop(
  { reader }: ConnectedDatabase,
  action: MaintenanceAction,
  { loadPostgres }: MaintenancePorts,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (action.kind !== 'drop-index') return [];
  const { readIndexUses, describeIndexUses } = loadPostgres();
  const name = { schema: action.table.schema, name: action.index };
  const uses = await readIndexUses(reader, name, { signal });
  return uses ? describeIndexUses(uses).map(localize) : [];
}
