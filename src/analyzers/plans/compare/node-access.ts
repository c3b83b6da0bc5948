import type { PlanNode } from '../plan';

const JOINS = new Set(['Nested Loop', 'Hash Join', 'Merge Join']);

export function isJoin({ nodeType }: PlanNode): boolean {
  return JOINS.has(nodeType);
}

export function isSort({ nodeType }: PlanNode): boolean {
  return nodeType === 'Sort' || nodeType === 'Incremental Sort';
}

export function isScan(node: PlanNode): boolean {
  return scannedName(node) !== undefined && node.nodeType !== 'ModifyTable';
}

/** What the query calls it. */
export function scannedName({ alias, relation, cteName, functionName }: PlanNode): string | undefined {
  return alias ?? relation ?? cteName ?? functionName;
}

/** Indexes that the scan reads, its own or those that its bitmaps are made of. */
export function indexesOf(node: PlanNode): readonly string[] {
  if (node.index !== undefined) return [node.index];
  if (!node.nodeType.startsWith('Bitmap')) return [];
  return node.children.flatMap(indexesOf);
}

/** Names of everything that is scanned below, in the order of the plan. */
export function namesBelow(node: PlanNode): readonly string[] {
  const own = isScan(node) ? [scannedName(node) ?? ''] : [];
  return [...own, ...node.children.flatMap(namesBelow)];
}
