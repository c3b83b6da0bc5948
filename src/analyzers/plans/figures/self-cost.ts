import type { Plan, PlanNode } from '../plan';

/**
 * Each node's share of the cost of the root, by node number. The costs that a plan tells do not add up by themselves: a Limit costs less
 * than what it reads from, and the inner side of a nested loop costs what one loop of it does. So the cost of a node is dealt out from
 * above: to those below it what they cost for as many loops as are expected, and no more than there is; the rest is its own.
 */
export function selfCosts(plan: Plan): readonly number[] {
  const costs: number[] = plan.nodes.map(() => 0);
  const deal = (node: PlanNode, given: number): void => {
    const { totalCost } = node.estimated;
    const used = totalCost > 0 ? given / totalCost : 0;
    const asked = node.children.map((child) => child.estimated.totalCost * expectedLoops(node, child) * used);
    const sum = asked.reduce((total, cost) => total + cost, 0);
    const scale = sum > given ? given / sum : 1;
    costs[node.number] = Math.max(0, given - sum * scale);
    for (const [position, child] of node.children.entries()) deal(child, (asked[position] ?? 0) * scale);
  };
  deal(plan.root, plan.root.estimated.totalCost);
  return costs;
}

function expectedLoops(parent: PlanNode, child: PlanNode): number {
  const isRepeated =
    (parent.nodeType === 'Nested Loop' && child.parentRelationship === 'Inner') ||
    (child.parentRelationship === 'SubPlan' && !isHashed(parent, child));
  if (!isRepeated) return 1;
  const outer = parent.children.find(({ parentRelationship }) => parentRelationship === 'Outer');
  return Math.max(1, (outer ?? parent).estimated.rows);
}

/** Read once, into a table that is then looked up. */
function isHashed({ conditions, output }: PlanNode, { subplanName }: PlanNode): boolean {
  const name = `hashed ${subplanName ?? ''}`;
  return conditions.some(({ text }) => text.includes(name)) || output.some((text) => text.includes(name));
}
