import { printCount, printShare } from '../../gates/print-count';
import { message } from '../../message';
import { type JudgedPlan, relationName, tableOf } from '../judged-plan';
import type { PlanNode } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { FETCHED_SHARE, MANY_HEAP_FETCHES } from './plan-thresholds';

/** An index-only scan that had to look into the table: nobody has written down yet that its blocks are visible to all. */
export function judgeHeapFetches(judged: JudgedPlan): readonly PlanFinding[] {
  return judged.plan.nodes.flatMap((node) => {
    const { heapFetches = 0 } = node;
    const figures = judged.figures[node.number];
    const read = (figures?.rowsTotal ?? 0) + (figures?.removedTotal.filter ?? 0);
    return heapFetches >= MANY_HEAP_FETCHES && heapFetches >= FETCHED_SHARE * read
      ? [judge(judged, node, heapFetches)]
      : [];
  });
}

function judge(judged: JudgedPlan, node: PlanNode, fetches: number): PlanFinding {
  const table = relationName(node);
  const { pages = 0, allVisiblePages } = tableOf(judged, node)?.statistics ?? {};
  return {
    kind: 'heap-fetches',
    severity: 'information',
    node: node.number,
    message: message(
      'All that is asked for is in {0}, and still {1} rows of {2} were looked up in the table, because their blocks were changed since the last VACUUM.',
      node.index ?? '',
      printCount(fetches),
      table,
    ),
    advice: message(
      'Run VACUUM on {0}. If this comes back soon, let autovacuum come to {0} more often (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor).',
      table,
    ),
    evidence:
      allVisiblePages !== undefined && pages > 0
        ? [
            message(
              '{0} of the blocks of {1} are marked as visible to all.',
              printShare(allVisiblePages / pages),
              table,
            ),
          ]
        : [],
  };
}
