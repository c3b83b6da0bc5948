import assert from 'node:assert/strict';
import { addBuffers, blocksOf } from '../../../../src/analyzers/plans/figures/buffer-arithmetic';
import { figuresOf } from '../../../../src/analyzers/plans/figures/figures-of';
import type { BufferUsage, Plan, PlanNode } from '../../../../src/analyzers/plans/plan';
import { goldenCases, goldenPlan } from './golden-cases';

/** A CTE that writes and that nothing reads from runs beside the query: what it did is not in the totals of the root. */
function besides({ root, nodes }: Plan): readonly PlanNode[] {
  const scanned = new Set(nodes.map(({ cteName }) => `CTE ${cteName}`));
  return root.children.filter(
    ({ subplanName, nodeType }) => subplanName && nodeType === 'ModifyTable' && !scanned.has(subplanName),
  );
}

describe('The golden plans', () => {
  it('are numbered, and from every server', () => {
    assert.ok(goldenCases.length >= 60);
    const numbers = goldenCases.map(({ name }) => name.slice(0, 3));
    assert.equal(new Set(numbers).size, numbers.length);
    assert.deepEqual([...new Set(goldenCases.map(({ major }) => major))].sort(), [14, 15, 16, 17, 18]);
  });

  for (const golden of goldenCases) {
    it(`${golden.name} adds up to the server's own totals`, () => {
      const plan = goldenPlan(golden.name);
      const figures = figuresOf(plan);
      assert.equal(figures.length, plan.nodes.length);
      checkBuffers(plan);
      checkTimes(plan);
      checkRows(plan);
      checkWorkers(plan);
      const cost = figures.reduce((sum, { selfCost }) => sum + selfCost, 0);
      assert.ok(Math.abs(cost - plan.root.estimated.totalCost) <= 1e-6 * cost, `cost ${cost}`);
    });
  }
});

function checkBuffers(plan: Plan): void {
  const { buffers } = plan.root;
  if (!buffers) return;
  const selves = figuresOf(plan).flatMap(({ selfBuffers }) => selfBuffers ?? []);
  const expected = [buffers, ...besides(plan).flatMap((node) => node.buffers ?? [])];
  assert.deepEqual(counters(total(selves)), counters(total(expected)));
}

function total(usages: readonly BufferUsage[]): BufferUsage {
  return usages.reduce(addBuffers);
}

/** Times are there with track_io_timing only, and they are rounded. */
function counters(usage: BufferUsage): object {
  return Object.fromEntries(Object.entries(usage).filter(([name]) => !name.endsWith('Ms')));
}

function checkTimes(plan: Plan): void {
  const { executionMs } = plan;
  if (executionMs === undefined || plan.root.measured?.totalMs === undefined) return;
  const figures = figuresOf(plan);
  const sum = figures.reduce((ms, { selfMs = 0 }) => ms + selfMs, 0);
  const expected = [plan.root, ...besides(plan)].reduce(
    (ms, { number }) => ms + (figures[number]?.totalMs ?? 0),
    0,
  );
  // The server prints microseconds, and of a loop's average: half of one for each loop of each node is lost.
  const rounding = figures.reduce((ms, { loops = 0 }) => ms + 0.0005 * loops, 0);
  assert.ok(Math.abs(sum - expected) <= rounding, `${sum} of ${expected} ms`);
  assert.ok(expected <= executionMs + rounding, `${expected} of ${executionMs} ms`);
}

/** What hands on all that it is given has as many rows as there are below it, whatever loops and processes these came from. */
function checkRows(plan: Plan): void {
  const figures = figuresOf(plan);
  for (const { number, nodeType, children, subplansRemoved } of plan.nodes) {
    const rows = figures[number]?.rowsTotal;
    if (rows === undefined || !/^(?:Gather|Append$)/.test(nodeType) || subplansRemoved) continue;
    const below = children.filter(({ parentRelationship }) => parentRelationship !== 'InitPlan');
    const sum = below.reduce((total, child) => total + (figures[child.number]?.rowsTotal ?? 0), 0);
    const margin = below.reduce((total, child) => total + (figures[child.number]?.rowsMargin ?? 0), 0);
    // A LIMIT above a Gather may leave rows behind that its workers had made.
    assert.ok(rows <= sum + margin, `${nodeType} ${number}: ${rows} of ${sum} rows`);
    if (plan.root.nodeType !== 'Limit')
      assert.ok(rows >= sum - margin, `${nodeType}: ${rows} of ${sum} rows`);
  }
}

/** The leader did the rest of what its workers are told to have done. */
function checkWorkers(plan: Plan): void {
  const figures = figuresOf(plan);
  for (const { number, workers, buffers } of plan.nodes) {
    const measured = workers.flatMap((worker) => worker.measured ?? []);
    const rows = measured.reduce((sum, worker) => sum + worker.rows * worker.loops, 0);
    const loops = measured.reduce((sum, worker) => sum + worker.loops, 0);
    const own = figures[number];
    if (!own || measured.length === 0) continue;
    assert.ok(rows <= (own.rowsTotal ?? 0) + (own.rowsMargin ?? 0), `${rows} rows of workers`);
    assert.ok(loops <= (own.loops ?? 0), `${loops} loops of workers`);
    const blocks = workers.reduce((sum, worker) => sum + (worker.buffers ? blocksOf(worker.buffers) : 0), 0);
    assert.ok(!buffers || blocks <= blocksOf(buffers), `${blocks} blocks of workers`);
  }
}
