import { printCount } from '../gates/print-count';
import { message, type Message } from '../message';
import type { AutovacuumThresholds } from './autovacuum-thresholds';

/** What has gathered since autovacuum came last. Counts of rows. */
export interface GatheredChanges {
  readonly deadRows: number;
  readonly modifiedSinceAnalyze: number;
}

/** So many rows, and what a person would wait for is worth a word. */
const MANY_ROWS = 1_000_000;

/**
 * When autovacuum comes to a table of this size, in words.
 *
 * @param rows as the planner has them; below zero: never counted
 * @param changes `undefined`: the counters are not known
 */
export function describeAutovacuum(
  { isEnabled, vacuumAfter, vacuumAfterInserts, analyzeAfter }: AutovacuumThresholds,
  rows: number,
  changes: GatheredChanges | undefined,
): readonly Message[] {
  if (!isEnabled) {
    return [
      message(
        'Autovacuum is off for this table: nobody removes its dead rows, and its statistics grow old. Turn it on, or VACUUM and ANALYZE by hand.',
      ),
    ];
  }
  return [
    changes
      ? message(
          'Autovacuum will wait for {0} dead rows before it comes to remove them; now there are {1}.',
          printCount(vacuumAfter),
          aboutCount(changes.deadRows),
        )
      : message(
          'Autovacuum will wait for {0} dead rows before it comes to remove them.',
          printCount(vacuumAfter),
        ),
    vacuumAfterInserts === undefined
      ? message(
          'Inserted rows do not bring it: a table that only grows is not vacuumed, and index-only scans of it read the table.',
        )
      : message(
          'It also comes after {0} inserted rows, to mark pages as visible to all, which index-only scans need.',
          printCount(vacuumAfterInserts),
        ),
    changes
      ? message(
          'It will wait for {0} changed rows before it takes new statistics (ANALYZE); since then it is {1}.',
          printCount(analyzeAfter),
          aboutCount(changes.modifiedSinceAnalyze),
        )
      : message(
          'It will wait for {0} changed rows before it takes new statistics (ANALYZE).',
          printCount(analyzeAfter),
        ),
    ...(Math.max(vacuumAfterInserts ?? 0, analyzeAfter) >= MANY_ROWS && rows >= MANY_ROWS
      ? [
          message(
            'That is much for one table: with autovacuum_vacuum_insert_scale_factor and autovacuum_analyze_scale_factor of 0.01 to 0.02 for this table it comes ten times as often, for little work each time.',
          ),
        ]
      : []),
  ];
}

/** None is no estimate. */
function aboutCount(count: number): string {
  return count === 0 ? '0' : `~${printCount(count)}`;
}
