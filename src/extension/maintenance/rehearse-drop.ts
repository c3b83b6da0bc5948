import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { ConnectedDatabase } from '../connected-database';
import { localize } from '../localize';
import type { RehearsalOfIndex } from '../uses-of-index';
import type { MaintenancePorts } from './maintenance-ports';

/** Who looks at a workspace of thousands of files waits no longer than this: what was read by then is told, and that it is not all. */
const SEARCH_MS = 10_000;

/** Who would notice if an index were gone, sentence by sentence. Changes nothing. */
export async function rehearseDrop(
  { reader, folder }: ConnectedDatabase,
  action: MaintenanceAction,
  { loadPostgres, uses }: MaintenancePorts,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (action.kind !== 'drop-index') return [];
  const { table, index } = action;
  const counters = await loadPostgres().readIndexUses(
    reader,
    { schema: table.schema, name: index },
    { signal },
  );
  const timed = AbortSignal.any([signal, AbortSignal.timeout(SEARCH_MS)]);
  return printRehearsal(await uses.rehearseDrop(folder, table, index, counters, timed));
}

function printRehearsal({ headline, lines, queries }: RehearsalOfIndex): readonly string[] {
  const sentences = lines.map(({ text, query }) => {
    const place = query === undefined ? undefined : queries[query]?.place;
    return place === undefined ? `• ${localize(text)}` : `• ${place}: ${localize(text)}`;
  });
  return [localize(headline), ...sentences];
}
