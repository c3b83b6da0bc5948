import assert from 'node:assert/strict';
import { costByArrays } from '../../../../../src/analyzers/plans/evidence/cost-by-arrays';
import { node, planOf } from '../plan-of';

const ids = (subplan: string, rows: number) =>
  node('Limit', {
    'Parent Relationship': 'InitPlan',
    'Subplan Name': subplan,
    'Total Cost': 40,
    'Plan Rows': rows,
  });
const search = (condition: string, cost: number, ...children: Parameters<typeof planOf>[0][]) =>
  node('Index Scan', { 'Index Cond': condition, 'Total Cost': cost, 'Plan Rows': 10 }, ...children);

describe('What arrays that queries make cost', () => {
  it('is counted by the rows of the query, not by ten, on servers until 16 and since 17', () => {
    const until = planOf(search('(event_id = ANY ($1))', 90, ids('InitPlan 1 (returns $1)', 100)));
    const since = planOf(search('(event_id = ANY ((InitPlan 1).col1))', 90, ids('InitPlan 1', 100)));
    // 40 for the ids, and 50 for ten rows: 540.
    assert.deepEqual([until, since].map(costByArrays), [540, 540]);
  });

  it('is less where the query is expected to find fewer than ten', () => {
    assert.equal(
      costByArrays(planOf(search('(event_id = ANY ($1))', 90, ids('InitPlan 1 (returns $1)', 1)))),
      45,
    );
  });

  it('is found below the node from which the query hangs, and counted once for a bitmap', () => {
    const condition = '(event_id = ANY ((InitPlan 1).col1))';
    const bitmap = node(
      'Bitmap Heap Scan',
      { 'Recheck Cond': condition, 'Total Cost': 50 },
      node('Bitmap Index Scan', { 'Index Cond': condition, 'Total Cost': 30 }),
    );
    const sorted = planOf(node('Sort', { 'Total Cost': 91 }, ids('InitPlan 1', 100), bitmap));
    assert.equal(costByArrays(sorted), 541);
  });

  it('is not asked for where no search is for an array of a query', () => {
    for (const condition of [
      "(event_id = ANY ('{1,2}'::bigint[]))",
      '(event_id = $1)',
      '(event_id = ANY ($2))',
    ]) {
      assert.equal(
        costByArrays(planOf(search(condition, 90, ids('InitPlan 1 (returns $1)', 100)))),
        undefined,
        condition,
      );
    }
  });
});
