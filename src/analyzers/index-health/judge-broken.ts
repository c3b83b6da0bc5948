import { describeLeftover, type Leftover } from '../maintenance/leftover';
import { message, type Message } from '../message';
import type { HealthFinding } from './health-finding';

/** What is said of what a broken-off build, rebuild or drop has left. */
export function leftoverFinding(leftover: Leftover, oid = 0): HealthFinding {
  const { table, index, isNeeded } = leftover;
  return {
    group: 'invalid',
    table,
    index,
    oid,
    summary: summaryOf(leftover),
    reason: describeLeftover(leftover),
    checks: [
      message('Is anybody at work on it at this moment? Then it is on its way, and no fault.'),
      ...(isNeeded
        ? [
            message(
              'A constraint or a partitioned index needs it: it can be rebuilt, and not dropped by itself.',
            ),
          ]
        : []),
    ],
  };
}

function summaryOf({ kind }: Leftover): Message {
  switch (kind) {
    case 'build':
      return message('build broken off');
    case 'drop':
      return message('half dropped');
    case 'new':
    case 'old':
      return message('left by a rebuild');
  }
}
