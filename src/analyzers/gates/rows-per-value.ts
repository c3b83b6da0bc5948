import { message, type Message } from '../message';
import { type Outcome, silent } from '../rules/define-rule';
import { findColumn } from '../schema/column-roles';
import type { Snapshot, Table } from '../schema/snapshot';
import { distinctValues } from '../schema/statistics';
import { printCount } from './print-count';
import { sizeOf } from './table-size';

/** How many rows share a value of the column. ANALYZE finds too few values of skewed columns, so it is seldom more than that. */
export function rowsPerValue(snapshot: Snapshot, table: Table, column: string): number | undefined {
  const size = sizeOf(table, snapshot);
  const statistics = findColumn(table, column)?.statistics;
  if (!size || size.stale || !statistics) return undefined;
  return size.rows / Math.max(1, distinctValues(statistics, size.rows) ?? 1);
}

export function describeRowsEach(table: Table, column: string, each: number): Message {
  return message('About {0} rows of {1} share each {2}.', printCount(each), table.name, column);
}

export function silentFewRowsEach(table: Table, column: string, each: number): Outcome {
  return silent(
    'few-rows-each',
    message(
      'About {0} rows of {1} share each {2}: stepping from one to the next costs more than reading them all.',
      printCount(Math.max(1, each)),
      table.name,
      column,
    ),
  );
}
