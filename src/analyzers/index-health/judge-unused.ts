import { isSmall, sizeOf } from '../gates/table-size';
import { printCount } from '../gates/print-count';
import { dutiesOf } from '../indexes/index-duties';
import type { IndexDefinition } from '../indexes/index-definition';
import { message, type Message } from '../message';
import type { Snapshot, Table } from '../schema/snapshot';
import type { CountersTrust } from './counters-trust';

/** What is said of an index that nothing has read; `undefined`: it is read, needed all the same, or too little is known. */
export function judgeUnused(
  table: Table,
  index: IndexDefinition,
  snapshot: Snapshot,
  trust: CountersTrust,
): { readonly summary: Message; readonly reason: Message; readonly checks: readonly Message[] } | undefined {
  if (trust.kind !== 'trusted' || !mayBeUnused(table, index, snapshot)) return undefined;
  const { days, atLeast } = trust;
  return {
    summary: message('no scan in {0} days', days),
    reason: atLeast
      ? message(
          'Nothing on this server has read {0} since the counters began, at least {1} days ago.',
          index.name,
          days,
        )
      : message(
          'Nothing on this server has read {0} since the counters began {1} days ago.',
          index.name,
          days,
        ),
    checks: [
      message('Is the index older than that? When it was built the server does not know.'),
      message('Each standby counts for itself: look at pg_stat_user_indexes there too.'),
      message('Is there a report or a job that runs once a quarter or once a year?'),
      ...writesOf(table, index),
    ],
  };
}

function mayBeUnused(table: Table, index: IndexDefinition, snapshot: Snapshot): boolean {
  const { unique, constraint, replicaIdentity, partitionOf, valid, statistics } = index;
  if (unique || constraint || replicaIdentity || partitionOf || !valid) return false;
  // On a partitioned table it is never scanned itself: its parts are.
  if (table.partitioning || statistics?.activity?.scans !== 0) return false;
  const size = sizeOf(table, snapshot);
  if (!size || isSmall(size)) return false;
  // The one that finds what refers to a row that is deleted may be needed once, and badly.
  const duties = dutiesOf(table, index.name, snapshot);
  return duties?.foreignKeys.some(({ alsoBy }) => alsoBy.length === 0) !== true;
}

function writesOf({ statistics }: Table, { name }: IndexDefinition): readonly Message[] {
  const { inserted = 0, updated = 0, hotUpdated = 0 } = statistics?.activity ?? {};
  const writes = inserted + updated - hotUpdated;
  return writes === 0
    ? []
    : [
        message(
          '{0} inserts and updates have written {1} in that time: so much is saved without it.',
          printCount(writes),
          name,
        ),
      ];
}
