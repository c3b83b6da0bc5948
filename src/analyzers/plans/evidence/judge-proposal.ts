import type { Certainty } from '../../finding';
import { message, type Message } from '../../message';
import { figuresOf } from '../figures/figures-of';
import type { Plan } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { costByArrays } from './cost-by-arrays';
import { planShape } from './plan-shape';

/** One set of values, planned or run as the code is and as the proposal would have it. */
export interface TriedValues {
  readonly label: Message;
  readonly before: Plan;
  readonly after: Plan;
  /** Of the plan before: an early stop that may be lost counts for what it costs then. */
  readonly findings?: readonly PlanFinding[];
  /** Of the plan after: the bet may be the same. */
  readonly findingsAfter?: readonly PlanFinding[];
}

/** `not-used`: the planner would leave the proposed index alone, so that the finding is to be withdrawn. */
export type ProposalVerdict = 'helps' | 'no-change' | 'not-used' | 'worse';

export interface ProposalEvidence {
  readonly verdict: ProposalVerdict;
  /** `measured`: all of it was run. */
  readonly certainty: Extract<Certainty, 'planned' | 'measured'>;
  /** How many times less work it is with the values that gain most; of `worse`, how many times more with those that lose most. */
  readonly factor?: number;
  readonly sentence: Message;
  /** Values for which it is the other way round, what the figures leave out. */
  readonly notes: readonly Message[];
  readonly sets: readonly TriedSet[];
  /** Position of the set that the sentence is about: its plans are worth a look. */
  readonly telling: number;
}

export interface TriedSet {
  readonly label: Message;
  readonly before: WorkOfPlan;
  readonly after: WorkOfPlan;
  readonly isSameShape: boolean;
  /** Absent: no index was proposed. */
  readonly usesIndex?: boolean;
}

export interface WorkOfPlan {
  /** The planner's units. */
  readonly cost: number;
  /** With the elements that an array of a query is expected to have; the planner counts ten. Absent: there is no such array. */
  readonly costByArrays?: number;
  /** If the rows that the planner counts on to come early do not. */
  readonly costIfLate?: number;
  /** Estimated, or counted where the query was run. */
  readonly rows: number;
  /** Blocks that were asked for, where the query was run. */
  readonly blocks?: number;
}

/** Less than this is no difference: the planner's figures are not better, and blocks vary with what is cached. */
const NOTABLE = 1.2;

/** @param index name of the proposed index as the plans have it; absent: a rewrite alone */
export function judgeProposal(tried: readonly TriedValues[], index: string | undefined): ProposalEvidence {
  const sets = tried.map((values) => triedSet(values, index));
  const isMeasured = sets.every(
    ({ before, after }) => before.blocks !== undefined && after.blocks !== undefined,
  );
  const certainty = isMeasured ? 'measured' : 'planned';
  if (index !== undefined && !sets.some(({ usesIndex }) => usesIndex)) {
    return {
      verdict: 'not-used',
      certainty,
      sentence: notUsed(index, sets.length),
      notes: [],
      sets,
      telling: 0,
    };
  }
  const { best, worst } = extremes(sets);
  const before = sum(sets.map((set) => workOf(set.before)));
  const after = sum(sets.map((set) => workOf(set.after)));
  const counting = isMeasured ? [] : waysOfCounting(sets);
  if (best.factor >= NOTABLE && before >= after) {
    const losers = worst.factor <= 1 / NOTABLE ? [otherWay(worst, isMeasured)] : [];
    const factor = rounded(best.factor);
    return {
      verdict: 'helps',
      certainty,
      factor,
      sentence: helps(best, isMeasured),
      notes: [...losers, ...counting],
      sets,
      telling: sets.indexOf(best.set),
    };
  }
  if (worst.factor <= 1 / NOTABLE) {
    const winners = best.factor >= NOTABLE ? [helps(best, isMeasured)] : [];
    const factor = rounded(1 / worst.factor);
    return {
      verdict: 'worse',
      certainty,
      factor,
      sentence: worse(worst, isMeasured),
      notes: [...winners, ...counting],
      sets,
      telling: sets.indexOf(worst.set),
    };
  }
  return {
    verdict: 'no-change',
    certainty,
    sentence: noChange(isMeasured),
    notes: counting,
    sets,
    telling: 0,
  };
}

function extremes(sets: readonly TriedSet[]): { readonly best: Gain; readonly worst: Gain } {
  const gains = sets.map((set) => ({ set, factor: workOf(set.before) / workOf(set.after) }));
  const sorted = gains.sort((one, other) => other.factor - one.factor);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined)
    throw new Error('A proposal is judged by one set of values at least.');
  return { best, worst };
}

function triedSet(
  { label, before, after, findings = [], findingsAfter = [] }: TriedValues,
  index: string | undefined,
): TriedSet {
  return {
    label,
    before: workOfPlan(before, findings),
    after: workOfPlan(after, findingsAfter),
    isSameShape: planShape(before) === planShape(after),
    ...(index !== undefined && { usesIndex: after.nodes.some((node) => node.index === index) }),
  };
}

function workOfPlan(plan: Plan, findings: readonly PlanFinding[]): WorkOfPlan {
  const { estimated, measured } = plan.root;
  const [root] = figuresOf(plan);
  const late = Math.max(...findings.map(({ factor = 0 }) => factor), 0);
  const byArrays = costByArrays(plan);
  return {
    cost: estimated.totalCost,
    ...(byArrays !== undefined && { costByArrays: byArrays }),
    ...(late > 1 && { costIfLate: (byArrays ?? estimated.totalCost) * late }),
    rows: measured?.rows ?? estimated.rows,
    ...(plan.isMeasured && root?.blocks !== undefined && { blocks: root.blocks }),
  };
}

/** Blocks, where they were counted; nothing is less than one. */
function workOf({ blocks, cost, costByArrays, costIfLate }: WorkOfPlan): number {
  return Math.max(1, blocks ?? costIfLate ?? costByArrays ?? cost);
}

interface Gain {
  readonly set: TriedSet;
  readonly factor: number;
}

function helps({ set, factor }: Gain, isMeasured: boolean): Message {
  const figures = [rounded(factor), whole(set.before), whole(set.after)] as const;
  return isMeasured
    ? message('It reads {0} times fewer blocks where it gains most: {1} before, {2} after.', ...figures)
    : message(
        'By the planner it costs {0} times less where it gains most: {1} before, {2} after.',
        ...figures,
      );
}

function worse({ set, factor }: Gain, isMeasured: boolean): Message {
  const figures = [rounded(1 / factor), whole(set.before), whole(set.after)] as const;
  return isMeasured
    ? message('It reads {0} times more blocks where it loses most: {1} before, {2} after.', ...figures)
    : message(
        'By the planner it costs {0} times more where it loses most: {1} before, {2} after.',
        ...figures,
      );
}

function otherWay(gain: Gain, isMeasured: boolean): Message {
  return worse(gain, isMeasured);
}

function noChange(isMeasured: boolean): Message {
  return isMeasured
    ? message('It reads about as many blocks as before.')
    : message('By the planner it costs about as much as before.');
}

function notUsed(index: string, sets: number): Message {
  return message(
    'The planner would not use {0} for any of {1} sets of values, so it is not proposed any longer.',
    index,
    sets,
  );
}

/** Where the figures are not what the plans themselves say. */
function waysOfCounting(sets: readonly TriedSet[]): readonly Message[] {
  const works = sets.flatMap(({ before, after }) => [before, after]);
  return [
    ...(works.some(({ costIfLate }) => costIfLate !== undefined) ? [COUNTS_LATE] : []),
    ...(works.some(({ costByArrays }) => costByArrays !== undefined) ? [COUNTS_ARRAYS] : []),
  ];
}

const COUNTS_LATE = message(
  'A plan that stops early counts here for what it costs when the rows do not come early.',
);

const COUNTS_ARRAYS = message(
  'The planner counts ten elements for an array that a query makes. Here it counts for as many rows as that query is expected to find.',
);

function whole(work: WorkOfPlan): number {
  return Math.round(workOf(work));
}

function rounded(factor: number): number {
  return factor >= 10 ? Math.round(factor) : Math.round(factor * 10) / 10;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
