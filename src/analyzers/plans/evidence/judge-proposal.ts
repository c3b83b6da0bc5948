import type { Certainty } from '../../finding';
import type { Message } from '../../message';
import type { Plan } from '../plan';
import type { PlanFinding } from '../plan-finding';
import {
  describeBet,
  describeGain,
  describeGeneric,
  describeLoss,
  describeNoChange,
  describeNotUsed,
  factorOf,
  type Figures,
  NOTABLE,
  rounded,
  waysOfCounting,
} from './describe-gain';
import { planShape } from './plan-shape';
import { workOf, workOfPlan, type WorkOfPlan } from './work-of-plan';

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

export interface ProposalTrialFacts {
  /** Name of the proposed index as the plans have it; absent: a rewrite alone. */
  readonly index?: string;
  /** Nobody can look where the rows lie: an early stop counts for what the planner takes it for. */
  readonly placesUnknown?: true;
  /** The plans that serve all values. */
  readonly generic?: Omit<TriedValues, 'label'>;
}

/**
 * `not-used`: the planner would leave the proposed index alone, so that the finding is to be withdrawn. `bet`: it gains something only where
 * the rows do not come as early as the planner expects, which nobody could look up.
 */
export type ProposalVerdict = 'helps' | 'bet' | 'no-change' | 'not-used' | 'worse';

export interface ProposalEvidence {
  readonly verdict: ProposalVerdict;
  /** `measured`: all of it was run. */
  readonly certainty: Extract<Certainty, 'planned' | 'measured'>;
  /** How many times less work it is with the values that gain most; of `worse`, how many times more with those that lose most. */
  readonly factor?: number;
  /**
   * How many times less work all sets of values are together, with early stops that come late: what proposals are compared by, since one that
   * does away with a bet is better than one that only gains where it is won.
   */
  readonly gain: number;
  readonly sentence: Message;
  /** Values for which it is the other way round, what the figures leave out. */
  readonly notes: readonly Message[];
  readonly sets: readonly TriedSet[];
  /** Position of the set that the sentence is about: its plans are worth a look. */
  readonly telling: number;
  /** What the plans of that set count for here; absent: for what they say themselves. */
  readonly counted?: CountedCosts;
}

/** In the planner's units. */
export interface CountedCosts {
  readonly before: number;
  readonly after: number;
  /** Why they are not what the plans say. */
  readonly ways: readonly Message[];
}

export interface TriedSet {
  readonly label: Message;
  readonly before: WorkOfPlan;
  readonly after: WorkOfPlan;
  readonly isSameShape: boolean;
  /** Absent: no index was proposed. */
  readonly usesIndex?: boolean;
}

export function judgeProposal(
  tried: readonly TriedValues[],
  { index, placesUnknown, generic }: ProposalTrialFacts,
): ProposalEvidence {
  const sets = tried.map((values) => triedSet(values, index));
  const isMeasured = sets.every(
    ({ before, after }) => before.blocks !== undefined && after.blocks !== undefined,
  );
  const figures: Figures = { isMeasured, counting: placesUnknown ? 'planner' : 'late' };
  const judged =
    index !== undefined && !sets.some(({ usesIndex }) => usesIndex)
      ? notUsed(index, sets)
      : placesUnknown
        ? judgeWithoutPlaces(sets, figures)
        : judgeSets(sets, figures);
  const anyValue = generic && triedSet({ ...generic, label: judged.sentence }, index);
  const counted = countedOf(sets[judged.telling], figures);
  const noteOfGeneric = anyValue && describeGeneric(anyValue, judged.verdict === 'helps', figures.counting);
  return {
    ...judged,
    notes: [...judged.notes, ...(noteOfGeneric ? [noteOfGeneric] : [])],
    certainty: isMeasured ? 'measured' : 'planned',
    gain: gainOf(sets, { isMeasured, counting: 'late' }),
    sets,
    ...(counted && { counted }),
  };
}

function countedOf(set: TriedSet | undefined, figures: Figures): CountedCosts | undefined {
  const ways = set === undefined ? [] : waysOfCounting([set], figures);
  if (set === undefined || ways.length === 0) return undefined;
  const { counting } = figures;
  return { before: workOf(set.before, counting), after: workOf(set.after, counting), ways };
}

type Judged = Pick<ProposalEvidence, 'verdict' | 'factor' | 'sentence' | 'notes' | 'telling'>;

function notUsed(index: string, sets: readonly TriedSet[]): Judged {
  return { verdict: 'not-used', sentence: describeNotUsed(index, sets.length), notes: [], telling: 0 };
}

/** By the planner's own figures; where they say that nothing is gained, what an early stop may cost counts for a word. */
function judgeWithoutPlaces(sets: readonly TriedSet[], figures: Figures): Judged {
  const judged = judgeSets(sets, figures);
  if (judged.verdict === 'helps') return judged;
  const late = judgeSets(sets, { ...figures, counting: 'late' });
  const set = sets[late.telling];
  if (late.verdict !== 'helps' || set?.before.costIfLate === undefined) return judged;
  return { verdict: 'bet', sentence: describeBet(sets, set), notes: [], telling: late.telling };
}

function judgeSets(sets: readonly TriedSet[], figures: Figures): Judged {
  const { best, worst } = extremes(sets, figures);
  const counting = waysOfCounting(sets, figures);
  const [most, least] = [factorOf(best, figures), factorOf(worst, figures)];
  const loses = least <= 1 / NOTABLE;
  if (most >= NOTABLE && gainOf(sets, figures) >= 1) {
    return {
      verdict: 'helps',
      factor: rounded(most),
      sentence: describeGain(best, figures),
      notes: [...(loses ? [describeLoss(worst, figures)] : []), ...counting],
      telling: sets.indexOf(best),
    };
  }
  if (loses) {
    return {
      verdict: 'worse',
      factor: rounded(1 / least),
      sentence: describeLoss(worst, figures),
      notes: [...(most >= NOTABLE ? [describeGain(best, figures)] : []), ...counting],
      telling: sets.indexOf(worst),
    };
  }
  return { verdict: 'no-change', sentence: describeNoChange(figures), notes: counting, telling: 0 };
}

function extremes(
  sets: readonly TriedSet[],
  figures: Figures,
): { readonly best: TriedSet; readonly worst: TriedSet } {
  const sorted = [...sets].sort((one, other) => factorOf(other, figures) - factorOf(one, figures));
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

function gainOf(sets: readonly TriedSet[], { counting }: Figures): number {
  const before = sum(sets.map((set) => workOf(set.before, counting)));
  return before / sum(sets.map((set) => workOf(set.after, counting)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
