import type { IndexDefinition } from '../indexes/index-definition';
import { columnsOfIndex } from './index-columns';
import type { TableWrite } from './table-write';

/**
 * Of one entry, in the planner's units: finding its place in a btree of three levels (`btcostestimate`: 50 operators for each page, and
 * cpu_operator_cost is 0.0025), and one page that is written (seq_page_cost). The planner itself does not count what indexes cost a write.
 */
const ENTRY_COST = 1.4;

/**
 * What keeping the index costs the writes of the workload, each as often as it weighs.
 *
 * @param others the other indexes of its table
 */
export function upkeepOf(
  index: IndexDefinition,
  others: readonly IndexDefinition[],
  writes: readonly TableWrite[],
): number {
  return writes.reduce(
    (sum, write) => sum + (write.weight ?? 1) * ENTRY_COST * entriesOf(index, others, write),
    0,
  );
}

/** Entries that are there because of the index, in all indexes of the table. */
function entriesOf(index: IndexDefinition, others: readonly IndexDefinition[], write: TableWrite): number {
  if (write.kind === 'insert') return 1;
  if (!isSetBy(write, index)) return 0;
  // The first index that holds a column which is set takes the short way (HOT) from all of them.
  return others.some((other) => isSetBy(write, other)) ? 1 : 1 + others.length;
}

/** Whether an update can no longer leave the index alone. */
export function isSetBy({ kind, columns }: TableWrite, index: IndexDefinition): boolean {
  const held = columnsOfIndex(index);
  return kind === 'update' && columns.some((column) => held.includes(column));
}
