import type { Message } from '../../message';

/** What became of a plan: after an index or a rewrite, for another value, for any value. */
export interface PlanComparison {
  /** What changed, in one sentence: how much less or more it does, and why. */
  readonly sentence: Message;
  /** What else is worth knowing, sentence by sentence. */
  readonly details: readonly Message[];
  readonly verdict: 'better' | 'worse' | 'same';
  /** By which figure: what was counted where both plans were run, else the planner's estimate. */
  readonly measure: 'blocks' | 'time' | 'cost';
  /** Of that figure: before divided by after. Absent where one of them is zero. */
  readonly factor?: number;
  /** Every node of both plans is in one of them, in the order of the plan before; what is new comes last. */
  readonly pairs: readonly NodePair[];
}

/** Two nodes that do the same work, or one that has no other. */
export interface NodePair {
  /** `PlanNode.number` in the plan before; absent: the node is new. */
  readonly before?: number;
  /** In the plan after; absent: the node is gone. */
  readonly after?: number;
  /** Empty: it does as it did. */
  readonly changes: readonly NodeChange[];
}

export interface NodeChange {
  readonly kind: 'access' | 'join' | 'order' | 'sort' | 'parallel' | 'memory' | 'rows';
  /** A clause without a full stop: `events is read by events_pkey and no longer whole`. */
  readonly clause: Message;
}
