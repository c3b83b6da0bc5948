import assert from 'node:assert/strict';
import { chooseIndexes } from '../../../src/analyzers/workload/choose-indexes';
import { indexKey, type TuningProblem } from '../../../src/analyzers/workload/tuning-problem';
import { readAnswers, runExtend } from './record-answers';
import { type RecordedAnswers, Recording } from './recorded-answers';
import { readTpch, type TpchProblem } from './tpch-problem';

/** What our search came to on this planner, as a share of the cost without indexes: a search that gets worse is a bug. */
const REACHED = [0.604, 0.591, 0.591];

describe('Indexes for TPC-H, chosen by its statistics', function () {
  this.timeout(120_000);
  const recorded = readAnswers();
  let tpch: TpchProblem;

  before(async () => {
    tpch = await readTpch();
  });

  const problemWithin = (budgetBytes: number): TuningProblem => ({
    ...tpch.problem,
    budgetBytes,
    whatIf: new Recording(structuredClone(recorded)),
  });

  for (const [place, { budgetBytes, cost, questions }] of recorded.extend.entries()) {
    const megabytes = budgetBytes / 1_000_000;

    it(`are worth at least those of Extend within ${megabytes} MB, for fewer questions to the planner`, async () => {
      const { before, after, ...chosen } = await chooseIndexes(problemWithin(budgetBytes));
      assert.ok(after.bytes <= budgetBytes, `${after.bytes} bytes`);
      assert.ok(after.cost <= cost, `${after.cost} instead of ${cost}`);
      assert.ok(after.cost / before.cost <= (REACHED[place] ?? 0), `${after.cost / before.cost}`);
      assert.ok(chosen.questions <= questions, `${chosen.questions} instead of ${questions}`);
      const dearer = chosen.costsAfter.filter((now, query) => now > (chosen.costsBefore[query] ?? 0) * 1.001);
      assert.deepEqual(dearer, []);
    });
  }

  it('are the same every time', async () => {
    const chosen = [await chooseIndexes(problemWithin(500e6)), await chooseIndexes(problemWithin(500e6))];
    const [one, other] = chosen.map(({ after }) => after.indexes.map(indexKey));
    assert.deepEqual(one, other);
  });

  it('are those that the embedded planner leads to when it is asked now', async () => {
    const { planner, whatIf } = tpch.open();
    try {
      // Queries of two tables: all 19 take minutes.
      const queries = tpch.problem.queries.flatMap((query, number) =>
        query.columns.size <= 2 ? [number] : [],
      );
      const asked: TuningProblem = {
        ...tpch.problem,
        queries: queries.flatMap((number) => tpch.problem.queries[number] ?? []),
        proposed: [],
        mostColumns: 1,
        budgetBytes: 250e6,
        whatIf: {
          bytes: (index) => whatIf.bytes(index),
          cost: (place, indexes) => whatIf.cost(queries[place] ?? 0, indexes),
          upkeep: () => 0,
        },
      };
      const answers: RecordedAnswers = { indexes: [], answers: {} };
      const remembering = { ...asked, whatIf: new Recording(answers, asked.whatIf) };
      const chosen = await chooseIndexes(remembering);
      const grown = await runExtend(remembering);
      assert.ok(chosen.after.cost < chosen.before.cost);
      assert.ok(chosen.after.cost <= grown.cost, `${chosen.after.cost} instead of ${grown.cost}`);
      assert.ok(chosen.questions <= grown.questions, `${chosen.questions} instead of ${grown.questions}`);
    } finally {
      await planner.dispose();
    }
  });

  it('are asked for in 19 queries none of which the planner refuses', () => {
    assert.equal(tpch.problem.queries.length, 19);
    for (const number of tpch.problem.queries.keys()) assert.ok(recorded.answers[String(number)]);
  });
});
