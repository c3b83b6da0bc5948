import type { Blocker } from '../../analyzers/maintenance/work-progress';
import { printDuration } from '../../analyzers/maintenance/estimate-time';
import type { Localizer } from '../localizer';

const MOST_OF_QUERY = 60;

/** `process 4711 (psql, idle in transaction for 12 s): UPDATE items …` */
export function describeBlocker(blocker: Blocker, l10n: Localizer): string {
  const { processId, application = '', state = '', transactionSeconds, query = '' } = blocker;
  if (processId === 0) return l10n.t('a prepared transaction');
  const since =
    transactionSeconds === undefined
      ? state
      : l10n.t('{0} for {1}', state, printDuration(transactionSeconds));
  const facts = [application, since].filter((fact) => fact !== '').join(', ');
  const who = facts === '' ? l10n.t('process {0}', processId) : l10n.t('process {0} ({1})', processId, facts);
  const text = shorten(query);
  return text === '' ? who : `${who}: ${text}`;
}

function shorten(query: string): string {
  const line = query.replace(/\s+/g, ' ').trim();
  return line.length > MOST_OF_QUERY ? `${line.slice(0, MOST_OF_QUERY)}…` : line;
}
