import { sizeOf } from '../../gates/table-size';
import type { Condition } from '../../query/access-path';
import { conditionsOf, type JudgedPlan, tableOf } from '../judged-plan';
import type { PlanNode } from '../plan';
import { type EarlyEnd, earlyEnds } from './early-end';

/** A scan that somebody above it stops when there are rows enough: it is as short as the wanted rows come early. */
export interface StoppingWalk {
  readonly end: EarlyEnd;
  readonly scan: PlanNode;
  /** What the rows met are tested for, by the scan or by what it is joined with. */
  readonly tested: readonly Condition[];
  /** The scan that tests them, when it is another: the inner side of a join. */
  readonly tester?: PlanNode;
  /** Rows of the table, as far as they are known. */
  readonly tableRows?: number;
}

/** Nodes that hand on a row as soon as they have one, of each child or of the outer one. */
const HANDS_ON_ALL = new Set(['Append', 'Merge Append', 'Merge Join']);
const HANDS_ON_OUTER = new Set([
  'Gather',
  'Gather Merge',
  'Group',
  'Hash Join',
  'Incremental Sort',
  'LockRows',
  'Nested Loop',
  'ProjectSet',
  'Result',
  'Subquery Scan',
  'Unique',
  'WindowAgg',
]);
const WALKS = new Set(['Index Scan', 'Index Only Scan', 'Seq Scan']);

/** Of every LIMIT, those of MIN and MAX among them, and of every EXISTS. */
export function stoppingWalks(judged: JudgedPlan): readonly StoppingWalk[] {
  return earlyEnds(judged).flatMap((end) => walksBelow(judged, end));
}

function walksBelow(judged: JudgedPlan, end: EarlyEnd): readonly StoppingWalk[] {
  const walks: StoppingWalk[] = [];
  const pending: { readonly node: PlanNode; readonly joins: readonly PlanNode[] }[] = [
    { node: end.whole, joins: [] },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, joins } = next;
    if (WALKS.has(node.nodeType)) walks.push(...walkOf(judged, { end, scan: node }, joins));
    const inside =
      node.nodeType.endsWith('Join') || node.nodeType === 'Nested Loop' ? [...joins, node] : joins;
    pending.push(...streamedChildren(node).map((child) => ({ node: child, joins: inside })));
  }
  return walks;
}

function streamedChildren(node: PlanNode): readonly PlanNode[] {
  const handsOn =
    HANDS_ON_ALL.has(node.nodeType) || (node.nodeType === 'Aggregate' && node.strategy === 'Sorted');
  if (!handsOn && !HANDS_ON_OUTER.has(node.nodeType)) return [];
  return node.children.filter(({ parentRelationship }) => {
    if (parentRelationship === 'InitPlan' || parentRelationship === 'SubPlan') return false;
    return handsOn || parentRelationship !== 'Inner';
  });
}

function walkOf(
  judged: JudgedPlan,
  { end, scan }: Pick<StoppingWalk, 'end' | 'scan'>,
  joins: readonly PlanNode[],
): readonly StoppingWalk[] {
  if (conditionsOf(judged, scan, 'Index Cond').some(findsRows)) return [];
  const table = tableOf(judged, scan);
  const size = table && judged.context.snapshot && sizeOf(table, judged.context.snapshot);
  const base = { end, scan, ...(size && { tableRows: size.rows }) };
  const tested = conditionsOf(judged, scan, 'Filter');
  if (tested.length > 0) return [{ ...base, tested }];
  // How many rows of a join EXISTS has to look at, no figure of the plan tells.
  if (end.kind === 'exists') return [];
  // Of partial scans and the like a join's outer side has no test of its own: what it is joined with has.
  for (const join of joins) {
    if (['Left', 'Full'].includes(join.joinType ?? '')) continue;
    const tester = innerScans(join).find((inner) => testsOf(judged, inner).length > 0);
    if (tester) return [{ ...base, tested: testsOf(judged, tester), tester }];
  }
  return [];
}

function innerScans(join: PlanNode): readonly PlanNode[] {
  const scans: PlanNode[] = [];
  const pending = join.children.filter(({ parentRelationship }) => parentRelationship === 'Inner');
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.relation !== undefined) scans.push(node);
    pending.push(...node.children.filter(({ parentRelationship }) => parentRelationship !== 'SubPlan'));
  }
  return scans;
}

/** What a scan asks of its rows besides that they belong to a row of the other side. */
function testsOf(judged: JudgedPlan, scan: PlanNode): readonly Condition[] {
  return conditionsOf(judged, scan, 'Filter', 'Index Cond').filter(
    (condition) => !(condition.letter !== 'F' && condition.value.kind === 'join'),
  );
}

/** E and A: with such a condition in the index, the walk is through rows that are asked for. */
function findsRows({ letter }: Condition): boolean {
  return letter === 'E' || letter === 'A';
}
