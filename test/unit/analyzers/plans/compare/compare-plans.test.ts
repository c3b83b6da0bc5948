import assert from 'node:assert/strict';
import { formatMessage } from '../../../../../src/analyzers/message';
import { comparePlans } from '../../../../../src/analyzers/plans/compare/compare-plans';
import type { PlanComparison } from '../../../../../src/analyzers/plans/compare/plan-comparison';
import type { Plan } from '../../../../../src/analyzers/plans/plan';
import { goldenPlan, goldenCases } from '../golden-cases';
import { hit, node, planOf, ran } from '../plan-of';

function sentenceOf({ sentence }: PlanComparison): string {
  return formatMessage(sentence);
}

function detailsOf({ details }: PlanComparison): readonly string[] {
  return details.map(formatMessage);
}

/** Of pairs that are alone on one side, or whose nodes do something else: `2→1 events is read by …`. */
function changesOf({ pairs }: PlanComparison): readonly string[] {
  return pairs.flatMap(({ before = '', after = '', changes }) =>
    changes.map(({ clause }) => `${before}→${after} ${formatMessage(clause)}`),
  );
}

describe('The comparison of two plans', () => {
  it('says how many blocks an index saves, and by what', () => {
    const comparison = comparePlans(goldenPlan('124'), goldenPlan('125'));
    assert.equal(
      sentenceOf(comparison),
      'Reads 46 blocks instead of 4,000 (87 times fewer): ' +
        'events is read by events_stream_id_event_id_idx and no longer whole.',
    );
    assert.equal(comparison.verdict, 'better');
    assert.equal(comparison.measure, 'blocks');
    assert.ok((comparison.factor ?? 0) > 80);
  });

  it('pairs nodes by the work that they do, and tells what has no partner', () => {
    const { pairs } = comparePlans(goldenPlan('124'), goldenPlan('125'));
    assert.deepEqual(
      pairs.map(({ before, after }) => [before, after]),
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [undefined, 3],
      ],
    );
  });

  it('follows a table into a rewrite', () => {
    const comparison = comparePlans(goldenPlan('107'), goldenPlan('110'));
    assert.match(
      sentenceOf(comparison),
      /^Reads 332 blocks instead of 4,241 \(13 times fewer\): events is read by events_stream_id_event_id_idx instead of events_pkey, .*e is read too, by events_pkey/,
    );
    assert.ok(
      changesOf(comparison).some((change) =>
        change.includes('there is a new sort by events.event_id, over 500 rows'),
      ),
    );
  });

  it('says that it got worse', () => {
    const comparison = comparePlans(goldenPlan('125'), goldenPlan('124'));
    assert.match(
      sentenceOf(comparison),
      /^Reads 4,000 blocks instead of 46 \(87 times more\): events is read whole and no longer by/,
    );
    assert.equal(comparison.verdict, 'worse');
  });

  it('says that nothing changed, whatever the times were', () => {
    const comparison = comparePlans(goldenPlan('107'), goldenPlan('109'));
    assert.equal(sentenceOf(comparison), 'Nothing changed: the same plan, and 4,241 blocks are read.');
    assert.equal(comparison.verdict, 'same');
    assert.deepEqual(changesOf(comparison), []);
    for (const golden of goldenCases) {
      const plan = goldenPlan(golden.name);
      const { verdict, details, pairs } = comparePlans(plan, plan);
      assert.equal(verdict, 'same', golden.name);
      assert.ok(details.length <= 1);
      assert.ok(
        pairs.every(({ before, after, changes }) => before === after && changes.length === 0),
        golden.name,
      );
    }
  });

  it('compares plans that were not run by what the planner expects, and says so', () => {
    const comparison = comparePlans(goldenPlan('106'), goldenPlan('126'));
    assert.match(
      sentenceOf(comparison),
      /^It is estimated to cost 364 instead of 1,422 \(3\.9 times less\): events is read by events_stream_id_event_id_idx instead of events_pkey, there is a new sort by event_id, over 100 rows/,
    );
    assert.deepEqual(detailsOf(comparison), [
      'Neither was run: costs are the planner’s estimates, in units of its own.',
    ]);
    const mixed = comparePlans(goldenPlan('106'), goldenPlan('107'));
    assert.equal(mixed.measure, 'cost');
    assert.match(detailsOf(mixed)[0] ?? '', /One of the two was not run/);
  });

  it('tells two values with one plan apart by what they read', () => {
    assert.equal(
      sentenceOf(comparePlans(goldenPlan('107'), goldenPlan('111'))),
      'Reads 429 blocks instead of 4,241 (9.9 times fewer): the plan is the same, its values or rows are not.',
    );
  });

  const sorted = (rows: number, blocks: number, space: string, ms = 1): Plan =>
    planOf(
      node(
        'Sort',
        {
          ...ran(ms, 10),
          ...hit(blocks),
          'Sort Key': ['a'],
          'Sort Method': 'quicksort',
          'Sort Space Used': 9,
          'Sort Space Type': space,
        },
        node('Seq Scan', {
          ...ran(1, rows),
          ...hit(blocks),
          'Relation Name': 't',
          Alias: 't',
          'Plan Rows': rows,
        }),
      ),
    );

  it('counts what a sort has to sort, and whether it fits into memory', () => {
    assert.equal(
      sentenceOf(comparePlans(sorted(5000, 100, 'Disk'), sorted(500, 20, 'Memory'))),
      'Reads 20 blocks instead of 100 (5 times fewer): the sort is over 500 rows instead of 5,000, ' +
        'the Sort fits into memory now, and t has 500 rows instead of 5,000.',
    );
    assert.match(
      sentenceOf(comparePlans(sorted(500, 20, 'Memory'), sorted(500, 40, 'Disk'))),
      /the Sort does not fit into memory any more\.$/,
    );
  });

  it('says one block and one row', () => {
    const one = sorted(1, 1, 'Memory');
    assert.equal(
      sentenceOf(comparePlans(sorted(500, 20, 'Memory'), one)),
      'Reads 1 block instead of 20 (20 times fewer): the sort is over 1 row instead of 500, ' +
        'and t has 1 row instead of 500.',
    );
    assert.equal(sentenceOf(comparePlans(one, one)), 'Nothing changed: the same plan, and 1 block is read.');
    const unsorted = planOf(
      node('Seq Scan', { ...ran(1, 1), ...hit(0), 'Relation Name': 't', Alias: 't', 'Plan Rows': 1 }),
    );
    assert.match(
      sentenceOf(comparePlans(unsorted, one)),
      /^Reads 1 block instead of 0: .*there is a new sort by a, over 1 row\b/,
    );
  });

  it('does not call a gain that is next to none a multiple', () => {
    const costing = (cost: number): Plan => planOf(node('Result', { 'Total Cost': cost }));
    assert.match(
      sentenceOf(comparePlans(costing(102), costing(100))),
      /^It is estimated to cost 100 instead of 102: /,
    );
  });

  it('tells that a sort is gone', () => {
    const without = planOf(
      node('Index Scan', { ...ran(1, 10), ...hit(10), 'Relation Name': 't', Alias: 't', 'Index Name': 'i' }),
    );
    assert.match(
      sentenceOf(comparePlans(sorted(500, 20, 'Memory'), without)),
      /t is read by i and no longer whole, the sort by a is gone/,
    );
  });

  it('does not hide that less was read in more time', () => {
    assert.deepEqual(detailsOf(comparePlans(sorted(500, 40, 'Memory', 1), sorted(500, 20, 'Memory', 9))), [
      'All the same it took 9 ms instead of 1 ms: times depend on what else the machine does.',
    ]);
  });

  it('goes by times where blocks were not counted', () => {
    const timed = (ms: number): Plan => planOf(node('Seq Scan', { ...ran(ms, 1), Alias: 't' }));
    assert.match(
      sentenceOf(comparePlans(timed(10), timed(2))),
      /^Takes 2 ms instead of 10 ms \(5 times less\)/,
    );
    assert.match(
      sentenceOf(comparePlans(timed(10), timed(11))),
      /^Nothing changed: the same plan, and it takes about 11 ms/,
    );
  });

  it('has no factor where nothing was read', () => {
    const comparison = comparePlans(sorted(500, 20, 'Memory'), sorted(0, 0, 'Memory'));
    assert.equal(comparison.factor, undefined);
    assert.match(sentenceOf(comparison), /^Reads 0 blocks instead of 20: /);
  });

  it('tells other joins and another order of tables', () => {
    const comparison = comparePlans(goldenPlan('024'), goldenPlan('100'));
    assert.match(
      sentenceOf(comparison),
      /o is read by orders_customer and no longer whole, c, o are joined by Nested Loop instead of Hash Join, and tables are joined in the order c, o\.$/,
    );
  });

  it('puts clauses into the language of the reader', () => {
    const comparison = comparePlans(goldenPlan('124'), goldenPlan('125'), ({ args }) => args.join('/'));
    assert.match(sentenceOf(comparison), /: events\/events_stream_id_event_id_idx\.$/);
  });
});
