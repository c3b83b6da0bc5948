import { figuresOf } from '../figures/figures-of';
import type { Plan } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { costByArrays } from './cost-by-arrays';

export interface WorkOfPlan {
  /** The planner's units. */
  readonly cost: number;
  /** With the elements that an array of a query is expected to have; the planner counts ten. Absent: there is no such array. */
  readonly costByArrays?: number;
  /** If the rows that the planner counts on to come early do not. */
  readonly costIfLate?: number;
  /** Estimated, or counted where the query was run. */
  readonly rows: number;
  /** Blocks that were asked for, where the query was run. */
  readonly blocks?: number;
}

/** What an early stop counts for: for its cost when the rows do not come early, or for what the planner takes it for. */
export type Counting = 'late' | 'planner';

export function workOfPlan(plan: Plan, findings: readonly PlanFinding[]): WorkOfPlan {
  const { estimated, measured } = plan.root;
  const [root] = figuresOf(plan);
  const late = Math.max(...findings.map(({ factor = 0 }) => factor), 0);
  const byArrays = costByArrays(plan);
  return {
    cost: estimated.totalCost,
    ...(byArrays !== undefined && { costByArrays: byArrays }),
    ...(late > 1 && { costIfLate: (byArrays ?? estimated.totalCost) * late }),
    rows: measured?.rows ?? estimated.rows,
    ...(plan.isMeasured && root?.blocks !== undefined && { blocks: root.blocks }),
  };
}

/** Blocks, where they were counted; nothing is less than one. */
export function workOf(
  { blocks, cost, costByArrays: byArrays, costIfLate }: WorkOfPlan,
  counting: Counting,
): number {
  return Math.max(1, blocks ?? (counting === 'late' ? costIfLate : undefined) ?? byArrays ?? cost);
}
