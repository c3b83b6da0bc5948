import { printCount } from '../../gates/print-count';
import { message } from '../../message';
import { ancestorsOf, type JudgedPlan, relationName } from '../judged-plan';
import type { PlanNode } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { ESTIMATE_FACTOR, MISSED_ROWS } from './plan-thresholds';
import { findOrigin } from './row-estimate-origin';

/**
 * Where estimate and reality part: the lowest nodes that miss while what they read was estimated well. Those above only pass the error on.
 */
export function judgeRowEstimates(judged: JudgedPlan): readonly PlanFinding[] {
  if (!judged.plan.isMeasured) return [];
  return judged.plan.nodes
    .filter((node) => misses(judged, node) && !node.children.some((child) => missesBelow(judged, child)))
    .filter((node) => isFollowed(judged, node))
    .map((node) => judge(judged, node));
}

function judge(judged: JudgedPlan, node: PlanNode): PlanFinding {
  const { expected, real } = rowsOf(judged, node);
  const origin = findOrigin(judged, node);
  const args = [
    node.relation === undefined ? node.nodeType : relationName(node),
    printCount(expected),
    printCount(real),
  ] as const;
  return {
    kind: 'row-estimate',
    severity: 'information',
    node: node.number,
    message:
      real > expected
        ? message(
            'The planner expected {1} rows from {0}, and there were {2}. Here the estimates begin to be wrong; the plan above was chosen by them.',
            ...args,
          )
        : message(
            'The planner expected {1} rows from {0}, and there were only {2}. Here the estimates begin to be wrong; the plan above was chosen by them.',
            ...args,
          ),
    advice: origin.advice,
    evidence: [origin.cause],
  };
}

function missesBelow(judged: JudgedPlan, node: PlanNode): boolean {
  return misses(judged, node) || node.children.some((child) => missesBelow(judged, child));
}

function misses(judged: JudgedPlan, node: PlanNode): boolean {
  const { measured, nodeType } = node;
  if (!measured || measured.loops === 0 || PASSES_ON.has(nodeType) || isBitmap(node)) return false;
  const { expected, real } = rowsOf(judged, node);
  const [less, more] = expected < real ? [expected, real] : [real, expected];
  if (more < ESTIMATE_FACTOR * Math.max(1, less) || more - less < MISSED_ROWS) return false;
  // Somebody above stopped it before it was done, or looked for one row only.
  return real > expected || !isCutShort(judged, node);
}

/** Their rows are those of a child, or of no meaning: a hash, a bitmap, a limit. */
const PASSES_ON = new Set([
  'Hash',
  'Limit',
  'Materialize',
  'Memoize',
  'Sort',
  'Incremental Sort',
  'ModifyTable',
  'Gather',
  'Gather Merge',
  'LockRows',
]);

/** A bitmap counts before rows are tested again; a BitmapAnd tells no rows at all. */
function isBitmap({ nodeType }: PlanNode): boolean {
  return nodeType === 'BitmapAnd' || nodeType === 'BitmapOr' || nodeType === 'Bitmap Index Scan';
}

const ENDS_EARLY = new Set(['Limit', 'Merge Join']);

function isCutShort(judged: JudgedPlan, node: PlanNode): boolean {
  return [node, ...ancestorsOf(judged, node)].some(
    (above) =>
      ENDS_EARLY.has(above.nodeType) ||
      ['Semi', 'Anti', 'Right Semi', 'Right Anti'].includes(above.joinType ?? '') ||
      above.parentRelationship === 'SubPlan' ||
      above.parentRelationship === 'InitPlan',
  );
}

/** It is of consequence where something was chosen by it: a join, a sort or groups above. */
function isFollowed(judged: JudgedPlan, node: PlanNode): boolean {
  return ancestorsOf(judged, node).some(
    ({ nodeType }) =>
      nodeType === 'Nested Loop' ||
      nodeType.endsWith('Join') ||
      nodeType.endsWith('Sort') ||
      nodeType === 'Aggregate',
  );
}

function rowsOf(
  { figures }: JudgedPlan,
  { number }: PlanNode,
): { readonly expected: number; readonly real: number } {
  const figure = figures[number];
  return { expected: Math.max(1, figure?.estimatedRowsTotal ?? 0), real: figure?.rowsTotal ?? 0 };
}
