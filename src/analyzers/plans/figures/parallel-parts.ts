import type { Plan, PlanNode } from '../plan';

export interface ParallelPart {
  /** Processes that ran the node; 1 outside of a parallel part. */
  readonly processes: number;
  /** How many times the estimate of one process is the estimate of all: 1 where each process does the whole work, or none does it in parts. */
  readonly divisor: number;
}

const ALONE: ParallelPart = { processes: 1, divisor: 1 };

/** By node number. */
export function parallelParts(plan: Plan): readonly ParallelPart[] {
  const parts: ParallelPart[] = plan.nodes.map(() => ALONE);
  const walk = (node: PlanNode, gather: PlanNode | undefined, processes: number): void => {
    parts[node.number] = gather ? { processes, divisor: isShared(node) ? divisorOf(gather) : 1 } : ALONE;
    const isGather = node.workersPlanned !== undefined && node.nodeType.startsWith('Gather');
    for (const child of node.children) {
      // The leader alone evaluates the InitPlans of a Gather, before it starts workers.
      if (isGather && child.parentRelationship !== 'InitPlan') walk(child, node, processesOf(node, child));
      else walk(child, child.parentRelationship === 'InitPlan' ? undefined : gather, processes);
    }
  };
  walk(plan.root, undefined, 1);
  return parts;
}

/** Each process runs the node below the Gather once for each time that the Gather is run. */
function processesOf(gather: PlanNode, child: PlanNode): number {
  const planned = (gather.workersPlanned ?? 0) + 1;
  if (!gather.measured || !child.measured) return planned;
  const { loops } = gather.measured;
  return loops === 0 ? planned : Math.max(1, child.measured.loops / loops);
}

/**
 * The processes divide the rows of a parallel-aware node among them, and so those of what reads from it; a node without one below does
 * everything in each of them. Each process has groups of its own.
 */
function isShared(node: PlanNode): boolean {
  if (node.partialMode === 'Partial') return false;
  return node.isParallelAware || node.children.some((child) => isSharedBelow(child) && isShared(child));
}

function isSharedBelow({ parentRelationship }: PlanNode): boolean {
  return parentRelationship !== 'InitPlan' && parentRelationship !== 'SubPlan';
}

/** As the planner has it: the leader helps less the more workers it has to read from (`get_parallel_divisor` in costsize.c). */
function divisorOf({ workersPlanned = 0 }: PlanNode): number {
  return workersPlanned + Math.max(0, 1 - 0.3 * workersPlanned);
}
