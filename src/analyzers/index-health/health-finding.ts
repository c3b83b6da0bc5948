import type { Message } from '../message';
import type { RelationName } from '../schema/snapshot';

/** What may be wrong with an index that is there. `redundant`: another index does all of its work. */
export type HealthGroup = 'invalid' | 'redundant' | 'unused' | 'bloated';

/** What is said of an index, for a person who decides: why, and what somebody with experience looks at before acting. Plain data. */
export interface HealthFinding {
  readonly group: HealthGroup;
  readonly table: RelationName;
  /** In the table's schema. */
  readonly index: string;
  readonly oid: number;
  /** In a few words, beside the name. */
  readonly summary: Message;
  /** What is wrong and why. */
  readonly reason: Message;
  readonly checks: readonly Message[];
}
