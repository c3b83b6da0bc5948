import { type Choice, indexKey, type IndexColumns, type TuningProblem } from './tuning-problem';
import type { WorkloadCost } from './workload-cost';

/** A step has to be worth it: less of a gain is noise of the planner's. */
const LEAST_GAIN = 1.003;

type Costs = Pick<WorkloadCost, 'of' | 'bytesOf' | 'leastOf' | 'learn'>;

interface Step {
  readonly indexes: readonly IndexColumns[];
  /** More than those of the step before. */
  readonly bytes: number;
  /** Nothing better can come of it. */
  readonly mostGainPerByte: number;
}

/**
 * Grows a set of indexes step by step: each step adds an index of one column or one column to an index of the set, whichever gains most for
 * each byte, until the budget is used up or nothing gains (Schlosser, Kossmann, Boissier: "Efficient Scalable Multi-Attribute Index
 * Selection Using Recursive Strategies", ICDE 2019). Steps that cannot be the best, by what is known already, are not looked at.
 */
export async function extend(problem: TuningProblem, costs: Costs): Promise<Choice> {
  const single = singleColumns(problem);
  let choice = await costs.of(problem.start ?? []);
  const mostBytes = choice.bytes + problem.budgetBytes;
  for (;;) {
    const next = await bestStep(choice, [...nextSets(choice.indexes, single, problem)], mostBytes, costs);
    if (next === undefined) return choice;
    choice = next;
  }
}

async function bestStep(
  choice: Choice,
  sets: readonly (readonly IndexColumns[])[],
  mostBytes: number,
  costs: Costs,
): Promise<Choice | undefined> {
  await costs.learn(choice.indexes, sets.flat());
  let best: { readonly choice: Choice; readonly gainPerByte: number } | undefined;
  for (const { indexes, bytes, mostGainPerByte } of await stepsOf(choice, sets, mostBytes, costs)) {
    if (best !== undefined && mostGainPerByte <= best.gainPerByte) break;
    const next = await costs.of(indexes);
    if (next.isWorseForSome || next.cost * LEAST_GAIN >= choice.cost) continue;
    const gainPerByte = (choice.cost - next.cost) / bytes;
    if (best === undefined || gainPerByte > best.gainPerByte) best = { choice: next, gainPerByte };
  }
  return best?.choice;
}

/** The most promising first. */
async function stepsOf(
  choice: Choice,
  sets: readonly (readonly IndexColumns[])[],
  mostBytes: number,
  costs: Costs,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const indexes of sets) {
    const all = await costs.bytesOf(indexes);
    const least = costs.leastOf(indexes);
    if (all > mostBytes || least * LEAST_GAIN >= choice.cost) continue;
    // A column more may make an index smaller: equal keys take more room than one knows of a pair of columns.
    const bytes = Math.max(1, all - choice.bytes);
    steps.push({ indexes, bytes, mostGainPerByte: (choice.cost - least) / bytes });
  }
  return steps.sort((one, other) => other.mostGainPerByte - one.mostGainPerByte);
}

/** Every column that some query uses, as an index of its own; in the order of the names, so that the same comes out each time. */
export function singleColumns({ queries }: Pick<TuningProblem, 'queries'>): readonly IndexColumns[] {
  const byKey = new Map<string, IndexColumns>();
  for (const { columns } of queries) {
    for (const [table, names] of columns) {
      for (const name of names) {
        const index = { table, columns: [name] };
        byKey.set(indexKey(index), index);
      }
    }
  }
  return [...byKey.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, index]) => index);
}

function* nextSets(
  indexes: readonly IndexColumns[],
  single: readonly IndexColumns[],
  { mostColumns, built }: TuningProblem,
): Generator<readonly IndexColumns[]> {
  const known = new Set([...indexes.map(indexKey), ...(built ?? [])]);
  for (const index of single) {
    if (!known.has(indexKey(index))) yield [...indexes, index];
  }
  for (const { table, columns: added } of single) {
    for (const [place, index] of indexes.entries()) {
      if (index.as !== undefined || index.table !== table || index.columns.length >= mostColumns) continue;
      if (added.some((column) => index.columns.includes(column))) continue;
      const longer = { table, columns: [...index.columns, ...added] };
      if (!known.has(indexKey(longer))) yield indexes.with(place, longer);
    }
  }
}
