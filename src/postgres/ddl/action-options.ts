import type { Blocker, WorkProgress } from '../../analyzers/maintenance/work-progress';
import type { Message } from '../../analyzers/message';

/** What is told while an action runs. */
export type ActionEvent =
  /** Another action on the same table runs first. */
  | { readonly kind: 'queued' }
  /** @param step counts from 0 */
  | { readonly kind: 'step'; readonly step: number; readonly steps: number; readonly sql: string }
  /** It is done already. */
  | { readonly kind: 'skipped'; readonly step: number; readonly steps: number; readonly sql: string }
  | { readonly kind: 'progress'; readonly progress: WorkProgress }
  /** The lock was not to be had; it is tried again after `waitMs`. */
  | {
      readonly kind: 'lock-busy';
      readonly tries: number;
      readonly waitMs: number;
      readonly blockers: readonly Blocker[];
    }
  | { readonly kind: 'cancelling' }
  | { readonly kind: 'clean-up'; readonly sql: string }
  /** The connection is lost; the server is asked what became of it. */
  | { readonly kind: 'looking'; readonly problem: Message };

export type ActionListener = (event: ActionEvent) => void;

/** Times in milliseconds. */
export interface ActionTimes {
  readonly pollMs: number;
  /** For what waits in the way of reads and writes. Longer than `deadlock_timeout`, after which an autovacuum worker gives way. */
  readonly lockTimeoutMs: number;
  /** For what keeps only maintenance waiting. */
  readonly gentleLockTimeoutMs: number;
  readonly tries: number;
  /** After the first try; twice as long after each further one, up to `longestPauseMs`. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** What is quick, once it has its lock. */
  readonly quickStatementMs: number;
  /** How long each try of a clean-up waits for those who use the table. */
  readonly cleanUpLockMs: number;
  readonly cleanUpTries: number;
  /** How long the server is asked what became of an action whose connection is lost. */
  readonly lookMs: number;
  /** How long the server may answer no question beside the action before its connection counts as lost. */
  readonly silenceMs: number;
}

export const DEFAULT_ACTION_TIMES: ActionTimes = {
  pollMs: 1_000,
  lockTimeoutMs: 1_200,
  gentleLockTimeoutMs: 5_000,
  tries: 12,
  pauseMs: 1_000,
  longestPauseMs: 30_000,
  quickStatementMs: 10_000,
  cleanUpLockMs: 5_000,
  cleanUpTries: 3,
  lookMs: 20_000,
  silenceMs: 60_000,
};

export interface ActionOptions {
  readonly signal?: AbortSignal;
  readonly listener?: ActionListener;
  readonly times?: Partial<ActionTimes>;
}
