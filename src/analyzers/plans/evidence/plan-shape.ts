import type { Plan, PlanNode } from '../plan';

/**
 * What a plan does, without how much of it: two plans of one query with the same shape differ in their figures and values alone. How many
 * processes share the work is no part of it.
 */
export function planShape({ root }: Plan): string {
  return shapeOf(root);
}

function shapeOf(node: PlanNode): string {
  const { nodeType, children } = node;
  const words = [
    node.parentRelationship,
    node.subplanName,
    node.joinType,
    node.strategy,
    node.partialMode,
    node.operation,
    node.scanDirection === 'Backward' ? 'Backward' : undefined,
    node.alias ?? node.relation ?? node.cteName ?? node.functionName,
    node.index,
    ...node.conditions.map(({ kind }) => kind),
    ...node.keys.map(({ kind, texts }) => `${kind} ${texts.join()}`),
  ].filter((word) => word !== undefined);
  return `${nodeType}[${words.join('|')}](${children.map(shapeOf).join(';')})`;
}
