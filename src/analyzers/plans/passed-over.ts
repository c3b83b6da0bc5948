import { forServer, DEFAULT_SETTINGS } from '../settings';
import { type Support, supports, type UsableSupport } from '../indexes/supports';
import type { Table } from '../schema/snapshot';
import { readJudgedPlan, relationName, tableOf } from './judged-plan';
import { pathOfScan, pathsOf } from './node-path';
import type { Plan, PlanNode } from './plan';
import type { PlanContext } from './plan-context';

/** An index that could find what a scan reads, and that the plan does not use for it. */
export interface PassedOver {
  /** `PlanNode.number` of the scan. */
  readonly node: number;
  readonly relation: string;
  readonly table: Table;
  readonly index: string;
  /** What it would find rows by. */
  readonly columns: readonly string[];
  /** Planner settings that are to be off, so that the server plans with the index if it can: `enable_seqscan`. */
  readonly switches: readonly string[];
}

/** What turns off the way that a scan goes, and leaves another to the index. */
const SWITCHES: Readonly<Record<string, readonly string[]>> = {
  'Seq Scan': ['enable_seqscan'],
  'Index Scan': ['enable_seqscan', 'enable_indexscan', 'enable_indexonlyscan'],
  'Index Only Scan': ['enable_seqscan', 'enable_indexscan', 'enable_indexonlyscan'],
  'Bitmap Heap Scan': ['enable_seqscan', 'enable_bitmapscan'],
};

/** Every valid index that bounds what is read for a scan of the plan, though the scan goes another way. */
export function passedOver(plan: Plan, context: PlanContext): readonly PassedOver[] {
  const { query, snapshot } = context;
  if (!query || !snapshot) return [];
  const judged = readJudgedPlan(plan, context);
  const paths = pathsOf(query, snapshot);
  const { serverVersion } = forServer(DEFAULT_SETTINGS, snapshot);
  return plan.nodes.flatMap((node) => {
    const switches = SWITCHES[node.nodeType];
    const table = tableOf(judged, node);
    const path = table && pathOfScan(node, table, paths);
    if (!switches || !path) return [];
    const used = indexesBelow(node);
    return table.indexes
      .map((index) => supports(index, { ...path, table }, serverVersion))
      .filter(bounds)
      .filter(({ index }) => !used.has(index.name) && index.unapplied !== true)
      .map(({ index, bounding }) => ({
        node: node.number,
        relation: relationName(node),
        table,
        index: index.name,
        columns: bounding.flatMap(({ subject }) => (subject.kind === 'column' ? [subject.column] : [])),
        switches,
      }));
  });
}

/** A part of the rows, where the other way reads all. BRIN finds blocks, and its worth is for the server to say. */
function bounds(support: Support): support is UsableSupport {
  return support.usable && support.bounding.length > 0;
}

/** Of a bitmap scan those that the bitmap is made of. */
function indexesBelow(node: PlanNode): ReadonlySet<string> {
  const names = new Set<string>();
  const pending = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.index !== undefined) names.add(next.index);
    pending.push(...next.children.filter(({ nodeType }) => nodeType.startsWith('Bitmap')));
  }
  return names;
}
