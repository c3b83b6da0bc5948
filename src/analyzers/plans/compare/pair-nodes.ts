import { figuresOf } from '../figures/figures-of';
import type { Plan } from '../plan';
import { isSort } from './node-access';
import { matchNodes } from './match-nodes';
import { goneChanges, newChanges, nodeChanges, type CountedNode } from './node-changes';
import type { NodePair } from './plan-comparison';

/** Which nodes of two plans do the same work, and what each does otherwise. */
export function pairNodes(before: Plan, after: Plan): readonly NodePair[] {
  const isCounted = before.isMeasured && after.isMeasured;
  const [old, now] = [countedNodes(before, isCounted), countedNodes(after, isCounted)];
  const matches = matchNodes(before, after);
  const taken = new Set(matches.values());
  const kept = old.map((counted, number): NodePair => {
    const partner = matches.get(number);
    const other = partner === undefined ? undefined : now[partner];
    if (!other) return { before: number, changes: goneChanges(counted.node) };
    return { before: number, after: other.node.number, changes: nodeChanges(counted, other) };
  });
  const added = now
    .filter(({ node }) => !taken.has(node.number))
    .map((counted): NodePair => ({ after: counted.node.number, changes: newChanges(counted) }));
  return [...kept, ...added];
}

function countedNodes(plan: Plan, isCounted: boolean): readonly CountedNode[] {
  const figures = figuresOf(plan);
  return plan.nodes.map((node) => {
    // What a Sort hands on may be cut short by a LIMIT.
    const { number } = (isSort(node) ? node.children[0] : undefined) ?? node;
    const own = figures[number];
    return { node, rows: (isCounted ? own?.rowsTotal : plan.nodes[number]?.estimated.rows) ?? 0 };
  });
}
