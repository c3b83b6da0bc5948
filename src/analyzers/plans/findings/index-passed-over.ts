import { costOf, type JudgedPlan } from '../judged-plan';
import { printCount } from '../../gates/print-count';
import { isSmall, sizeOf } from '../../gates/table-size';
import { SELECTIVE_SHARE } from '../../gates/thresholds';
import { message, type Message } from '../../message';
import type { Plan } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { passedOver, type PassedOver } from '../passed-over';
import { CHEAP_COST } from './plan-thresholds';

/** The whole table is read for few rows, and an index could find them. Why is for the server to say: what the other path would cost. */
export function judgeIndexesPassedOver(judged: JudgedPlan): readonly PlanFinding[] {
  return passedOver(judged.plan, judged.context)
    .filter((candidate) => isSurprising(judged, candidate))
    .map(({ node, index, columns, relation }) => ({
      kind: 'index-passed-over',
      severity: 'information',
      node,
      message: message(
        'PostgreSQL reads all of {0}, though the index {1} finds rows by {2} and few are expected.',
        relation,
        index,
        columns.join(', '),
      ),
      advice: message(
        'Compare with the plan that has to use {0}. If that is the faster one, ANALYZE {1}, and see that random_page_cost fits the disk (1.1 for SSDs).',
        index,
        relation,
      ),
      evidence: [],
    }));
}

function isSurprising({ plan, context, figures }: JudgedPlan, { node: number, table }: PassedOver): boolean {
  const node = plan.nodes[number];
  if (node?.nodeType !== 'Seq Scan' || costOf(node) < CHEAP_COST) return false;
  const size = context.snapshot && sizeOf(table, context.snapshot);
  if (!size || isSmall(size)) return false;
  const rows = plan.isMeasured ? (figures[number]?.rowsTotal ?? 0) : node.estimated.rows;
  return rows <= SELECTIVE_SHARE * size.rows;
}

/** Why the planner took one path and not the other, once the server has planned without it. */
export function explainPassedOver(candidate: PassedOver, plan: Plan, other: Plan): Message {
  const now = costOf(plan.root);
  const then = costOf(other.root);
  if (!other.nodes.some(({ index }) => index === candidate.index)) {
    return message(
      'Even with the other paths turned off PostgreSQL does not use {0}: it cannot serve this query, or not these values.',
      candidate.index,
    );
  }
  return then > now
    ? message(
        'With {0} the plan would cost {1} by the planner’s count, {3} times the {2} of this one: so it takes this one.',
        candidate.index,
        printCount(then),
        printCount(now),
        printFactor(then / Math.max(1, now)),
      )
    : message(
        'With {0} the plan would cost {1} by the planner’s count, and this one {2}: to it the two are about the same.',
        candidate.index,
        printCount(then),
        printCount(now),
      );
}

function printFactor(factor: number): string {
  return factor < 10 ? factor.toFixed(1) : printCount(factor);
}
