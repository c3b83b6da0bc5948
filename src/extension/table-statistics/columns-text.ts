import { describeCorrelation, describeDistinct } from '../../analyzers/maintenance/describe-column';
import type { Message } from '../../analyzers/message';
import type { ColumnFigures } from '../../postgres/monitoring/read-table-statistics';
import { escapeMarkdown, markdownTable } from './markdown-table';
import type { Words } from './statistics-text';
import type { TableStatistics } from './table-statistics';

export function printColumns(
  { known: { columns, rows }, usage }: TableStatistics,
  { l10n, language }: Words,
): readonly string[] {
  const t = (sentence: Message): string => l10n.t(sentence.template, ...sentence.args);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumSignificantDigits: 3 });
  const figure = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const share = (value: number | null): string => (value === null ? '' : percent.format(value));
  const table = markdownTable(
    [
      l10n.t('Column'),
      'n_distinct',
      l10n.t('Different values'),
      l10n.t('Correlation'),
      l10n.t('Order on disk'),
      l10n.t('NULL'),
      l10n.t('Most common value'),
      l10n.t('Width in bytes'),
    ],
    columns.map((column) => [
      escapeMarkdown(column.name),
      column.distinct === null ? '' : figure.format(column.distinct),
      column.distinct === null ? '' : t(describeDistinct(column.distinct, rows)),
      column.correlation === null ? '' : figure.format(column.correlation),
      column.correlation === null ? '' : t(describeCorrelation(column.correlation)),
      share(column.nullFraction),
      share(column.mostCommonShare),
      column.averageWidth === null ? '' : figure.format(column.averageWidth),
    ]),
    ['left', 'right', 'left', 'right', 'left', 'right', 'right', 'right'],
  );
  const targets = columns.filter(({ target }) => target >= 0);
  return [
    ...missingFigures(columns, wasAnalyzed(usage), l10n),
    ...table,
    ...(targets.length === 0
      ? []
      : [
          '',
          l10n.t(
            'Statistics target of its own: {0}',
            targets.map(({ name, target }) => `${escapeMarkdown(name)} ${String(target)}`).join(', '),
          ),
        ]),
  ];
}

function wasAnalyzed(usage: TableStatistics['usage']): boolean {
  return usage !== undefined && (usage.lastAnalyze !== null || usage.lastAutoanalyze !== null);
}

/** `pg_stats` has no row of what was never analyzed, nor of what the role may not read; and does not say which. */
function missingFigures(
  columns: readonly ColumnFigures[],
  isAnalyzed: boolean,
  l10n: Words['l10n'],
): readonly string[] {
  const missing = columns.filter(({ averageWidth }) => averageWidth === null);
  if (missing.length === 0) return [];
  const names = missing.map(({ name }) => escapeMarkdown(name)).join(', ');
  if (missing.length < columns.length) {
    return [l10n.t('The role may not read the statistics of {0}, or they were not analyzed yet.', names), ''];
  }
  return [
    isAnalyzed
      ? l10n.t(
          'The table has been analyzed, but the role may not read its statistics: that needs SELECT on the columns, and no row security that holds for the role.',
        )
      : l10n.t(
          'There are no statistics: the table was never analyzed, or the role may not read them. Until ANALYZE the planner guesses.',
        ),
    '',
  ];
}
