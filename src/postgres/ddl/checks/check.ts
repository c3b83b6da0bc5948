import type { Message } from '../../../analyzers/message';
import type { Blocker } from '../../../analyzers/maintenance/work-progress';

export type CheckId =
  | 'standby'
  | 'read-only-role'
  | 'missing-table'
  | 'not-owner'
  | 'system-catalogue'
  | 'temporary-table'
  | 'partitioned-table'
  | 'missing-index'
  | 'invalid-index'
  | 'name-taken'
  | 'same-index'
  | 'constraint-index'
  | 'attached-index'
  | 'exclusion-constraint'
  | 'referenced-key'
  | 'running-build'
  | 'waiting-locks'
  | 'long-transactions'
  | 'hidden-sessions'
  | 'prepared-transactions'
  | 'standbys'
  | 'disk-space';

/** What was found before an action. `stop`: PostgreSQL would refuse it, or it would do harm. `warning`: it may take long or fail. */
export interface Check {
  readonly id: CheckId;
  readonly severity: 'stop' | 'warning' | 'note';
  readonly message: Message;
  /** Who is in the way. */
  readonly sessions?: readonly Blocker[];
}
