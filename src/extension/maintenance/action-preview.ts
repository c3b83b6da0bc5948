import type { DdlProposal } from '../../analyzers/finding';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { MaintenancePlan } from '../../analyzers/maintenance/maintenance-plan';
import type { Message } from '../../analyzers/message';
import type { Check } from '../../postgres/ddl/checks/check';

/** What a person is shown before an action runs. */
export interface ActionPreview {
  readonly action: MaintenanceAction;
  readonly plan: MaintenancePlan;
  /** What speaks against it now, what stops it first. */
  readonly checks: readonly Check[];
  /** How long it works; absent where that is no question. */
  readonly time?: Message;
  /** What it needs of the server's disk, in bytes; absent: nothing, or not known. */
  readonly room?: number;
  /** Who would notice, before something goes: sentences in the user's language. */
  readonly rehearsal: readonly string[];
  readonly migration: DdlProposal;
}

/** PostgreSQL would refuse it, or it would do harm. */
export function isStopped({ checks }: Pick<ActionPreview, 'checks'>): boolean {
  return checks.some(({ severity }) => severity === 'stop');
}
