import type { Plan, PlanNode } from '../plan';
import { blocksOf } from './buffer-arithmetic';
import type { NodeFigures } from './node-figures';
import { parallelParts, type ParallelPart } from './parallel-parts';
import { selfCosts } from './self-cost';
import { selfWork } from './self-work';

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
  const digit = plan.hasFractionalRows ? 0.01 : 1;
  return plan.nodes.map((node, number) => {
    const figures = countRows(node, costs[number] ?? 0, parts[number], digit);
    const work = works[number];
    // Written one by one: what is spread into thousands of objects takes longer than counting it.
    if (parents[number] !== undefined) figures.parent = parents[number];
    if (totals[number] !== undefined) figures.totalMs = totals[number];
    if (summed[number] !== undefined) figures.summedMs = summed[number];
    if (work?.ms !== undefined) figures.selfMs = work.ms;
    if (work?.buffers) {
      figures.selfBuffers = work.buffers;
      figures.selfBlocks = blocksOf(work.buffers);
    }
    if (node.buffers) figures.blocks = blocksOf(node.buffers);
    return figures;
  });
}

type Counted = { -readonly [Name in keyof NodeFigures]: NodeFigures[Name] };

function summedMs({ measured }: PlanNode): number | undefined {
  return measured?.totalMs === undefined ? undefined : measured.totalMs * measured.loops;
}

function parentsOf(plan: Plan): readonly (number | undefined)[] {
  const parents: (number | undefined)[] = plan.nodes.map(() => undefined);
  for (const { number, children } of plan.nodes) for (const child of children) parents[child.number] = number;
  return parents;
}

/** @param digit the last that the server prints of rows */
function countRows(
  { number, measured, estimated, removed }: PlanNode,
  selfCost: number,
  part: ParallelPart | undefined,
  digit: number,
): Counted {
  const { processes = 1, divisor = 1 } = part ?? {};
  const loops = measured?.loops;
  // The estimate is for one process; an even share is what all of them are expected to read together.
  const runs = loops === undefined ? 1 : loops / processes;
  const figures: Counted = {
    number,
    isNeverExecuted: loops === 0,
    processes,
    estimatedRowsTotal: estimated.rows * (divisor > 1 ? divisor * runs : (loops ?? 1)),
    removedTotal: removedOf(removed, loops ?? 1),
    selfCost,
  };
  if (measured) {
    figures.loops = measured.loops;
    figures.rowsTotal = measured.rows * measured.loops;
    figures.rowsMargin = measured.loops > 1 ? (digit / 2) * measured.loops : 0;
  }
  return figures;
}

function removedOf(removed: PlanNode['removed'], times: number): PlanNode['removed'] {
  const kinds = Object.entries(removed);
  return kinds.length === 0 ? removed : Object.fromEntries(kinds.map(([kind, rows]) => [kind, rows * times]));
}
