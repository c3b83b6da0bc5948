import { formatMessage, message, type Message } from '../../message';
import { printMs, printNumber } from '../describe/print-figures';
import type { Plan } from '../plan';
import { compareFigure, compareTimes, type ComparedFigure, type Costs } from './compare-figure';
import { headline, unexplained } from './headline';
import { namesBelow } from './node-access';
import { pairNodes } from './pair-nodes';
import type { NodeChange, NodePair, PlanComparison } from './plan-comparison';

/** More clauses than this are no longer one sentence; the pairs have them all. */
const MOST_REASONS = 3;

/**
 * @param before @param after plans of one query, or of two that ask for the same
 * @param say puts a clause into the reader's language
 * @param counted what a proof has counted them for
 */
export function comparePlans(
  before: Plan,
  after: Plan,
  say: (clause: Message) => string = formatMessage,
  counted?: Costs,
): PlanComparison {
  const figure = compareFigure(before, after, counted);
  const pairs = pairNodes(before, after);
  const found = reasonsOf(pairs, before, after);
  const reasons = found.length === 0 && figure.verdict !== 'same' ? [unexplained()] : found;
  const { measure, verdict, factor } = figure;
  return {
    sentence: headline(figure, joinReasons(reasons.slice(0, MOST_REASONS).map(say), say)),
    details: detailsOf(before, after, figure),
    verdict,
    measure,
    ...(factor !== undefined && { factor }),
    pairs,
  };
}

/** What explains most comes first. */
const BY_WEIGHT: readonly NodeChange['kind'][] = [
  'access',
  'join',
  'order',
  'sort',
  'parallel',
  'memory',
  'rows',
];

function reasonsOf(pairs: readonly NodePair[], before: Plan, after: Plan): readonly Message[] {
  const changes = [...pairs.flatMap((pair) => pair.changes), ...joinOrder(before, after)];
  const clauses = BY_WEIGHT.flatMap((weight) =>
    changes.filter(({ kind }) => kind === weight).map(({ clause }) => clause),
  );
  return [...new Map(clauses.map((clause) => [formatMessage(clause), clause])).values()];
}

function joinOrder(before: Plan, after: Plan): readonly NodeChange[] {
  const [old, now] = [before, after].map(({ root }) => [...new Set(namesBelow(root))]);
  if (!old || !now || old.join() === now.join()) return [];
  const isSameSet = [...old].sort().join() === [...now].sort().join();
  if (!isSameSet) return [];
  return [{ kind: 'order', clause: message('tables are joined in the order {0}', now.join(', ')) }];
}

function joinReasons(reasons: readonly string[], say: (clause: Message) => string): string {
  const [first = '', second, third] = reasons;
  if (second === undefined) return first;
  if (third === undefined) return say(message('{0}, and {1}', first, second));
  return say(message('{0}, {1}, and {2}', first, second, third));
}

function detailsOf(before: Plan, after: Plan, figure: ComparedFigure): readonly Message[] {
  const details: Message[] = [];
  if (before.isMeasured !== after.isMeasured) {
    details.push(message('One of the two was not run, so they are compared by the planner’s estimates.'));
  } else if (figure.measure === 'cost') {
    details.push(message('Neither was run: costs are the planner’s estimates, in units of its own.'));
  }
  const times = figure.measure === 'blocks' ? compareTimes(before, after) : undefined;
  if (times && times.verdict !== 'same') details.push(timeDetail(times, figure));
  const [old, now] = [before.root.measured, after.root.measured];
  if (old && now && old.rows !== now.rows) {
    details.push(
      message('Rows that it returns: {0}, before {1}.', printNumber(now.rows), printNumber(old.rows)),
    );
  }
  return details;
}

function timeDetail(times: ComparedFigure, { verdict }: ComparedFigure): Message {
  const [now, old] = [printMs(times.after), printMs(times.before)];
  return verdict !== 'same' && times.verdict !== verdict
    ? message(
        'All the same it took {0} ms instead of {1} ms: times depend on what else the machine does.',
        now,
        old,
      )
    : message('It took {0} ms instead of {1} ms.', now, old);
}
