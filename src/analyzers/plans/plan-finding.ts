import type { Severity } from '../finding';
import type { Message } from '../message';

export type PlanFindingKind =
  | 'early-stop'
  | 'selective-sequential-scan'
  | 'sort-spill'
  | 'hash-spill'
  | 'lossy-bitmap'
  | 'row-estimate'
  | 'heap-fetches'
  | 'filter-instead-of-condition'
  | 'many-loops'
  | 'index-passed-over';

/** What a plan tells of its query, at one node of it. */
export interface PlanFinding {
  readonly kind: PlanFindingKind;
  readonly severity: Severity;
  /** `PlanNode.number`. */
  readonly node: number;
  /** What happens and why it is slow. */
  readonly message: Message;
  /** What to do about it, in the imperative: shown right behind the message. */
  readonly advice: Message;
  /** The figures that it rests on, sentence by sentence. */
  readonly evidence: readonly Message[];
  /** Of an early stop: how many times the cost of the plan it is if the rows do not come early. */
  readonly factor?: number;
}
