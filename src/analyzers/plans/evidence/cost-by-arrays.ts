import { mentionsSubplan } from '../figures/attribute-subplans';
import type { Plan, PlanNode } from '../plan';

/** What the planner counts for an array that it does not see (`estimate_array_length`, selfuncs.c). */
const COUNTED_ELEMENTS = 10;

/**
 * What a plan costs when the search for `= ANY (ARRAY(SELECT …))` counts for the rows that the inner query is expected to find, in the
 * planner's units. The planner itself counts ten of them, so a page of a hundred would seem to cost a tenth. `undefined`: no such search.
 */
export function costByArrays(plan: Plan): number | undefined {
  const added = plan.nodes.flatMap((parent) =>
    parent.children
      .filter(({ parentRelationship }) => parentRelationship === 'InitPlan')
      .flatMap((query) => searchesBy(query, parent).map((search) => addedCost(search, query))),
  );
  if (added.length === 0) return undefined;
  return added.reduce((total, cost) => total + cost, plan.root.estimated.totalCost);
}

function searchesBy(query: PlanNode, node: PlanNode): readonly PlanNode[] {
  if (node === query) return [];
  const name = query.subplanName ?? '';
  const isSearch = node.conditions.some(
    ({ kind, text }) => SEARCHES.has(kind) && text.includes('= ANY (') && mentionsSubplan(text, name),
  );
  // What is below a bitmap's heap scan is contained in its cost.
  return isSearch ? [node] : node.children.flatMap((child) => searchesBy(query, child));
}

const SEARCHES = new Set(['Index Cond', 'Recheck Cond']);

/** The query's own cost is contained in that of the node from which it hangs. */
function addedCost(search: PlanNode, query: PlanNode): number {
  const contained = search.children.includes(query) ? query.estimated.totalCost : 0;
  const cost = search.estimated.totalCost - contained;
  return cost * (query.estimated.rows / COUNTED_ELEMENTS - 1);
}
