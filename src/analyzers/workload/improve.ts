import { singleColumns } from './extend';
import { beginsWith, type Choice, indexKey, type IndexColumns, type TuningProblem } from './tuning-problem';
import type { WorkloadCost } from './workload-cost';

/**
 * Exchanges indexes of a choice as long as that makes the workload cheaper: leaves one out, puts another in, or both. A set that was grown
 * by the best step each time holds what an early step wanted and a later one made idle. Ends when nothing helps, or nothing but leaving out
 * when the planner has been asked so often; what comes out is never worse.
 */
export async function improve(
  start: Choice,
  problem: TuningProblem,
  workload: WorkloadCost,
  mostQuestions: number,
): Promise<Choice> {
  const candidates = candidatesFor(start, problem);
  const mostBytes = (await workload.bytesOf(problem.start ?? [])) + problem.budgetBytes;
  let choice = start;
  for (;;) {
    const better = await bestExchange(choice, candidates, {
      workload,
      mostBytes,
      mostQuestions: mostQuestions - problem.queries.length,
    });
    if (better === undefined) return choice;
    choice = better;
  }
}

/** What gains more at the same size, or the same at a smaller size. */
function isBetter(one: Choice, other: Choice): boolean {
  return one.cost < other.cost || (one.cost === other.cost && one.bytes < other.bytes);
}

interface Bounds {
  readonly workload: WorkloadCost;
  readonly mostBytes: number;
  readonly mostQuestions: number;
}

async function bestExchange(
  choice: Choice,
  candidates: readonly IndexColumns[],
  { workload, mostBytes, mostQuestions }: Bounds,
): Promise<Choice | undefined> {
  let best: Choice | undefined;
  for (const indexes of exchanges(choice.indexes, candidates)) {
    // What only leaves out is always tried: few questions, and nothing that is idle is kept for want of them.
    if (workload.questions > mostQuestions && indexes.length >= choice.indexes.length) break;
    if ((await workload.bytesOf(indexes)) > mostBytes || workload.leastOf(indexes) > (best ?? choice).cost)
      continue;
    const next = await workload.of(indexes);
    if (!next.isWorseForSome && isBetter(next, best ?? choice)) best = next;
  }
  return best;
}

/** First those that only leave out: they cost few questions and make room. */
function* exchanges(
  indexes: readonly IndexColumns[],
  candidates: readonly IndexColumns[],
): Generator<readonly IndexColumns[]> {
  const without = indexes.map((index) => indexes.filter((other) => other !== index));
  yield* without;
  for (const candidate of candidates) {
    if (indexes.some((index) => beginsWith(index, candidate))) continue;
    // What the new one does as well, it takes the place of.
    const kept = indexes.filter((index) => !beginsWith(candidate, index));
    yield [...kept, candidate];
    if (kept.length === indexes.length) {
      for (const fewer of without) yield [...fewer, candidate];
    }
  }
}

/** What the rules propose comes first, since the number of questions is limited. */
function candidatesFor({ indexes }: Choice, problem: TuningProblem): readonly IndexColumns[] {
  const single = singleColumns(problem);
  const pairs = single.flatMap((first) =>
    single
      .filter((second) => second !== first && areUsedTogether(first, second, problem))
      .map((second) => ({ table: first.table, columns: [...first.columns, ...second.columns] })),
  );
  const all: readonly IndexColumns[] = [
    ...problem.proposed,
    ...indexes,
    ...single,
    ...(problem.mostColumns > 1 ? pairs : []),
  ];
  const byKey = new Map<string, IndexColumns>(
    all
      .filter(({ columns, as }) => as !== undefined || columns.length <= problem.mostColumns)
      .filter((index) => !problem.built?.has(indexKey(index)))
      .map((index) => [indexKey(index), index] as const),
  );
  return [...byKey.values()];
}

function areUsedTogether(
  { table, columns: [first = ''] }: IndexColumns,
  { table: other, columns: [second = ''] }: IndexColumns,
  { queries }: TuningProblem,
): boolean {
  return (
    table === other &&
    queries.some(({ columns }) => columns.get(table)?.has(first) && columns.get(table)?.has(second))
  );
}
