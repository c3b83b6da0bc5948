import { printCount } from '../../gates/print-count';
import { message, type Message } from '../../message';
import { type JudgedPlan, relationName } from '../judged-plan';
import type { PlanNode } from '../plan';
import type { PlanFinding } from '../plan-finding';
import {
  ESTIMATE_FACTOR,
  MANY_INNER_ROWS,
  MANY_LOOPS,
  NOTICED_MS,
  TELLING_TIME_SHARE,
} from './plan-thresholds';

/** What is done anew for each row of something else, so often that it is most of the time. */
export function judgeLoops(judged: JudgedPlan): readonly PlanFinding[] {
  return judged.plan.nodes.flatMap((node) => {
    if (node.nodeType === 'Nested Loop') return judgeNestedLoop(judged, node);
    return node.parentRelationship === 'SubPlan' ? judgeSubplan(judged, node) : [];
  });
}

function judgeNestedLoop(judged: JudgedPlan, join: PlanNode): readonly PlanFinding[] {
  const outer = join.children.find(({ parentRelationship }) => parentRelationship === 'Outer');
  const inner = join.children.find(({ parentRelationship }) => parentRelationship === 'Inner');
  if (!outer || !inner) return [];
  const scan = scanOf(inner);
  const loops = inner.measured?.loops ?? 0;
  const expected = judged.figures[outer.number]?.estimatedRowsTotal ?? 0;
  const isSurprise = loops >= MANY_LOOPS && loops >= ESTIMATE_FACTOR * Math.max(1, expected);
  const rows = readRows(judged, scan);
  // Without an index for the join each loop reads the table. With one, and as often as foreseen, the planner has weighed it.
  const isRead = loops > 1 && ['Seq Scan', 'Materialize'].includes(inner.nodeType) && rows >= MANY_INNER_ROWS;
  if (!isTelling(judged, inner) || !(isSurprise || isRead)) return [];
  return [
    {
      kind: 'many-loops',
      severity: 'warning',
      node: inner.number,
      message: isSurprise
        ? describeSurprise(judged, { inner, scan }, expected)
        : message(
            'The join reads {0} anew for each of {1} rows, {2} rows in all, because no index finds the rows that belong to one.',
            relationName(scan),
            printCount(loops),
            printCount(rows),
          ),
      advice: isSurprise
        ? message(
            'Mend the estimate first (see where it goes wrong): with the real number of rows the planner would take another join.',
          )
        : message(
            'Create an index on {0} that starts with what the join compares, or compare with = so that the rows can be hashed.',
            relationName(scan),
          ),
      evidence: timeEvidence(judged, inner),
    },
  ];
}

function describeSurprise(
  { figures }: JudgedPlan,
  { inner, scan }: { readonly inner: PlanNode; readonly scan: PlanNode },
  expected: number,
): Message {
  return message(
    'The join looks into {0} once for each of {1} rows, where the planner expected {2}: a nested loop is right for few rows only.',
    relationName(scan),
    printCount(figures[inner.number]?.loops ?? 0),
    printCount(Math.max(1, expected)),
  );
}

/** A subquery in an expression: for each row that the node above it looks at. */
function judgeSubplan(judged: JudgedPlan, node: PlanNode): readonly PlanFinding[] {
  const loops = node.measured?.loops ?? 0;
  if (loops < MANY_LOOPS || !isTelling(judged, node)) return [];
  const scan = scanOf(node);
  return [
    {
      kind: 'many-loops',
      severity: (judged.figures[node.number]?.totalMs ?? 0) < NOTICED_MS ? 'information' : 'warning',
      node: node.number,
      message: message(
        'The subquery over {0} is run once for each of {1} rows.',
        relationName(scan),
        printCount(loops),
      ),
      advice: message(
        'Write it as a join, or as a LEFT JOIN LATERAL over the few rows that are left in the end; else see that an index on {0} finds what it asks for.',
        relationName(scan),
      ),
      evidence: timeEvidence(judged, node),
    },
  ];
}

function isTelling({ plan, figures }: JudgedPlan, node: PlanNode): boolean {
  const totalMs = figures[node.number]?.totalMs;
  return (
    totalMs === undefined ||
    plan.executionMs === undefined ||
    totalMs >= TELLING_TIME_SHARE * plan.executionMs
  );
}

function timeEvidence({ figures, plan }: JudgedPlan, node: PlanNode): readonly Message[] {
  const totalMs = figures[node.number]?.totalMs;
  if (totalMs === undefined || plan.executionMs === undefined) return [];
  return [
    message('All of it together took {0} of {1} ms.', printCount(totalMs), printCount(plan.executionMs)),
  ];
}

function readRows({ figures }: JudgedPlan, scan: PlanNode): number {
  const figure = figures[scan.number];
  return (figure?.rowsTotal ?? 0) + (figure?.removedTotal.filter ?? 0);
}

function scanOf(node: PlanNode): PlanNode {
  const pending = [node];
  for (let next = pending.shift(); next; next = pending.shift()) {
    if (next.relation !== undefined) return next;
    pending.push(...next.children);
  }
  return node;
}
