import { printCount } from '../../gates/print-count';
import { message, type Message } from '../../message';
import type { JudgedPlan } from '../judged-plan';
import type { PlanNode } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { printKilobytes, workMemory } from './memory';
import { LARGE_SPILL_KB, SMALL_SPILL_KB } from './plan-thresholds';

/** A sort that did not fit into work_mem, in the leader or in its workers. */
export function judgeSortSpills(judged: JudgedPlan): readonly PlanFinding[] {
  return judged.plan.nodes.flatMap((node) => {
    const kilobytes = diskKilobytes(node);
    return kilobytes >= SMALL_SPILL_KB ? [judge(judged, node, kilobytes)] : [];
  });
}

/** Each process sorts its part and has work_mem for it. */
function diskKilobytes({ sort, workers }: PlanNode): number {
  return [sort, ...workers.map((worker) => worker.sort)]
    .filter((each) => each?.space === 'Disk')
    .reduce((sum, each) => sum + (each?.kilobytes ?? 0), 0);
}

function judge(judged: JudgedPlan, node: PlanNode, kilobytes: number): PlanFinding {
  const memory = workMemory(judged);
  const rows = printCount(judged.figures[node.number]?.rowsTotal ?? 0);
  const told =
    memory === undefined
      ? message(
          'The sort of {0} rows did not fit into the memory that it may use (work_mem): {1} were written to temporary files and read back.',
          rows,
          printKilobytes(kilobytes),
        )
      : message(
          'The sort of {0} rows did not fit into the {2} that it may use (work_mem): {1} were written to temporary files and read back.',
          rows,
          printKilobytes(kilobytes),
          printKilobytes(memory),
        );
  return {
    kind: 'sort-spill',
    severity: kilobytes >= LARGE_SPILL_KB ? 'warning' : 'information',
    node: node.number,
    message: told,
    advice: advise(node, kilobytes),
    evidence: [],
  };
}

/** In memory rows take about twice the room that they take on disk (`tuplesort.c` packs tapes). */
function advise(node: PlanNode, kilobytes: number): Message {
  const keys = node.keys.find(({ kind }) => kind === 'Sort Key')?.texts.join(', ') ?? '';
  return message(
    'Sort fewer rows or fewer columns, or let an index give the order of {0}. If neither is possible, give this one query more memory: SET LOCAL work_mem, here about {1}.',
    keys,
    printKilobytes(roundUp(2 * kilobytes)),
  );
}

function roundUp(kilobytes: number): number {
  return 2 ** Math.ceil(Math.log2(kilobytes));
}
