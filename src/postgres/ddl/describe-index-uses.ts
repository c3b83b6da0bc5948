import { message, type Message } from '../../analyzers/message';
import { printDay } from '../../analyzers/print-day';
import type { IndexUses } from './read-index-uses';

/** What the server's own counters say of who would notice if an index were gone. */
export function describeIndexUses(uses: IndexUses): readonly Message[] {
  return [
    describeScans(uses),
    ...(uses.standbys > 0
      ? [
          message(
            '{0} standbys follow, and count for themselves what is read there: ask them too.',
            uses.standbys,
          ),
        ]
      : []),
    ...(uses.isReplicaIdentity
      ? [message('Logical replication tells rows apart by it: UPDATE and DELETE would fail without it.')]
      : []),
    ...(uses.isUnique && uses.constraint === null
      ? [message('It is unique: without it, nothing refuses a second row with the same key.')]
      : []),
    ...(uses.isClustered ? [message('CLUSTER orders the table by it.')] : []),
  ];
}

function describeScans({ scans, lastScan, countersSince, isValid }: IndexUses): Message {
  if (!isValid) return message('It is invalid: no query uses it.');
  if (scans === 0) {
    return countersSince === null
      ? message('No query has used it since the server began to count.')
      : message('No query has used it since {0}, when the server began to count.', printDay(countersSince));
  }
  return lastScan === null
    ? message('It was used {0} times since the server began to count. When last, is not known.', scans)
    : message('It was used {0} times, the last time on {1}.', scans, printDay(lastScan));
}
