import { printDuration } from '../../analyzers/maintenance/estimate-time';
import type { ActionRecord } from '../../analyzers/maintenance/action-record';
import { type Localizer, say } from '../localizer';

export interface Ending {
  readonly severity: 'information' | 'warning' | 'error';
  readonly sentence: string;
}

/** How it has ended, why, and how the indexes stand now. @param database as the settings call it */
export function describeEnding(record: ActionRecord, database: string, l10n: Localizer): Ending {
  const { problem, finalState } = record;
  const sentences = [
    describeOutcome(record, say(record.title, l10n), database, l10n),
    ...(problem ? [say(problem, l10n)] : []),
    ...finalState.map((state) => say(state, l10n)),
  ];
  return { severity: severityOf(record), sentence: sentences.join(' ') };
}

function describeOutcome(
  { outcome, durationMs }: ActionRecord,
  title: string,
  database: string,
  l10n: Localizer,
): string {
  switch (outcome) {
    case 'done':
      return l10n.t('{0}, on {1}: done in {2}.', title, database, printDuration(durationMs / 1000));
    case 'failed':
      return l10n.t('{0}, on {1}: failed.', title, database);
    case 'cancelled':
      return l10n.t('{0}, on {1}: cancelled.', title, database);
    case 'refused':
      return l10n.t('{0}, on {1}: not begun.', title, database);
    case 'running-on':
      return l10n.t('{0}, on {1}: still running.', title, database);
    case 'unknown':
      return l10n.t('{0}, on {1}: the end is not known.', title, database);
  }
}

function severityOf({ outcome, leftovers }: ActionRecord): Ending['severity'] {
  if (outcome === 'failed' || outcome === 'refused') return 'error';
  return outcome === 'done' && leftovers.length === 0 ? 'information' : 'warning';
}
