import { printCount, printShare } from '../../gates/print-count';
import { message, type Message } from '../../message';
import { printNumber } from '../describe/print-figures';
import { columnsOfConditions, costOf, type JudgedPlan, relationName } from '../judged-plan';
import { type Risk, partsOfWalk } from './early-stop-risk';
import type { StoppingWalk } from './stopping-walk';

/** Before it is run: what happens, and what it is a bet on. */
export function describeBet(walk: StoppingWalk, factor: number): Message {
  const columns = testedColumns(walk);
  if (walk.end.kind === 'exists') {
    return message(
      'For EXISTS PostgreSQL walks {0} and throws away the rows whose {1} does not match, until it has met one that does. It counts on rows that are spread evenly over the walk; where there is none, or they lie together far from where it begins, this costs up to {2} times as much.',
      walked(walk),
      columns,
      printCount(factor),
    );
  }
  return walk.tester
    ? message(
        'PostgreSQL walks {0} and looks for the rows of {1} that belong to each row, throwing away those whose {2} does not match, until the limit is met. It counts on matches that are spread evenly over the walk; where they lie together far from where it begins, this costs up to {3} times as much.',
        walked(walk),
        relationName(walk.tester),
        columns,
        printCount(factor),
      )
    : message(
        'PostgreSQL walks {0} and throws away the rows whose {1} does not match, until the limit is met. It counts on rows that are spread evenly over the walk; where they lie together far from where it begins (a stream of the last days, a state that only new rows are in), this costs up to {2} times as much.',
        walked(walk),
        columns,
        printCount(factor),
      );
}

/** A sample has shown where the rows lie. */
export function describeSampled(
  walk: StoppingWalk,
  risk: Extract<Risk, { kind: 'spread' | 'apart' }>,
): Message {
  if (walk.end.kind === 'exists') return describeSampledExists(walk, risk);
  return risk.kind === 'spread'
    ? message(
        'PostgreSQL walks {0} and throws away the rows whose {1} does not match, until the limit is met. That is right for these values: their rows are spread over the table, so that {2} of them are met early.',
        walked(walk),
        testedColumns(walk),
        printCount(walk.end.rows),
      )
    : message(
        'PostgreSQL walks {0} and throws away the rows whose {1} does not match, until the limit is met. It counts on rows that are spread evenly over the walk, but these lie together: about {2} of the table is read before the limit is met.',
        walked(walk),
        testedColumns(walk),
        printShare(risk.reached),
      );
}

function describeSampledExists(
  walk: StoppingWalk,
  risk: Extract<Risk, { kind: 'spread' | 'apart' }>,
): Message {
  return risk.kind === 'spread'
    ? message(
        'For EXISTS PostgreSQL walks {0} and throws away the rows whose {1} does not match, until it has met one that does. That is right for these values: their rows are spread over the table, so that one is met early.',
        walked(walk),
        testedColumns(walk),
      )
    : message(
        'For EXISTS PostgreSQL walks {0} and throws away the rows whose {1} does not match, until it has met one that does. It counts on rows that are spread evenly over the walk, but these lie together: about {2} of the table is read before it meets one.',
        walked(walk),
        testedColumns(walk),
        printShare(risk.reached),
      );
}

export function describeRun(
  walk: StoppingWalk,
  rows: { readonly passed: number; readonly given: number },
): Message {
  return walk.tester
    ? message(
        'PostgreSQL walked {0} and looked for the rows of {1} that belong to each row: {2} rows had none whose {3} matches, for {4} that were returned.',
        walked(walk),
        relationName(walk.tester),
        printCount(rows.passed),
        testedColumns(walk),
        printCount(rows.given),
      )
    : message(
        'PostgreSQL walked {0} and threw away {1} rows whose {2} does not match, for {3} that it returned: they do not lie where the walk begins.',
        walked(walk),
        printCount(rows.passed),
        testedColumns(walk),
        printCount(rows.given),
      );
}

/** The figures that it rests on. */
export function evidenceOf(judged: JudgedPlan, walk: StoppingWalk, factor: number): readonly Message[] {
  const { end, scan, tableRows } = walk;
  const { whole, rows, cost } = end;
  const costs =
    end.kind === 'exists'
      ? message(
          'The planner expects the first row at a cost of {0}; the walk to its end costs {1}, {2} times as much.',
          printNumber(cost),
          printCount(costOf(whole)),
          printCount(factor),
        )
      : message(
          'The planner expects the first {0} rows at a cost of {1}; the walk to its end costs {2}, {3} times as much.',
          printCount(rows),
          printCount(cost),
          printCount(costOf(whole)),
          printCount(factor),
        );
  const matching =
    tableRows !== undefined &&
    message(
      'It expects {0} of about {1} rows of {2} to match.',
      printCount(whole.estimated.rows),
      printCount(tableRows),
      relationName(scan),
    );
  return [costs, ...(matching ? [matching] : []), ...sampledPlaces(judged, walk)];
}

function sampledPlaces(judged: JudgedPlan, walk: StoppingWalk): readonly Message[] {
  const parts = partsOfWalk(judged, walk);
  const all = sum(parts);
  if (all === 0) return [];
  return [
    message(
      'Rows like these in a sample of the table: {0}, of which {1} in the half where the walk begins.',
      printCount(all),
      printCount(sum(parts.slice(0, parts.length / 2))),
    ),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function walked({ scan }: StoppingWalk): string {
  return scan.index ?? relationName(scan);
}

function testedColumns({ tested }: StoppingWalk): string {
  return columnsOfConditions(tested).join(', ');
}
