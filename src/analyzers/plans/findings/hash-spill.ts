import { printCount } from '../../gates/print-count';
import { message, type Message } from '../../message';
import type { JudgedPlan } from '../judged-plan';
import type { PlanHash, PlanNode } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { printKilobytes, workMemory } from './memory';
import { LARGE_SPILL_KB, SMALL_SPILL_KB } from './plan-thresholds';

/** A hash table, of a join or of groups, that did not fit into work_mem and was done in parts through temporary files. */
export function judgeHashSpills(judged: JudgedPlan): readonly PlanFinding[] {
  return judged.plan.nodes.flatMap((node) => {
    const { hash } = node;
    if (!hash || hash.batches <= 1) return [];
    const spilt = hash.diskKilobytes ?? hash.peakKilobytes * (hash.batches - 1);
    return spilt >= SMALL_SPILL_KB ? [judge(judged, node, hash, spilt)] : [];
  });
}

function judge(judged: JudgedPlan, node: PlanNode, hash: PlanHash, spilt: number): PlanFinding {
  const memory = workMemory(judged);
  const needed = printKilobytes(2 ** Math.ceil(Math.log2(spilt + hash.peakKilobytes)));
  return {
    kind: 'hash-spill',
    severity: spilt >= LARGE_SPILL_KB ? 'warning' : 'information',
    node: node.number,
    message: describe(judged, node, hash),
    advice: isJoined(node)
      ? message(
          'Join fewer rows or fewer columns. If that is not possible, give this one query more memory: SET LOCAL work_mem, here about {0}.',
          needed,
        )
      : message(
          'Group fewer rows, or let an index give the order of the groups. If neither is possible, give this one query more memory: SET LOCAL work_mem, here about {0}.',
          needed,
        ),
    evidence:
      memory === undefined
        ? []
        : [
            message(
              'The server gives each such step {0} (work_mem, times hash_mem_multiplier).',
              printKilobytes(memory),
            ),
          ],
  };
}

function isJoined({ nodeType }: PlanNode): boolean {
  return nodeType === 'Hash';
}

function describe({ figures }: JudgedPlan, node: PlanNode, hash: PlanHash): Message {
  const rows = printCount(figures[node.number]?.rowsTotal ?? 0);
  if (!isJoined(node)) {
    return message(
      'The table of {0} groups did not fit into memory (work_mem): its rows were written to temporary files and done in {1} parts.',
      rows,
      hash.batches,
    );
  }
  const isMisjudged = hash.originalBatches !== undefined && hash.batches > hash.originalBatches;
  return isMisjudged
    ? message(
        'The hash table of {0} rows did not fit into memory (work_mem): the join went through temporary files in {1} parts, for which the planner had foreseen {2}.',
        rows,
        hash.batches,
        hash.originalBatches ?? 1,
      )
    : message(
        'The hash table of {0} rows did not fit into memory (work_mem): the join went through temporary files in {1} parts.',
        rows,
        hash.batches,
      );
}
