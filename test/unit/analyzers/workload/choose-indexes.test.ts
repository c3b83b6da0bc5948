import assert from 'node:assert/strict';
import { chooseIndexes } from '../../../../src/analyzers/workload/choose-indexes';
import { extend } from '../../../../src/analyzers/workload/extend';
import {
  indexKey,
  type IndexColumns,
  type PlannedCost,
  type TunedQuery,
  type TuningProblem,
} from '../../../../src/analyzers/workload/tuning-problem';
import { WorkloadCost } from '../../../../src/analyzers/workload/workload-cost';

/** A planner whose answers can be checked by trying everything: a query is as cheap as the longest index key that it fills from the front. */
interface Lookup {
  readonly table: string;
  /** Compared with `=`, with the share of the rows that each leaves. */
  readonly filters: Readonly<Record<string, number>>;
  readonly weight?: number;
}

const ROWS: Readonly<Record<string, number>> = { events: 1_000_000, streams: 20_000, jobs: 300_000 };

function problemOf(lookups: readonly Lookup[], budgetBytes: number): TuningProblem {
  const queries = lookups.map(({ table, filters, weight = 1 }): TunedQuery => {
    return { weight, columns: new Map([[table, new Set(Object.keys(filters))]]) };
  });
  return {
    queries,
    proposed: [],
    mostColumns: 2,
    budgetBytes,
    whatIf: {
      cost: (number, indexes) => Promise.resolve(answerOf(lookups[number], indexes)),
      bytes: ({ table, columns }) => Promise.resolve((ROWS[table] ?? 0) * (8 + 12 * columns.length)),
      upkeep: () => 0,
    },
  };
}

function answerOf(lookup: Lookup | undefined, indexes: readonly IndexColumns[]): PlannedCost {
  assert.ok(lookup);
  const rows = ROWS[lookup.table] ?? 0;
  let best: PlannedCost = { cost: rows, used: [] };
  for (const index of indexes) {
    if (index.table !== lookup.table) continue;
    const filled = index.columns.findIndex((column) => lookup.filters[column] === undefined);
    const prefix = filled === -1 ? index.columns : index.columns.slice(0, filled);
    if (prefix.length === 0) continue;
    const cost = 3 * prefix.reduce((left, column) => left * (lookup.filters[column] ?? 1), rows) + 10;
    if (cost < best.cost) best = { cost, used: [index] };
  }
  return best;
}

function candidatesOf({ queries }: TuningProblem): readonly IndexColumns[] {
  const byKey = new Map<string, IndexColumns>();
  for (const { columns } of queries) {
    for (const [table, names] of columns) {
      for (const first of names) {
        for (const second of ['', ...names]) {
          if (second === first) continue;
          const index = { table, columns: second === '' ? [first] : [first, second] };
          byKey.set(indexKey(index), index);
        }
      }
    }
  }
  return [...byKey.values()];
}

/** By trying every set. */
async function cheapest(problem: TuningProblem): Promise<number> {
  const candidates = candidatesOf(problem);
  const workload = new WorkloadCost(problem);
  let best = Infinity;
  for (let set = 0; set < 2 ** candidates.length; set++) {
    const indexes = candidates.filter((_, place) => (set >> place) & 1);
    if ((await workload.bytesOf(indexes)) > problem.budgetBytes) continue;
    best = Math.min(best, (await workload.of(indexes)).cost);
  }
  return best;
}

const EVENT_STORE: readonly Lookup[] = [
  { table: 'events', filters: { stream_id: 0.00005 }, weight: 50 },
  { table: 'events', filters: { stream_id: 0.00005, event_type: 0.1 }, weight: 10 },
  { table: 'events', filters: { event_type: 0.1, state: 0.02 } },
  { table: 'streams', filters: { owner: 0.01 }, weight: 5 },
  { table: 'jobs', filters: { state: 0.02, kind: 0.05 }, weight: 20 },
  { table: 'jobs', filters: { kind: 0.05 } },
];

describe('Choosing indexes for a workload', () => {
  for (const megabytes of [5, 20, 30, 45, 60, 100]) {
    const budget = megabytes * 1_000_000;

    it(`finds within ${megabytes} MB what trying every set finds, or nearly`, async () => {
      const problem = problemOf(EVENT_STORE, budget);
      const { after } = await chooseIndexes(problem);
      const best = await cheapest(problem);
      assert.ok(after.bytes <= budget);
      assert.ok(after.cost <= 1.05 * best, `${after.cost} instead of ${best}`);
    });

    it(`asks at most twice as often as growing alone within ${megabytes} MB, and is never dearer`, async () => {
      const problem = problemOf(EVENT_STORE, budget);
      const workload = new WorkloadCost(problem);
      const grown = await extend(problem, workload);
      const chosen = await chooseIndexes(problem);
      assert.ok(chosen.after.cost <= grown.cost, `${chosen.after.cost} instead of ${grown.cost}`);
      assert.ok(chosen.questions <= 2 * workload.questions, `${chosen.questions} of ${workload.questions}`);
    });
  }

  it('gives the same answer whatever the order of the queries', async () => {
    const one = await chooseIndexes(problemOf(EVENT_STORE, 60_000_000));
    const other = await chooseIndexes(problemOf([...EVENT_STORE].reverse(), 60_000_000));
    assert.deepEqual(one.after.indexes.map(indexKey).sort(), other.after.indexes.map(indexKey).sort());
  });

  it('puts in what the rules propose where growing column by column sees no way', async () => {
    // Neither column alone finds few rows enough: only the pair is worth an index.
    const problem = problemOf([{ table: 'events', filters: { a: 0.5, b: 0.5 } }], 100_000_000);
    assert.deepEqual((await extend(problem, new WorkloadCost(problem))).indexes, []);
    const pair = { table: 'events', columns: ['a', 'b'] };
    const chosen = await chooseIndexes({ ...problem, proposed: [pair] });
    assert.deepEqual(chosen.after.indexes, [pair]);
  });

  it('builds nothing whose upkeep costs more than it gains', async () => {
    const problem = problemOf([{ table: 'jobs', filters: { kind: 0.2 } }], 100_000_000);
    const free = await chooseIndexes(problem);
    assert.equal(free.after.indexes.length, 1);
    const dear = await chooseIndexes({ ...problem, whatIf: { ...problem.whatIf, upkeep: () => 1e9 } });
    assert.deepEqual(dear.after.indexes, []);
  });

  it('makes no query dearer', async () => {
    const { costsBefore, costsAfter } = await chooseIndexes(problemOf(EVENT_STORE, 45_000_000));
    for (const [number, before] of costsBefore.entries())
      assert.ok((costsAfter[number] ?? Infinity) <= before);
  });

  it('needs no planner where there is no query', async () => {
    const { after, questions } = await chooseIndexes(problemOf([], 1_000_000));
    assert.deepEqual(after, { indexes: [], cost: 0, bytes: 0, isWorseForSome: false });
    assert.equal(questions, 0);
  });
});
