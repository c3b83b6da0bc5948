import { costOf, type JudgedPlan } from '../judged-plan';
import type { PlanNode } from '../plan';

/** Who ends a scan before it has come to its end, because there are rows enough. */
export interface EarlyEnd {
  readonly kind: 'limit' | 'exists';
  /** That hands on the rows which were wanted. */
  readonly node: PlanNode;
  /** What it would cost to its end, with everything above the scan. */
  readonly whole: PlanNode;
  /** That are wanted. */
  readonly rows: number;
  /** What the planner counts on for them. */
  readonly cost: number;
}

export function earlyEnds(judged: JudgedPlan): readonly EarlyEnd[] {
  return judged.plan.nodes.flatMap((node) => {
    if (node.nodeType === 'Limit') return endByLimit(node);
    return node.children.flatMap((child) => endByExists(child, node));
  });
}

/** Also of MIN and MAX, which the planner makes one of. */
function endByLimit(node: PlanNode): readonly EarlyEnd[] {
  const [whole] = node.children;
  return whole ? [{ kind: 'limit', node, whole, rows: node.estimated.rows, cost: costOf(node) }] : [];
}

/** The planner counts all of a subquery's cost, or half of it for ANY and ALL, and of EXISTS what the first row costs (`cost_subplan`, costsize.c). */
const LEAST_SHARE_OF_OTHERS = 0.5;

/** No node says that it is for EXISTS. That the node above counts less than any other subquery would cost says so. */
function endByExists(node: PlanNode, above: PlanNode): readonly EarlyEnd[] {
  const { parentRelationship, subplanName = '', estimated } = node;
  const isSubquery = parentRelationship === 'InitPlan' || parentRelationship === 'SubPlan';
  if (!isSubquery || subplanName.startsWith('CTE ')) return [];
  // An InitPlan is counted before the first row, a SubPlan for each.
  const counted = parentRelationship === 'InitPlan' ? above.estimated.startupCost : above.estimated.totalCost;
  if (counted >= LEAST_SHARE_OF_OTHERS * costOf(node)) return [];
  const run = costOf(node) - estimated.startupCost;
  const cost = estimated.startupCost + run / Math.max(1, estimated.rows);
  return [{ kind: 'exists', node, whole: node, rows: 1, cost }];
}
