import type { extend } from '../../../src/analyzers/workload/extend';
import { indexKey, type TuningProblem } from '../../../src/analyzers/workload/tuning-problem';
import { mayMatter } from '../../../src/analyzers/workload/workload-cost';

type Costs = Parameters<typeof extend>[1] & { readonly questions: () => number };

/** As Extend is measured in its papers: each query is asked about with each set of indexes that could matter to it, and nothing is concluded. */
export function plainCosts({ queries, whatIf }: TuningProblem): Costs {
  const known = new Map<string, number>();
  const bytesOf: Costs['bytesOf'] = async (indexes) => {
    let bytes = 0;
    for (const index of indexes) bytes += await whatIf.bytes(index);
    return bytes;
  };
  return {
    bytesOf,
    async of(indexes) {
      let whole = 0;
      for (const [number, query] of queries.entries()) {
        const relevant = indexes.filter((index) => mayMatter(query, index));
        const question = JSON.stringify([number, ...relevant.map(indexKey).sort()]);
        const cost = known.get(question) ?? (await whatIf.cost(number, relevant)).cost;
        known.set(question, cost);
        whole += query.weight * cost;
      }
      return { indexes, cost: whole, bytes: await bytesOf(indexes), isWorseForSome: false };
    },
    leastOf: () => -Infinity,
    learn: () => Promise.resolve(),
    questions: () => known.size,
  };
}
