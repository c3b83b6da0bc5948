import type { Plan, PlanNode } from '../plan';
import { blocksOf } from './buffer-arithmetic';
import type { NodeFigures } from './node-figures';
import { parallelParts, type ParallelPart } from './parallel-parts';
import { selfCosts } from './self-cost';
import { selfWork, type SelfWork } from './self-work';

/** Whoever judges, shows and compares a plan asks anew. */
const FIGURES = new WeakMap<Plan, readonly NodeFigures[]>();

/** The figures of every node, by node number. */
export function figuresOf(plan: Plan): readonly NodeFigures[] {
  const known = FIGURES.get(plan) ?? countFigures(plan);
  FIGURES.set(plan, known);
  return known;
}

function countFigures(plan: Plan): readonly NodeFigures[] {
  const parts = parallelParts(plan);
  const summed = plan.nodes.map(summedMs);
  const totals = summed.map((ms, number) => ms && ms / (parts[number]?.processes ?? 1));
  const works = selfWork(plan, totals);
  const costs = selfCosts(plan);
  const parents = parentsOf(plan);
  return plan.nodes.map((node, number) => {
    const totalMs = totals[number];
    const inAll = summed[number];
    return {
      number,
      ...parents[number],
      ...countRows(node, parts[number], plan.hasFractionalRows ? 0.01 : 1),
      ...(totalMs !== undefined && { totalMs }),
      ...(inAll !== undefined && { summedMs: inAll }),
      selfCost: costs[number] ?? 0,
      ...tellWork(node, works[number]),
    };
  });
}

function summedMs({ measured }: PlanNode): number | undefined {
  return measured?.totalMs === undefined ? undefined : measured.totalMs * measured.loops;
}

function parentsOf(plan: Plan): readonly { readonly parent?: number }[] {
  const parents: { parent?: number }[] = plan.nodes.map(() => ({}));
  for (const { number, children } of plan.nodes) {
    for (const child of children) parents[child.number] = { parent: number };
  }
  return parents;
}

/** @param digit the last that the server prints of rows */
function countRows(node: PlanNode, part: ParallelPart | undefined, digit: number) {
  const { processes = 1, divisor = 1 } = part ?? {};
  const { measured, estimated, removed } = node;
  const loops = measured?.loops;
  // The estimate is for one process; an even share is what all of them are expected to read together.
  const runs = loops === undefined ? 1 : loops / processes;
  const estimatedRowsTotal = estimated.rows * (divisor > 1 ? divisor * runs : (loops ?? 1));
  const times = loops ?? 1;
  return {
    isNeverExecuted: loops === 0,
    processes,
    estimatedRowsTotal,
    removedTotal: Object.fromEntries(Object.entries(removed).map(([kind, rows]) => [kind, rows * times])),
    ...(measured && {
      loops: measured.loops,
      rowsTotal: measured.rows * measured.loops,
      rowsMargin: measured.loops > 1 ? (digit / 2) * measured.loops : 0,
    }),
  };
}

function tellWork(node: PlanNode, work: SelfWork | undefined) {
  return {
    ...(work?.ms !== undefined && { selfMs: work.ms }),
    ...(work?.buffers && { selfBuffers: work.buffers, selfBlocks: blocksOf(work.buffers) }),
    ...(node.buffers && { blocks: blocksOf(node.buffers) }),
  };
}
