import { message, type Message } from '../../message';
import { type Counting, workOf, type WorkOfPlan } from './work-of-plan';

/** Two plans of the same query. */
export interface Compared {
  readonly before: WorkOfPlan;
  readonly after: WorkOfPlan;
}

/** What is counted: blocks of runs, or costs. */
export interface Figures {
  readonly isMeasured: boolean;
  readonly counting: Counting;
}

export function describeGain(set: Compared, figures: Figures): Message {
  const args = [rounded(factorOf(set, figures)), ...wholeFigures(set, figures)] as const;
  return figures.isMeasured
    ? message('It reads {0} times fewer blocks where it gains most: {1} before, {2} after.', ...args)
    : message('By the planner it costs {0} times less where it gains most: {1} before, {2} after.', ...args);
}

export function describeLoss(set: Compared, figures: Figures): Message {
  const args = [rounded(1 / factorOf(set, figures)), ...wholeFigures(set, figures)] as const;
  return figures.isMeasured
    ? message('It reads {0} times more blocks where it loses most: {1} before, {2} after.', ...args)
    : message('By the planner it costs {0} times more where it loses most: {1} before, {2} after.', ...args);
}

export function describeNoChange({ isMeasured }: Figures): Message {
  return isMeasured
    ? message('It reads about as many blocks as before.')
    : message('By the planner it costs about as much as before.');
}

export function describeNotUsed(index: string, sets: number): Message {
  return message(
    'The planner would not use {0} for any of {1} sets of values, so it is not proposed any longer.',
    index,
    sets,
  );
}

/**
 * Nothing is gained unless the rows lie otherwise than the planner takes them for.
 *
 * @param lost the values with which an early stop has most to lose
 */
export function describeBet(sets: readonly Compared[], lost: Compared): Message {
  const total = (works: readonly WorkOfPlan[]): number =>
    Math.round(works.reduce((sum, work) => sum + workOf(work, 'planner'), 0));
  return message(
    'Over all values that were tried the planner gains nothing by it: {0} before, {1} after. It expects to meet the rows early; where they lie together far from where it begins to read (a stream of the last days), the query costs up to {2} as it is.',
    total(sets.map(({ before }) => before)),
    total(sets.map(({ after }) => after)),
    Math.round(workOf(lost.before, 'late')),
  );
}

/** Of the plan that a named statement may come to; `undefined`: it says what the plans for values say. */
export function describeGeneric(set: Compared, helps: boolean, counting: Counting): Message | undefined {
  const figures = { isMeasured: false, counting };
  const factor = factorOf(set, figures);
  if (helps && factor <= 1 / NOTABLE)
    return message(
      'The generic plan, which a query that is sent with a name may come to, costs more: {0} before, {1} after.',
      ...wholeFigures(set, figures),
    );
  if (!helps && factor >= NOTABLE)
    return message(
      'Only the generic plan, which a query that is sent with a name may come to, costs less: {0} before, {1} after.',
      ...wholeFigures(set, figures),
    );
  return undefined;
}

/** Where the figures are not what the plans themselves say. */
export function waysOfCounting(
  sets: readonly Compared[],
  { isMeasured, counting }: Figures,
): readonly Message[] {
  if (isMeasured) return [];
  const works = sets.flatMap(({ before, after }) => [before, after]);
  const stopsEarly = works.some(({ costIfLate }) => costIfLate !== undefined);
  return [
    ...(stopsEarly ? [counting === 'late' ? COUNTS_LATE : COUNTS_EARLY] : []),
    ...(works.some(({ costByArrays }) => costByArrays !== undefined) ? [COUNTS_ARRAYS] : []),
  ];
}

const COUNTS_LATE = message(
  'A plan that stops early counts here for what it costs when the rows do not come early.',
);

const COUNTS_EARLY = message(
  'A plan that stops early counts here for what the planner takes it for. Where the rows lie together far from where it begins to read, it costs more.',
);

const COUNTS_ARRAYS = message(
  'The planner counts ten elements for an array that a query makes. Here it counts for as many rows as that query is expected to find.',
);

/** Less than this is no difference: the planner's figures are not better, and blocks vary with what is cached. */
export const NOTABLE = 1.2;

/** How many times less work the second plan is. */
export function factorOf({ before, after }: Compared, { counting }: Figures): number {
  return workOf(before, counting) / workOf(after, counting);
}

export function rounded(factor: number): number {
  return factor >= 10 ? Math.round(factor) : Math.round(factor * 10) / 10;
}

function wholeFigures({ before, after }: Compared, { counting }: Figures): readonly [number, number] {
  return [Math.round(workOf(before, counting)), Math.round(workOf(after, counting))];
}
