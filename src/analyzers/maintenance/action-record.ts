import type { Message } from '../message';
import type { Leftover } from './leftover';
import type { MaintenanceAction } from './maintenance-action';

/**
 * `refused`: not begun. `running-on`: the connection was lost, and the server goes on with it. `unknown`: the connection was lost, and the
 * server could not be asked what became of it.
 */
export type ActionOutcome = 'done' | 'failed' | 'cancelled' | 'refused' | 'running-on' | 'unknown';

/** What was run, and what came of it. Plain data, without a password and without rows of a user's: it may be kept. */
export interface ActionRecord {
  readonly action: MaintenanceAction;
  readonly title: Message;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: ActionOutcome;
  /** Why it did not end well. */
  readonly problem?: Message;
  /** SQLSTATE, where the server gave one. */
  readonly code?: string;
  readonly statements: readonly RanStatement[];
  /** How the table's indexes stand now, as the catalogue was seen to say. */
  readonly finalState: readonly Message[];
  /** What it has left and could not clean up. */
  readonly leftovers: readonly Leftover[];
  /** What mends that. */
  readonly repairs: readonly MaintenanceAction[];
}

export interface RanStatement {
  readonly sql: string;
  readonly purpose: 'step' | 'clean-up';
  readonly outcome: 'done' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** How often it was tried until it had its lock. */
  readonly tries: number;
}
