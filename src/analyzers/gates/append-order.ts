import { message, type Message } from '../message';
import type { Column, Table } from '../schema/snapshot';
import { printShare } from './print-count';
import { APPEND_ORDER } from './thresholds';

/** Of the inserted rows: so many may be changed or deleted before free space in old blocks is filled with new rows. */
const CHANGED_SHARE = 0.01;

/**
 * Why a BRIN index on the column reads much in vain, by the server's figures. `undefined`: nothing speaks against it, which is no proof:
 * a thousandth of the rows in other places leaves the correlation at 0.9993 and made plain minmax read 31,937 of 38,462 blocks.
 */
export function faultOfAppendOrder(table: Table, column: Column): Message | undefined {
  const { correlation } = column.statistics ?? {};
  if (correlation !== undefined && Math.abs(correlation) < APPEND_ORDER) {
    return message(
      'The rows of {0} do not lie in the order of {1} (correlation {2}).',
      table.name,
      column.name,
      correlation.toFixed(2),
    );
  }
  const { inserted = 0, updated = 0, deleted = 0 } = table.statistics?.activity ?? {};
  const changed = updated + deleted;
  if (changed === 0 || changed <= CHANGED_SHARE * inserted) return undefined;
  return message(
    'Rows of {0} are changed and deleted ({1} of those that were inserted), so new rows come into old blocks.',
    table.name,
    printShare(Math.min(1, changed / Math.max(1, inserted))),
  );
}
