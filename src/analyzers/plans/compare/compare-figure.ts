import { blocksOf } from '../figures/buffer-arithmetic';
import type { Plan } from '../plan';
import type { PlanComparison } from './plan-comparison';

export interface ComparedFigure {
  readonly measure: PlanComparison['measure'];
  readonly before: number;
  readonly after: number;
  readonly verdict: PlanComparison['verdict'];
  readonly factor?: number;
}

/** Less than this is chance: another moment, another layout of the same rows. */
const NOISE: Readonly<Record<PlanComparison['measure'], number>> = { blocks: 1.05, time: 1.5, cost: 1.01 };

/** What two plans count for where that is not what they say themselves, in the planner's units. */
export type Costs = Pick<ComparedFigure, 'before' | 'after'>;

/** By blocks, which do not depend on what else the machine did; by times where blocks were not counted; else by the planner's costs. */
export function compareFigure(before: Plan, after: Plan, counted?: Costs): ComparedFigure {
  const isMeasured = before.isMeasured && after.isMeasured;
  const { buffers: old } = before.root;
  const { buffers: now } = after.root;
  if (isMeasured && old && now) return figure('blocks', blocksOf(old), blocksOf(now));
  const costs = counted ?? { before: costOf(before), after: costOf(after) };
  return (isMeasured ? compareTimes(before, after) : undefined) ?? figure('cost', costs.before, costs.after);
}

export function compareTimes(before: Plan, after: Plan): ComparedFigure | undefined {
  const [old, now] = [timeOf(before), timeOf(after)];
  return old === undefined || now === undefined ? undefined : figure('time', old, now);
}

function timeOf({ executionMs, root }: Plan): number | undefined {
  return executionMs ?? root.measured?.totalMs;
}

/** Before 18 each node of a kind that is turned off costs 1e10 more (`disable_cost`, costsize.c). */
function costOf({ root }: Plan): number {
  return root.estimated.totalCost % 1e10;
}

function figure(measure: PlanComparison['measure'], before: number, after: number): ComparedFigure {
  const noise = NOISE[measure];
  const isSame = before <= after * noise && after <= before * noise;
  const verdict = isSame ? 'same' : after < before ? 'better' : 'worse';
  return { measure, before, after, verdict, ...(before > 0 && after > 0 && { factor: before / after }) };
}
