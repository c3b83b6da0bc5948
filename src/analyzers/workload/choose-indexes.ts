import { extend } from './extend';
import { improve } from './improve';
import type { Choice, IndexColumns, PlannedCost, TuningProblem } from './tuning-problem';
import { WorkloadCost } from './workload-cost';

export interface ChosenIndexes {
  readonly before: Choice;
  readonly after: Choice;
  /** Of one run of each query, by its place in the problem. */
  readonly costsBefore: readonly number[];
  readonly costsAfter: readonly number[];
  /** Those that each query's plan reads afterwards. */
  readonly usedAfter: readonly (readonly IndexColumns[])[];
  /** How often the planner was asked. */
  readonly questions: number;
}

/**
 * The indexes that make a workload cheapest within a budget. The same problem gives the same answer. Never dearer than what `extend` gives,
 * for at most twice its questions to the planner (and those for the two ends); no query is dearer than before.
 */
export async function chooseIndexes(problem: TuningProblem): Promise<ChosenIndexes> {
  const workload = new WorkloadCost(problem);
  const before = await workload.of(problem.start ?? []);
  const grown = await extend(problem, workload);
  const after = await improve(grown, problem, workload, 2 * workload.questions);
  const planned = await workload.ofEach(after.indexes);
  return {
    before,
    after,
    costsBefore: (await workload.ofEach(before.indexes)).map(costOf),
    costsAfter: planned.map(costOf),
    usedAfter: planned.map(({ used }) => used),
    questions: workload.questions,
  };
}

function costOf({ cost }: PlannedCost): number {
  return cost;
}
