import { message, type Message } from '../message';
import { findColumn, isCreationTime, isInsertionNumber } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import { printCount, printShare } from './print-count';
import { MANY_INDEXES } from './thresholds';

/** What one more index on these columns costs, where the server's counters show that it costs much. */
export function describeWriteCost(table: Table, keys: readonly string[]): readonly Message[] {
  return [...describeInserts(table), ...describeUpdates(table, keys)];
}

function describeInserts({ name, indexes, statistics }: Table): readonly Message[] {
  const many = indexes.length >= MANY_INDEXES;
  const { inserted = 0, sequentialScans = 0, indexScans = 0 } = statistics?.activity ?? {};
  const reads = sequentialScans + indexScans;
  if (many) {
    return [
      message(
        'Every insert into {0} writes {1} indexes already; one more makes it slower still.',
        name,
        indexes.length,
      ),
    ];
  }
  // A table that is written more often than it is read pays for each index, and seldom uses it.
  if (inserted === 0 || inserted <= 10 * reads) return [];
  return [
    message(
      '{0} is written far more than it is read ({1} inserts, {2} scans): an index pays only if this statement runs often.',
      name,
      printCount(inserted),
      printCount(reads),
    ),
  ];
}

/** Updates that change no indexed column leave the indexes alone (HOT); those of a column that gets an index no more. */
function describeUpdates(table: Table, keys: readonly string[]): readonly Message[] {
  const { updated = 0, hotUpdated = 0, inserted = 0 } = table.statistics?.activity ?? {};
  if (updated === 0 || updated < inserted / 10 || hotUpdated < updated / 2) return [];
  const column = keys
    .map((key) => findColumn(table, key.split(' ')[0] ?? ''))
    .find((each) => each && mayChange(table, each));
  if (!column) return [];
  return [
    message(
      '{0} of the updates of {1} touch no index (HOT). If {2} is among what they set, with an index on it they write every index.',
      printShare(hotUpdated / updated),
      table.name,
      column.name,
    ),
  ];
}

/** A row keeps what tells it from others, what it refers to and when it came. */
function mayChange({ constraints }: Table, column: Table['columns'][number]): boolean {
  if (isCreationTime(column) || isInsertionNumber(column) || column.generated === 'identity') return false;
  return !constraints.some(({ kind, columns }) => kind !== 'check' && columns.includes(column.name));
}
