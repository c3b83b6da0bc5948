import { printDuration } from '../../analyzers/maintenance/estimate-time';
import type { ActionOutcome, RanStatement } from '../../analyzers/maintenance/action-record';
import { type Localizer, say } from '../localizer';
import type { HistoryEntry } from './maintenance-history';

export interface HistoryWords {
  readonly l10n: Localizer;
  /** A moment as the user's language writes it. */
  readonly moment: (time: Date) => string;
}

/** What was run, as Markdown, the newest first. */
export function printHistory(entries: readonly HistoryEntry[], words: HistoryWords): string {
  const { l10n } = words;
  const title = `# ${l10n.t('Maintenance history')}`;
  const body =
    entries.length === 0
      ? [l10n.t('Nothing was run from this workspace yet.')]
      : entries.map((entry) => printEntry(entry, words));
  return `${[title, ...body].join('\n\n')}\n`;
}

function printEntry({ database, target, record }: HistoryEntry, { l10n, moment }: HistoryWords): string {
  const { title, outcome, startedAt, durationMs, statements, problem, finalState, code } = record;
  const duration = printDuration(durationMs / 1000);
  const facts = [
    l10n.t('{0}, on {1} ({2})', moment(new Date(startedAt)), database, target),
    code === undefined
      ? l10n.t('{0} after {1}', outcomeWord(outcome, l10n), duration)
      : l10n.t('{0} after {1}, SQLSTATE {2}', outcomeWord(outcome, l10n), duration, code),
    ...(problem ? [say(problem, l10n)] : []),
    ...finalState.map((state) => say(state, l10n)),
  ];
  const list = facts.map((fact) => `- ${escapeMarkdown(fact)}`).join('\n');
  const sql = statements.map((statement) => printStatement(statement, l10n)).join('\n');
  const fence = fenceFor(sql);
  const block = sql === '' ? [] : [`${fence}sql\n${sql}\n${fence}`];
  return [`## ${escapeMarkdown(say(title, l10n))}`, list, ...block].join('\n\n');
}

function printStatement({ sql, purpose, outcome, durationMs, tries }: RanStatement, l10n: Localizer): string {
  const parts = [
    outcome === 'skipped'
      ? l10n.t('not run: it was done already')
      : l10n.t('{0} after {1}', outcomeWord(outcome, l10n), printDuration(durationMs / 1000)),
    ...(tries > 1 ? [l10n.t('{0} tries', tries)] : []),
    ...(purpose === 'clean-up' ? [l10n.t('clean-up')] : []),
  ];
  return `-- ${parts.join(', ')}\n${sql}`;
}

function outcomeWord(outcome: ActionOutcome, l10n: Localizer): string {
  switch (outcome) {
    case 'done':
      return l10n.t('done');
    case 'failed':
      return l10n.t('failed');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'refused':
      return l10n.t('not begun');
    case 'running-on':
      return l10n.t('still running');
    case 'unknown':
      return l10n.t('the end is not known');
  }
}

/** Longer than whatever looks like one in a name. */
function fenceFor(sql: string): string {
  const longest = Math.max(2, ...Array.from(sql.matchAll(/`+/g), ([run]) => run.length));
  return '`'.repeat(longest + 1);
}

/** Names are anybody's. Within a word an underscore is only that. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*{}[\]<>#|~]|(?<!\w)_|_(?!\w)/g, '\\$&');
}
