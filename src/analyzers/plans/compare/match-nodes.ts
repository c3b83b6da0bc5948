import type { Plan, PlanNode } from '../plan';
import { isJoin, isScan, isSort, namesBelow, scannedName } from './node-access';

/** By number of the node before, the number of the node after that does the same work. */
export type NodeMatches = ReadonlyMap<number, number>;

type Key = (node: PlanNode) => string | undefined;

/** From what is certainly the same work to what is likely the same. */
const KEYS: readonly Key[] = [
  (node) => (isScan(node) ? `${node.relation ?? ''} ${scannedName(node) ?? ''}` : undefined),
  (node) => (node.nodeType === 'Bitmap Index Scan' ? node.index : undefined),
  (node) => (isJoin(node) ? [...namesBelow(node)].sort().join() : undefined),
  (node) => (isSort(node) ? sortKey(node) : undefined),
  (node) => node.subplanName && `${node.subplanName} ${node.nodeType}`,
  (node) => node.relation,
  (node) => (isSort(node) ? 'Sort' : undefined),
  (node) => (isScan(node) || isJoin(node) ? undefined : `${node.nodeType} ${node.partialMode ?? ''}`),
  (node) => (isJoin(node) ? 'Join' : undefined),
];

export function matchNodes(before: Plan, after: Plan): NodeMatches {
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  for (const keyOf of KEYS) {
    const open = new Map<string, PlanNode[]>();
    for (const node of after.nodes) {
      const key = taken.has(node.number) ? undefined : keyOf(node);
      if (key !== undefined) open.set(key, [...(open.get(key) ?? []), node]);
    }
    for (const node of before.nodes) {
      const key = matches.has(node.number) ? undefined : keyOf(node);
      const partner = key === undefined ? undefined : open.get(key)?.shift();
      if (!partner) continue;
      matches.set(node.number, partner.number);
      taken.add(partner.number);
    }
  }
  return matches;
}

function sortKey({ keys }: PlanNode): string {
  return keys.flatMap(({ kind, texts }) => (kind === 'Sort Key' ? texts : [])).join();
}
