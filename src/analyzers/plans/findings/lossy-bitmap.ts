import { printCount } from '../../gates/print-count';
import { message } from '../../message';
import { type JudgedPlan, relationName } from '../judged-plan';
import type { PlanNode } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { LOSSY_BLOCKS, MANY_REMOVED_ROWS } from './plan-thresholds';

/** A bitmap that had no room for single rows remembered whole blocks: every row of those is tested again. */
export function judgeLossyBitmaps(judged: JudgedPlan): readonly PlanFinding[] {
  return judged.plan.nodes.flatMap((node) => {
    const lossy = node.bitmap?.lossyBlocks ?? 0;
    const again = judged.figures[node.number]?.removedTotal['index-recheck'] ?? 0;
    // BRIN knows blocks only: more memory changes nothing.
    const isLossy = lossy >= LOSSY_BLOCKS && again >= MANY_REMOVED_ROWS && !readsBlocksAnyway(node, lossy);
    return isLossy ? [judge(node, lossy, again)] : [];
  });
}

function readsBlocksAnyway({ bitmap }: PlanNode, lossy: number): boolean {
  return bitmap?.exactBlocks === 0 && lossy > 0;
}

function judge(node: PlanNode, lossy: number, again: number): PlanFinding {
  return {
    kind: 'lossy-bitmap',
    severity: 'information',
    node: node.number,
    message: message(
      'The bitmap of the rows to read did not fit into memory (work_mem): of {0} blocks it remembered only that something is in them, and {1} rows of {2} were tested in vain.',
      printCount(lossy),
      printCount(again),
      relationName(node),
    ),
    advice: message(
      'Find fewer rows, with a narrower condition or an index on more of its columns. If that is not possible, give this one query more memory with SET LOCAL work_mem.',
    ),
    evidence: [],
  };
}
