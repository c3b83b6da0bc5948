import { describeAutovacuum } from '../../analyzers/maintenance/describe-autovacuum';
import type { Message } from '../../analyzers/message';
import { formatAge } from '../format-age';
import { formatBytes } from '../figures';
import type { Localizer } from '../localizer';
import { printColumns } from './columns-text';
import { COUNTERS, type CounterName, rises } from './counter-samples';
import { escapeMarkdown, markdownTable } from './markdown-table';
import { sparkline } from './sparkline';
import type { TableStatistics } from './table-statistics';

export interface Words {
  readonly l10n: Localizer;
  /** A BCP 47 tag, as `vscode.env.language`. */
  readonly language: string;
}

/** The page in Markdown: what the planner, autovacuum and the counters know of a table. No value of a user's is in it. */
export function printStatistics(statistics: TableStatistics, words: Words): string {
  const { table, target, readAt, known } = statistics;
  const { l10n, language } = words;
  const t = (sentence: Message): string => l10n.t(sentence.template, ...sentence.args);
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const { usage } = statistics;
  return [
    `# ${escapeMarkdown(`${table.schema}.${table.name}`)}`,
    '',
    escapeMarkdown(l10n.t('{0}, read {1}', target, moment.format(readAt))),
    '',
    ...printSize(statistics, words),
    '',
    `## ${l10n.t('Vacuum and analyze')}`,
    '',
    ...printTimes(statistics, words),
    '',
    ...describeAutovacuum(known.autovacuum, known.rows, usage).map((sentence) => `- ${t(sentence)}`),
    ...printOptions(known.options, l10n),
    '',
    `## ${l10n.t('Counters')}`,
    '',
    ...printCounters(statistics, words, moment),
    '',
    `## ${l10n.t('What the planner knows of the columns')}`,
    '',
    ...printColumns(statistics, words),
    '',
  ].join('\n');
}

function printSize(
  { known: { rows }, usage, tableBytes, indexBytes, indexes }: TableStatistics,
  { l10n, language }: Words,
): readonly string[] {
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const unknown = l10n.t('not known now: the table is locked, or the server is slow');
  const bytes = (size: number | undefined): string =>
    size === undefined ? unknown : formatBytes(size, l10n, language);
  return markdownTable(
    ['', ''],
    [
      [
        l10n.t('Rows'),
        rows < 0
          ? l10n.t('not known: it was never vacuumed or analyzed')
          : l10n.t('about {0}', count.format(rows)),
      ],
      ...(usage ? [[l10n.t('Dead rows'), count.format(usage.deadRows)]] : []),
      [l10n.t('Size without indexes'), bytes(tableBytes)],
      [indexes === 1 ? l10n.t('Its index') : l10n.t('Its {0} indexes', indexes), bytes(indexBytes)],
    ],
  );
}

function printTimes({ usage, readAt }: TableStatistics, { l10n }: Words): readonly string[] {
  if (!usage)
    return [l10n.t('The server counts nothing for it: a partitioned table is as its partitions are.')];
  const age = (time: string | null): string =>
    time === null ? l10n.t('never, as far as the counters go back') : formatAge(new Date(time), readAt, l10n);
  return markdownTable(
    ['', l10n.t('By hand'), l10n.t('By autovacuum')],
    [
      ['VACUUM', age(usage.lastVacuum), age(usage.lastAutovacuum)],
      ['ANALYZE', age(usage.lastAnalyze), age(usage.lastAutoanalyze)],
    ],
  );
}

function printOptions(options: Readonly<Record<string, string>>, l10n: Localizer): readonly string[] {
  const set = Object.entries(options).map(([name, value]) => `\`${name} = ${value}\``);
  return set.length === 0 ? [] : ['', `${l10n.t('Set for this table:')} ${set.join(', ')}`];
}

function printCounters(
  { usage, countersSince, samples }: TableStatistics,
  { l10n, language }: Words,
  moment: Intl.DateTimeFormat,
): readonly string[] {
  if (!usage) return [l10n.t('The server counts nothing for it.')];
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const names: Readonly<Record<CounterName, string>> = {
    indexScans: l10n.t('Scans of its indexes'),
    sequentialScans: l10n.t('Scans of the whole table'),
    inserted: l10n.t('Rows inserted'),
    updated: l10n.t('Rows updated'),
    deleted: l10n.t('Rows deleted'),
  };
  const last = samples.at(-1);
  const since =
    countersSince === null
      ? l10n.t('The counters were never reset.')
      : l10n.t('The counters count since {0}, on this server alone.', moment.format(new Date(countersSince)));
  const hot =
    usage.updated === 0
      ? l10n.t('There were no updates yet.')
      : l10n.t(
          '{0} of the updates changed no index (HOT): they cost no index anything.',
          percent.format(usage.hotUpdated / usage.updated),
        );
  return [
    since,
    '',
    ...markdownTable(
      ['', l10n.t('So far'), l10n.t('While this page is open')],
      COUNTERS.map((name) => {
        const rose = rises(samples, name);
        const sum = rose.reduce((total, each) => total + each, 0);
        return [
          names[name],
          count.format(last?.[name] ?? 0),
          rose.length === 0 ? '' : `${sparkline(rose)} +${count.format(sum)}`,
        ];
      }),
      ['left', 'right', 'left'],
    ),
    '',
    l10n.t('The server is asked once a minute while the page can be seen, and whenever you open it anew.'),
    '',
    hot,
  ];
}
