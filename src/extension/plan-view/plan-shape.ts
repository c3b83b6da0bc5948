import type { Plan, PlanNode } from '../../analyzers/plans/plan';

/** The same for two plans that do the same work in the same way, whatever values, rows and costs they have. */
export function planShape({ nodes }: Plan): string {
  return nodes.map(nodeShape).join('\n');
}

function nodeShape(node: PlanNode): string {
  return JSON.stringify([
    node.nodeType,
    node.parentRelationship,
    node.joinType,
    node.strategy,
    node.partialMode,
    node.scanDirection,
    node.relation,
    node.alias,
    node.index,
    node.conditions.map(({ kind }) => kind),
    node.children.length,
  ]);
}
