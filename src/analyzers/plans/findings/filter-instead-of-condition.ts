import { printCount } from '../../gates/print-count';
import type { IndexDefinition } from '../../indexes/index-definition';
import { message, type Message } from '../../message';
import type { Condition } from '../../query/access-path';
import { columnsIn } from '../../query/walk-expression';
import { columnsOfConditions, conditionsOf, type JudgedPlan, relationName, tableOf } from '../judged-plan';
import type { PlanNode } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { BRIEF_MS, MANY_REMOVED_ROWS, REMOVED_PER_ROW } from './plan-thresholds';

const FILTERING = new Set(['Index Scan', 'Index Only Scan', 'Bitmap Heap Scan']);

/** An index finds rows by one condition, and most of them are thrown away by another that it could have had too. */
export function judgeFilteredIndexScans(judged: JudgedPlan): readonly PlanFinding[] {
  return judged.plan.nodes.flatMap((node) => {
    const figures = judged.figures[node.number];
    const removed = figures?.removedTotal.filter ?? 0;
    const kept = figures?.rowsTotal ?? 0;
    const isBriefly = figures?.totalMs !== undefined && figures.totalMs < BRIEF_MS;
    if (!FILTERING.has(node.nodeType) || isBriefly) return [];
    if (removed < MANY_REMOVED_ROWS || removed < (REMOVED_PER_ROW / 10) * Math.max(1, kept)) return [];
    const finding = judge(judged, node, { removed, kept });
    return finding ? [finding] : [];
  });
}

function judge(
  judged: JudgedPlan,
  node: PlanNode,
  { removed, kept }: { readonly removed: number; readonly kept: number },
): PlanFinding | undefined {
  const bounds = conditionsOf(judged, node, 'Index Cond', 'Recheck Cond');
  const filters = conditionsOf(judged, node, 'Filter');
  // Without a bound it is a walk: where a LIMIT stops it, that is said elsewhere; else the order of all rows was asked for.
  if (bounds.length === 0 || filters.length === 0) return undefined;
  const index = indexOf(judged, node);
  return {
    kind: 'filter-instead-of-condition',
    severity: 'warning',
    node: node.number,
    message: message(
      '{0} finds rows of {1} by {2}; {3} of them are read from the table and thrown away because {4} does not match, and {5} are kept.',
      nameOf(node),
      relationName(node),
      columnsOfConditions(bounds).join(', '),
      printCount(removed),
      columnsOfConditions(filters).join(', '),
      printCount(kept),
    ),
    advice: advise(node, index, { bounds, filters }),
    evidence: [],
  };
}

interface Conditions {
  readonly bounds: readonly Condition[];
  readonly filters: readonly Condition[];
}

function advise(
  node: PlanNode,
  index: IndexDefinition | undefined,
  { bounds, filters }: Conditions,
): Message {
  const held = new Set(index?.keys.flatMap(columnsOfKey) ?? []);
  const hidden = filters.find((condition) => isHidden(condition, held));
  if (hidden) {
    return message(
      'The index holds {0}, but the query compares a cast or a function of it: move that to the value, so that the plain column is compared.',
      columnsOfConditions([hidden]).join(', ') || columnsRead(hidden).join(', '),
    );
  }
  const searchable = columnsOfConditions(filters.filter(({ letter }) => letter === 'E' || letter === 'A'));
  if (searchable.length === 0) {
    return message(
      'Look for a condition that an index can search by: a comparison of {0} with =, or a partial index whose WHERE is this condition.',
      columnsOfConditions(filters).join(', '),
    );
  }
  return message(
    'Create an index on {0} that has both: {1}.',
    relationName(node),
    [...new Set([...equalFirst(bounds, searchable)])].join(', '),
  );
}

/** Keys that are compared with = first, so that the range comes last. */
function equalFirst(bounds: readonly Condition[], searchable: readonly string[]): readonly string[] {
  const isEqual = ({ letter }: Condition): boolean => letter === 'E' || letter === 'A';
  return [
    ...columnsOfConditions(bounds.filter(isEqual)),
    ...searchable,
    ...columnsOfConditions(bounds.filter((condition) => !isEqual(condition))),
  ];
}

/** It would bound the scan if it compared the column itself. */
function isHidden(condition: Condition, held: ReadonlySet<string>): boolean {
  if (condition.letter === 'F')
    return condition.converted !== undefined && condition.columns.some((column) => held.has(column));
  return condition.subject.kind === 'expression' && columnsRead(condition).some((column) => held.has(column));
}

function columnsRead(condition: Condition): readonly string[] {
  return [...new Set(columnsIn(condition.node).map(({ name }) => name))];
}

function columnsOfKey(key: IndexDefinition['keys'][number]): readonly string[] {
  return key.kind === 'column' ? [key.column] : [];
}

/** The first index of a bitmap stands for all of them. */
function indexNode(node: PlanNode): PlanNode {
  let current = node;
  while (current.index === undefined && current.children[0]) current = current.children[0];
  return current;
}

function nameOf(node: PlanNode): string {
  return indexNode(node).index ?? node.nodeType;
}

function indexOf(judged: JudgedPlan, node: PlanNode): IndexDefinition | undefined {
  return tableOf(judged, node)?.indexes.find(({ name }) => name === indexNode(node).index);
}
