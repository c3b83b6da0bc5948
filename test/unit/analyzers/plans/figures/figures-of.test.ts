import assert from 'node:assert/strict';
import { figuresOf } from '../../../../../src/analyzers/plans/figures/figures-of';
import type { NodeFigures } from '../../../../../src/analyzers/plans/figures/node-figures';
import type { Plan } from '../../../../../src/analyzers/plans/plan';
import { hit, node, planOf, ran } from '../plan-of';

const outer = { 'Parent Relationship': 'Outer' };
const inner = { 'Parent Relationship': 'Inner' };
const initPlan = (name: string) => ({ 'Parent Relationship': 'InitPlan', 'Subplan Name': name });

function each<Name extends keyof NodeFigures>(plan: Plan, name: Name): readonly NodeFigures[Name][] {
  return figuresOf(plan).map((figures) => figures[name]);
}

describe('The figures of nodes', () => {
  it('multiply what the server tells of one loop', () => {
    const plan = planOf(
      node(
        'Nested Loop',
        ran(30, 200),
        node('Seq Scan', { ...ran(4, 100), ...outer }),
        node('Index Scan', { ...ran(0.2, 2, 100), ...inner, 'Plan Rows': 3, 'Rows Removed by Filter': 5 }),
      ),
    );
    const figures = figuresOf(plan)[2];
    assert.equal(figures?.totalMs, 20);
    assert.equal(figures.rowsTotal, 200);
    assert.equal(figures.rowsMargin, 50);
    assert.equal(figures.estimatedRowsTotal, 300);
    assert.deepEqual(figures.removedTotal, { filter: 500 });
    assert.deepEqual(each(plan, 'selfMs'), [6, 4, 20]);
    assert.deepEqual(each(plan, 'parent'), [undefined, 0, 0]);
  });

  it('know smaller margins where rows are told with decimals', () => {
    const plan = planOf(
      node('Append', ran(1, 2), node('Index Scan', { ...ran(0.1, 1.25, 100), Disabled: false })),
    );
    assert.equal(figuresOf(plan)[1]?.rowsMargin, 0.5);
  });

  it('tell the time of a parallel part by the clock and added up, and what was expected of all processes', () => {
    const plan = planOf(
      node(
        'Gather',
        { ...ran(10, 3000), 'Workers Planned': 2, 'Workers Launched': 2 },
        node('Seq Scan', { ...ran(9, 1000, 3), ...outer, 'Parallel Aware': true, 'Plan Rows': 1250 }),
      ),
    );
    const figures = figuresOf(plan)[1];
    assert.equal(figures?.processes, 3);
    assert.equal(figures.totalMs, 9);
    assert.equal(figures.summedMs, 27);
    assert.equal(figures.rowsTotal, 3000);
    assert.equal(figures.estimatedRowsTotal, 1250 * 2.4);
    assert.deepEqual(each(plan, 'selfMs'), [1, 9]);
  });

  it('expect the whole work of each process where nothing below is divided among them', () => {
    const plan = planOf(
      node(
        'Gather',
        { ...ran(10, 10), 'Workers Planned': 1 },
        node(
          'Hash Join',
          { ...ran(9, 5, 2), ...outer },
          node('Seq Scan', { ...ran(4, 50, 2), ...outer, 'Parallel Aware': true, 'Plan Rows': 50 }),
          node('Hash', { ...ran(4, 70, 2), ...inner, 'Plan Rows': 70 }, node('Seq Scan', ran(3, 70, 2))),
        ),
      ),
    );
    const expected = each(plan, 'estimatedRowsTotal');
    assert.equal(expected[2], 85);
    assert.equal(expected[3], 140);
  });

  it('count a CTE once, in the node that scans it', () => {
    const plan = planOf(
      node(
        'Limit',
        { ...ran(12, 1), ...hit(40) },
        node('Seq Scan', { ...ran(9, 5), ...hit(40), ...initPlan('CTE recent') }),
        node('CTE Scan', { ...ran(11, 5), ...hit(40), ...outer, 'CTE Name': 'recent' }),
      ),
    );
    assert.deepEqual(each(plan, 'selfMs'), [1, 9, 2]);
    assert.deepEqual(each(plan, 'selfBlocks'), [0, 40, 0]);
  });

  it('share a CTE between the nodes that scan it', () => {
    const scan = (ms: number, blocks: number, side: object) =>
      node('CTE Scan', { ...ran(ms, 5), ...hit(blocks), ...side, 'CTE Name': 'r' });
    const plan = planOf(
      node(
        'Hash Join',
        { ...ran(14, 1), ...hit(40) },
        node('Seq Scan', { ...ran(9, 5), ...hit(40), ...initPlan('CTE r') }),
        scan(4, 10, outer),
        scan(8, 30, inner),
      ),
    );
    assert.deepEqual(each(plan, 'selfMs'), [2, 9, 3, 0]);
    assert.deepEqual(each(plan, 'selfBlocks'), [0, 40, 0, 0]);
  });

  it('leave a CTE that nothing scans out of all others: it runs beside the query', () => {
    const plan = planOf(
      node('Result', ran(1, 1), node('ModifyTable', { ...ran(9, 0), ...initPlan('CTE gone') })),
    );
    assert.deepEqual(each(plan, 'selfMs'), [1, 9]);
  });

  it('count an InitPlan in the node that asked for its value, by either way of naming it', () => {
    for (const [name, value] of [
      ['InitPlan 1 (returns $0)', '$0'],
      ['InitPlan 1', '(InitPlan 1).col1'],
    ] as const) {
      const plan = planOf(
        node(
          'Aggregate',
          { ...ran(10, 1), ...hit(25) },
          node('Result', { ...ran(7, 1), ...hit(20), ...initPlan(name) }),
          node('Seq Scan', { ...ran(9, 5), ...hit(25), ...outer, Filter: `(kind = ${value})` }),
        ),
      );
      assert.deepEqual(each(plan, 'selfMs'), [1, 7, 2]);
      assert.deepEqual(each(plan, 'selfBlocks'), [0, 20, 5]);
    }
  });

  it('count an InitPlan in a node above the one that names it, where only that had the time', () => {
    const plan = planOf(
      node(
        'Limit',
        { ...ran(10, 1), ...hit(22) },
        node('Result', { ...ran(7, 1), ...hit(20), ...initPlan('InitPlan 1 (returns $1)') }),
        node(
          'Append',
          { ...ran(9.5, 5), ...hit(22), ...outer },
          node('Seq Scan', { ...ran(1, 5), ...hit(2), Filter: '(kind = $1)' }),
        ),
      ),
    );
    assert.deepEqual(each(plan, 'selfBlocks'), [0, 20, 0, 2]);
    assert.equal(figuresOf(plan)[2]?.selfMs, 1.5);
  });

  it('deal out the cost of the root: a Limit is cheaper than what it reads from', () => {
    const plan = planOf(
      node(
        'Limit',
        { 'Total Cost': 10 },
        node('Sort', { 'Total Cost': 1000 }, node('Seq Scan', { 'Total Cost': 900 })),
      ),
    );
    const costs = each(plan, 'selfCost');
    assert.equal(costs[0], 0);
    assert.ok(Math.abs((costs[1] ?? 0) - 1) < 1e-9 && Math.abs((costs[2] ?? 0) - 9) < 1e-9);
  });

  it('cost the inner side of a nested loop for as many loops as rows are expected outside', () => {
    const plan = planOf(
      node(
        'Nested Loop',
        { 'Total Cost': 120 },
        node('Seq Scan', { ...outer, 'Total Cost': 10, 'Plan Rows': 50 }),
        node('Index Scan', { ...inner, 'Total Cost': 2 }),
      ),
    );
    assert.deepEqual(each(plan, 'selfCost'), [10, 10, 100]);
  });

  it('tell what was never executed apart from what was not run at all', () => {
    assert.equal(figuresOf(planOf(node('Seq Scan', ran(0, 0, 0))))[0]?.isNeverExecuted, true);
    const planned = figuresOf(planOf(node('Seq Scan', { 'Plan Rows': 7 })))[0];
    assert.equal(planned?.isNeverExecuted, false);
    assert.equal(planned.estimatedRowsTotal, 7);
    assert.equal(planned.rowsTotal, undefined);
  });
});
