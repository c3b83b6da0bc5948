import type { Message } from '../message';
import type { RelationName } from '../schema/snapshot';
import type { LockMode } from './lock-level';

/** What an action comes to: shown before it runs, and what runs. */
export interface MaintenancePlan {
  /** `Create the index orders_customer_id_idx on public.orders` */
  readonly title: Message;
  /** Actions on the same table run one after another. */
  readonly table: RelationName;
  readonly steps: readonly MaintenanceStep[];
  /** The heaviest of the steps' locks. */
  readonly lock: LockMode;
  /** What undoes it, statement by statement; absent: nothing does. */
  readonly reverse?: readonly string[];
  /** What a person should know of it beforehand. */
  readonly notes: readonly Message[];
}

export interface MaintenanceStep {
  /** One statement with its semicolon. */
  readonly sql: string;
  /** What it locks. */
  readonly table: RelationName;
  readonly lock: LockMode;
  /** What that means for others. */
  readonly blocks: Message;
  /** PostgreSQL refuses it in a transaction block. */
  readonly outsideTransaction: boolean;
  /**
   * `long`: works for as long as it takes, under a lock that lets reads and writes pass. `quick`: done in a moment once it has its lock, for
   * which it waits shortly and tries again.
   */
  readonly pace: 'long' | 'quick';
  /** The index that it leaves behind where it fails. */
  readonly builds?: BuiltIndex;
  /** The index that it takes away. */
  readonly drops?: string;
  /** It need not run when this is so already. */
  readonly unless?: StepDone;
}

export interface BuiltIndex {
  readonly name: string;
  /** `create`: an index of this name. `rebuild`: this index, beside which `_ccnew` and `_ccold` come up. */
  readonly how: 'create' | 'rebuild';
}

export type StepDone =
  | { readonly kind: 'index-valid' | 'index-exists'; readonly index: string }
  | { readonly kind: 'attached'; readonly index: string; readonly parent: RelationName };

/** An action that cannot be put into statements that we print. */
export interface UnprintableAction {
  readonly unprintable: Message;
}
