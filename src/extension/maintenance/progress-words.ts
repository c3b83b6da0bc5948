import { printDuration } from '../../analyzers/maintenance/estimate-time';
import { percentOf, type WorkProgress } from '../../analyzers/maintenance/work-progress';
import type { ActionEvent } from '../../postgres/ddl/action-options';
import type { Localizer } from '../localizer';
import { describeBlocker } from './describe-blocker';

/** One line for what is going on. @param before titles of the actions on the same table that come first */
export function describeEvent(event: ActionEvent, before: readonly string[], l10n: Localizer): string {
  switch (event.kind) {
    case 'queued':
      return l10n.t('waiting for: {0}', before.join(', '));
    case 'step':
      return event.steps === 1
        ? l10n.t('beginning')
        : l10n.t('step {0} of {1}: {2}', event.step + 1, event.steps, firstLine(event.sql));
    case 'skipped':
      return l10n.t('step {0} of {1} is done already', event.step + 1, event.steps);
    case 'progress':
      return describeWork(event.progress, l10n);
    case 'lock-busy': {
      const [blocker] = event.blockers;
      const seconds = printDuration(event.waitMs / 1000);
      return blocker === undefined
        ? l10n.t('somebody holds the table; tried {0} times, again in {1}', event.tries, seconds)
        : l10n.t(
            'the table is held by {0}; tried {1} times, again in {2}',
            describeBlocker(blocker, l10n),
            event.tries,
            seconds,
          );
    }
    case 'cancelling':
      return l10n.t('cancelling');
    case 'clean-up':
      return l10n.t('cleaning up: {0}', firstLine(event.sql));
    case 'looking':
      return l10n.t('the connection was lost; looking what has become of it');
  }
}

/** Phase, percentage of the phase, and who is waited for. The phase is in the server's words. */
export function describeWork(work: WorkProgress, l10n: Localizer): string {
  const { phase, waitsFor, waitsForFirstLock, blockers } = work;
  const percent = percentOf(work);
  const [blocker] = blockers;
  const parts = [
    phase ?? (waitsForFirstLock ? l10n.t('waits for its first lock') : l10n.t('at work')),
    ...(percent === undefined ? [] : [l10n.t('{0} %', percent)]),
    ...(waitsFor ? [l10n.t('{0} of {1} transactions have ended', waitsFor.done, waitsFor.total)] : []),
    ...(blocker ? [l10n.t('waiting for {0}', describeBlocker(blocker, l10n))] : []),
  ];
  return parts.join(', ');
}

function firstLine(sql: string): string {
  return sql.split('\n', 1).join('');
}
