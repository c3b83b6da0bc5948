import assert from 'node:assert/strict';
import { KnownNodes } from '../../../src/plan-page/known-nodes';
import type { PageNode, PagePlan } from '../../../src/plan-page/page-model';

describe('The nodes that the plan page knows', () => {
  const nodeOf = (number: number): PageNode => ({
    conditions: [],
    rows: { text: String(number) },
    heat: {},
    sentence: `Node ${number}.`,
    marks: [],
    isInCode: false,
  });
  const nodes = (from: number, to: number): readonly PageNode[] =>
    Array.from({ length: to - from }, (_, position) => nodeOf(from + position));
  const planOf = (count: number, first: number): PagePlan => ({
    facts: [],
    totals: [],
    findings: [],
    metrics: [],
    outline: Array.from({ length: count }, () => ({ level: 1, title: 'Seq Scan' })),
    nodes: nodes(0, first),
  });

  function known(count: number, first: number) {
    const asked: (readonly [from: number, to: number])[] = [];
    const made = new KnownNodes(planOf(count, first), (from, to) => asked.push([from, to]));
    return { asked, known: made };
  }

  it('are at first those that came with the plan', () => {
    const { known: few } = known(100, 40);
    assert.equal(few.at(39)?.sentence, 'Node 39.');
    assert.equal(few.at(40), undefined);
    assert.deepEqual([few.has(0, 40), few.has(0, 41)], [true, false]);
  });

  it('are asked for once, and only those that have not come', () => {
    const { asked, known: few } = known(100, 40);
    few.want(30, 60);
    few.want(50, 70);
    few.want(0, 60);
    assert.deepEqual(asked, [
      [40, 60],
      [60, 70],
    ]);
  });

  it('are asked for around those that are on their way', () => {
    const { asked, known: few } = known(100, 10);
    few.want(40, 50);
    few.want(10, 90);
    assert.deepEqual(asked, [
      [40, 50],
      [10, 40],
      [50, 90],
    ]);
  });

  it('end with the plan', () => {
    const { asked, known: few } = known(100, 40);
    few.want(80, 200);
    assert.deepEqual(asked, [[80, 100]]);
    few.add(80, nodes(80, 100));
    assert.equal(few.has(80, 200), true);
  });

  it('are there when they have come', () => {
    const { known: few } = known(100, 40);
    few.want(60, 80);
    assert.equal(few.has(60, 80), false);
    few.add(60, nodes(60, 80));
    assert.equal(few.has(60, 80), true);
    assert.equal(few.at(79)?.sentence, 'Node 79.');
    assert.equal(few.has(40, 80), false);
  });
});
