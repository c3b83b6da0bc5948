import { type Leftover, leftoverOf } from '../../analyzers/maintenance/leftover';
import type { Reader, ReadOptions } from '../reading/reader';
import { readAllIndexStates } from './index-states';

/**
 * What broken-off builds, rebuilds and drops have left in the database. Not what somebody is at work on now, nor the index of a partitioned
 * table that waits for its partitions.
 */
export async function findLeftovers(reader: Reader, options: ReadOptions = {}): Promise<readonly Leftover[]> {
  const states = await readAllIndexStates(reader, options);
  return states
    .filter(({ isValid, isWorkedOn, isPartitioned }) => !isValid && !isWorkedOn && !isPartitioned)
    .flatMap((state) => {
      const siblings = states.filter(({ schema, table }) => schema === state.schema && table === state.table);
      return leftoverOf(state, siblings) ?? [];
    });
}
