import type { BufferUsage, PlanNode } from '../plan';

/** What a node's figures come to over all its loops. Absent values cannot be told from this plan. */
export interface NodeFigures {
  /** `PlanNode.number`. */
  readonly number: number;
  /** Number of the node above it; absent for the root. */
  readonly parent?: number;
  /** It was planned, and when the query was run nothing asked it for rows. Not set for a plan that was not run. */
  readonly isNeverExecuted: boolean;
  /** Over all processes. */
  readonly loops?: number;
  /** How many processes shared its work: 1 outside of parallel parts, else the leader and its workers. */
  readonly processes: number;
  /** Over all loops and processes. */
  readonly rowsTotal?: number;
  /** Half of the last digit that the server prints, over all loops: before 18, `rows=0` of 1,000 loops may be up to 500 rows. */
  readonly rowsMargin?: number;
  /** What the planner expected for as many loops as there were (for one, in a plan that was not run). */
  readonly estimatedRowsTotal: number;
  /** Rows read and thrown away, over all loops and processes. */
  readonly removedTotal: PlanNode['removed'];
  /**
   * Milliseconds with everything below it, over all loops, as a clock on the wall would show them: in a parallel part the time of all
   * processes divided by their number, as if they had shared the work evenly.
   */
  readonly totalMs?: number;
  /** The same added up over all processes: how long processors were busy with it. */
  readonly summedMs?: number;
  /** `totalMs` without what is below it. The sum over all nodes is about the time of the execution. */
  readonly selfMs?: number;
  /** In the planner's units: its share of the cost of the whole plan. The sum over all nodes is the cost of the root. */
  readonly selfCost: number;
  /** `PlanNode.buffers` without those below it. */
  readonly selfBuffers?: BufferUsage;
  /** Blocks of tables and indexes that were asked for (shared and local, hit or read), with everything below it. */
  readonly blocks?: number;
  readonly selfBlocks?: number;
}
