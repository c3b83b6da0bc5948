import assert from 'node:assert/strict';
import { cardPlans } from '../../../../src/analyzers/plan-cards/card-plans';
import { compareCards } from '../../../../src/analyzers/plan-cards/compare-cards';
import { costClass, printCostClass } from '../../../../src/analyzers/plan-cards/cost-class';
import type { PlanCard } from '../../../../src/analyzers/plan-cards/plan-card';
import { printCard } from '../../../../src/analyzers/plan-cards/print-card';
import { printTree } from '../../../../src/analyzers/plan-cards/print-tree';
import { readCard } from '../../../../src/analyzers/plan-cards/read-card';
import { readTree } from '../../../../src/analyzers/plan-cards/read-tree';
import { nodeTitle } from '../../../../src/analyzers/plans/describe/node-title';
import type { Plan } from '../../../../src/analyzers/plans/plan';
import { parseJsonPlan } from '../../../../src/analyzers/plans/parse-json-plan';
import { goldenCases } from '../plans/golden-cases';
import { node, planOf } from '../plans/plan-of';

const FILTER = { Filter: "(events.stream_id = 'order-1'::text)" };
const on = (properties: object = {}) => ({ 'Relation Name': 'events', Alias: 'events', ...properties });
const scan = (cost: number, properties = {}): Plan =>
  planOf(node('Seq Scan', on({ 'Total Cost': cost, ...FILTER, ...properties })));
const search = (cost: number, index = 'idx_a'): Plan =>
  planOf(
    node(
      'Sort',
      { 'Total Cost': cost, 'Sort Key': ['events.event_id'] },
      node('Index Scan', on({ 'Index Name': index, 'Index Cond': '(events.stream_id = $1)' })),
    ),
  );
const cardOf = (generic: Plan, ...custom: readonly Plan[]): PlanCard => ({
  file: 'src/store.ts',
  inFunction: 'Store.read',
  sql: 'SELECT *\nFROM events\nWHERE stream_id = $1',
  plans: cardPlans(
    generic,
    custom.map((plan, index) => ({ values: `${index + 1} rare values of stream_id`, plan })),
    undefined,
  ),
});

describe('A plan card', () => {
  it('says what is done for whom, at which cost, and tells each plan once', () => {
    assert.equal(
      printCard(cardOf(search(90), scan(40_000), scan(60_000), search(9))),
      `Store.read in src/store.ts

SELECT *
FROM events
WHERE stream_id = $1

For any values, cost about 100, by idx_a:
  Sort
    Sort Key: events.event_id
    ->  Index Scan using idx_a on events
          Index Cond: (events.stream_id = $1)

For 1 rare values of stream_id, cost about 100,000, by no index:
  Seq Scan on events
    Filter: (events.stream_id = …::text)

For 2 rare values of stream_id, cost about 100,000, by no index: the plan for 1 rare values of stream_id

For 3 rare values of stream_id, cost about 10, by idx_a: the same plan
`,
    );
  });

  it('is read back as it was, with the line ends of any system', () => {
    const card = cardOf(search(90), scan(40_000), scan(60_000), search(9));
    assert.deepEqual(readCard(printCard(card)), card);
    assert.deepEqual(readCard(printCard(card).replaceAll('\n', '\r\n')), card);
    const { inFunction, ...outside } = card;
    assert.notEqual(inFunction, undefined);
    assert.deepEqual(readCard(printCard(outside)), outside);
    assert.equal(readCard('digraph plan {}\n'), undefined);
  });

  it('prints a tree from which the nodes are read again, for every kind of plan that we have', () => {
    assert.ok(goldenCases.length > 60);
    for (const { name, document } of goldenCases) {
      const reading = parseJsonPlan(document);
      assert.ok(reading.kind === 'plan', name);
      const read = readTree(printTree(reading.plan, false));
      assert.deepEqual(read?.nodes.map(nodeTitle), reading.plan.nodes.map(nodeTitle), name);
    }
  });

  it('keeps the constants of the query and hides the values of rows', () => {
    const plan = scan(1, { Filter: "((kind = 'it''s') AND (amount > 12.5) AND (a1.c2 = '7'::bigint))" });
    assert.match(printTree(plan, false).join(), /'it''s'.*12\.5.*'7'/);
    assert.equal(printTree(plan, true)[1], '  Filter: ((kind = …) AND (amount > …) AND (a1.c2 = …::bigint))');
  });

  it('has classes of cost that stay where a cost is near the middle between two', () => {
    assert.deepEqual(
      [0, 0.4, 3, 4, 10, 33_000, 1e6].map((cost) => costClass(cost)),
      [0, 0, 0, 1, 1, 5, 6],
    );
    assert.deepEqual(
      [33_000, 50_000, 60_000].map((cost) => costClass(cost, 4)),
      [4, 4, 5],
    );
    assert.deepEqual(
      [30_000, 18_000, 17_000].map((cost) => costClass(cost, 5)),
      [5, 5, 4],
    );
    assert.deepEqual([0, 4, 7].map(printCostClass), ['1', '10,000', '10,000,000']);
    const known = cardOf(scan(33_000));
    assert.equal(cardPlans(scan(25_000), [], known)[0]?.costClass, 5);
  });
});

describe('Two plan cards of a query', () => {
  it('differ in nothing while the query is planned as before', () => {
    assert.deepEqual(compareCards(cardOf(search(90), search(9)), cardOf(search(110), search(8))), []);
  });

  it('differ in the nodes that do the same work otherwise, those that are gone, and the cost', () => {
    assert.deepEqual(compareCards(cardOf(search(10)), cardOf(scan(1000))), [
      {
        kind: 'plan',
        values: 'any values',
        nodes: [
          { kind: 'gone-node', title: 'Sort' },
          {
            kind: 'other-node',
            before: 'Index Scan using idx_a on events',
            after: 'Seq Scan on events',
          },
        ],
      },
      { kind: 'cost', values: 'any values', before: 1, after: 3 },
    ]);
  });

  it('differ in a condition or a key of a node that is the same', () => {
    const nodesOf = (before: Plan, after: Plan) =>
      compareCards(cardOf(before), cardOf(after)).flatMap((difference) =>
        difference.kind === 'plan' ? difference.nodes : [],
      );
    const { Filter: text } = FILTER;
    const title = 'Seq Scan on events';
    assert.deepEqual(nodesOf(scan(1), scan(1, { Filter: '(kind = $1)' })), [
      { kind: 'property', title, property: 'Filter', before: text, after: '(kind = $1)' },
    ]);
    assert.deepEqual(nodesOf(scan(1), scan(1, { Filter: undefined })), [
      { kind: 'property', title, property: 'Filter', before: text },
    ]);
    assert.deepEqual(nodesOf(search(1), search(1, 'idx_b')), [
      {
        kind: 'other-node',
        before: 'Index Scan using idx_a on events',
        after: 'Index Scan using idx_b on events',
      },
    ]);
  });

  it('differ where values come to a plan of their own, are new, or are no longer there', () => {
    const [one] = compareCards(cardOf(search(9), search(9)), cardOf(search(9), scan(9)));
    assert.equal(one?.kind, 'plan');
    assert.equal(one.values, '1 rare values of stream_id');
    const values = '2 rare values of stream_id';
    const [more, fewer] = [cardOf(search(9), scan(9), scan(9)), cardOf(search(9), scan(9))];
    assert.deepEqual(compareCards(fewer, more), [{ kind: 'new-values', values }]);
    assert.deepEqual(compareCards(more, fewer), [{ kind: 'gone-values', values }]);
  });
});
