import { message, type Message } from '../../message';
import { printNumber } from '../describe/print-figures';
import type { PlanNode } from '../plan';
import { indexesOf, isJoin, isScan, isSort, namesBelow, scannedName } from './node-access';
import type { NodeChange } from './plan-comparison';

/** A node with its rows over all loops: counted where both plans were run, else estimated; those that a sort has to sort. */
export interface CountedNode {
  readonly node: PlanNode;
  readonly rows: number;
}

/** From here on a count is another one: below it, it is chance. */
const OTHER_COUNT = 2;

/** What two nodes that do the same work do differently. */
export function nodeChanges(before: CountedNode, after: CountedNode): readonly NodeChange[] {
  return [
    ...change('access', accessChange(before.node, after.node)),
    ...change('join', joinChange(before.node, after.node)),
    ...rowsChange(before, after),
    ...change('memory', spillChange(before.node, after.node)),
  ];
}

function change(kind: NodeChange['kind'], clause: Message | undefined): readonly NodeChange[] {
  return clause === undefined ? [] : [{ kind, clause }];
}

function accessChange(before: PlanNode, after: PlanNode): Message | undefined {
  if (!isScan(before) || !isScan(after)) return undefined;
  const name = scannedName(after) ?? '';
  const [old, now] = [indexesOf(before).join(' + '), indexesOf(after).join(' + ')];
  if (old === now) return sameAccess(name, before, after);
  if (old === '') return message('{0} is read by {1} and no longer whole', name, now);
  if (now === '') return message('{0} is read whole and no longer by {1}', name, old);
  return message('{0} is read by {1} instead of {2}', name, now, old);
}

function sameAccess(name: string, before: PlanNode, after: PlanNode): Message | undefined {
  if (before.nodeType === after.nodeType) return undefined;
  return message('{0} is read by {1} instead of {2}', name, after.nodeType, before.nodeType);
}

function joinChange(before: PlanNode, after: PlanNode): Message | undefined {
  if (!isJoin(before) || !isJoin(after) || before.nodeType === after.nodeType) return undefined;
  const names = [...new Set(namesBelow(after))].join(', ');
  return message('{0} are joined by {1} instead of {2}', names, after.nodeType, before.nodeType);
}

function rowsChange(before: CountedNode, after: CountedNode): readonly NodeChange[] {
  const [old, now] = [before.rows, after.rows];
  const isOther = Math.max(old, now) >= OTHER_COUNT * Math.max(1, Math.min(old, now));
  if (!isOther) return [];
  const counts = [printNumber(now), printNumber(old)] as const;
  if (isSort(before.node) && isSort(after.node)) return change('sort', sortedRows(...counts));
  const name = isScan(after.node) ? (scannedName(after.node) ?? '') : after.node.nodeType;
  return change('rows', rowsOfNode(name, ...counts));
}

function sortedRows(now: string, old: string): Message {
  return now === '1'
    ? message('the sort is over 1 row instead of {0}', old)
    : message('the sort is over {0} rows instead of {1}', now, old);
}

function rowsOfNode(name: string, now: string, old: string): Message {
  return now === '1'
    ? message('{0} has 1 row instead of {1}', name, old)
    : message('{0} has {1} rows instead of {2}', name, now, old);
}

function spillChange(before: PlanNode, after: PlanNode): Message | undefined {
  const [old, now] = [spills(before), spills(after)];
  if (old === now || !before.measured || !after.measured) return undefined;
  return now
    ? message('the {0} does not fit into memory any more', after.nodeType)
    : message('the {0} fits into memory now', after.nodeType);
}

function spills({ sort, hash }: PlanNode): boolean {
  return sort?.space === 'Disk' || (hash?.batches ?? 1) > 1 || (hash?.diskKilobytes ?? 0) > 0;
}

export function goneChanges(node: PlanNode): readonly NodeChange[] {
  if (isSort(node)) return change('sort', message('the sort by {0} is gone', sortKeys(node)));
  if (node.nodeType.startsWith('Gather')) {
    return change('parallel', message('the work is no longer shared with worker processes'));
  }
  if (node.relation === undefined || !isScan(node)) return [];
  return change('access', message('{0} is no longer read', scannedName(node) ?? ''));
}

export function newChanges({ node, rows }: CountedNode): readonly NodeChange[] {
  if (isSort(node)) {
    return change('sort', newSort(sortKeys(node), printNumber(rows)));
  }
  if (node.nodeType.startsWith('Gather')) {
    return change('parallel', message('the work is shared with worker processes'));
  }
  if (node.relation === undefined || !isScan(node)) return [];
  const way = indexesOf(node).join(' + ') || node.nodeType;
  return change('access', message('{0} is read too, by {1}', scannedName(node) ?? '', way));
}

function newSort(keys: string, rows: string): Message {
  return rows === '1'
    ? message('there is a new sort by {0}, over 1 row', keys)
    : message('there is a new sort by {0}, over {1} rows', keys, rows);
}

function sortKeys({ keys }: PlanNode): string {
  return keys.flatMap(({ kind, texts }) => (kind === 'Sort Key' ? texts : [])).join(', ');
}
