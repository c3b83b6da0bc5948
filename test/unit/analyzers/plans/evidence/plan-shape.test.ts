import assert from 'node:assert/strict';
import { planShape } from '../../../../../src/analyzers/plans/evidence/plan-shape';
import { node, planOf, ran } from '../plan-of';

const scan = (cost: number, filter = "stream_id = ANY ('{a,b}')") =>
  planOf(
    node(
      'Limit',
      { 'Total Cost': cost },
      node('Index Scan', { 'Index Name': 'events_pkey', 'Relation Name': 'events', Filter: filter }),
    ),
  );

describe('The shape of a plan', () => {
  it('is the same for other values, figures and runs', () => {
    const run = planOf(
      node(
        'Limit',
        ran(5, 10),
        node('Index Scan', {
          'Index Name': 'events_pkey',
          'Relation Name': 'events',
          Filter: 'x',
          ...ran(4, 10),
        }),
      ),
    );
    assert.equal(planShape(scan(10)), planShape(scan(99, "stream_id = ANY ('{c}')")));
    assert.equal(planShape(scan(10)), planShape(run));
  });

  it('is another one by another index, another kind of condition, another order of the joined', () => {
    const of = (properties: Record<string, unknown>): string =>
      planShape(planOf(node('Index Scan', { 'Relation Name': 'events', ...properties })));
    const shapes = [
      of({ 'Index Name': 'a', Filter: 'x' }),
      of({ 'Index Name': 'b', Filter: 'x' }),
      of({ 'Index Name': 'a', 'Index Cond': 'x' }),
      of({ 'Index Name': 'a', Filter: 'x', 'Scan Direction': 'Backward' }),
    ];
    assert.equal(new Set(shapes).size, shapes.length);
    const join = (outer: string, inner: string): string =>
      planShape(
        planOf(
          node('Nested Loop', {}, node('Seq Scan', { Alias: outer }), node('Seq Scan', { Alias: inner })),
        ),
      );
    assert.notEqual(join('a', 'b'), join('b', 'a'));
  });
});
