import type { TableDetails } from '../../analyzers/index-health/describe-table';
import type { TableEntry } from '../../analyzers/index-health/list-database';
import { countIndexes, countTables } from '../count-words';
import type { Localizer } from '../localizer';
import type { Words } from './row-knowledge';
import type { LateFigures } from './late-figures';
import { describe, fact, sentence, title, type TooltipPart, type TreeRow } from './tree-row';

const ICONS: Readonly<Record<TableEntry['kind'], string>> = {
  table: 'table',
  partitioned: 'layers',
  'materialized-view': 'eye',
  foreign: 'globe',
};

/** @param partitions how many the table has itself */
export function describeTableRow(
  table: TableEntry,
  partitions: number,
  late: LateFigures,
  words: Words,
  details?: TableDetails,
): TreeRow {
  const { name, kind, rows, indexNames } = table;
  const { l10n, figures } = words;
  const { seen, heard } = describe([
    kindWord(table, l10n),
    rows === undefined ? undefined : rowsOf(rows, words),
    sizeOf(table, late, words),
    kind === 'foreign' ? undefined : indexesOf(indexNames.length, l10n),
    partitions === 0 ? undefined : partitionsOf(partitions, l10n),
  ]);
  return {
    label: name,
    description: seen,
    icon: ICONS[kind],
    contextValue: `table;partitioned=${kind === 'partitioned' ? 'yes' : 'no'};kind=${kind}`,
    accessibleLabel: l10n.t('Table {0}: {1}', name, heard),
    tooltip: [
      title(`${table.schema}.${name}`),
      ...(rows === undefined ? [sentence(l10n.t('Never analyzed: how many rows it has is not known.'))] : []),
      ...(rows === undefined ? [] : [fact(l10n.t('Rows'), l10n.t('about {0}', figures.exact(rows)))]),
      ...usageFacts(table, late, words, details),
    ],
  };
}

export function describeSchema(schema: string, tables: number, { l10n }: Words): TreeRow {
  const count = countTables(tables, l10n);
  return {
    label: schema,
    description: count,
    icon: 'symbol-namespace',
    contextValue: 'schema',
    accessibleLabel: l10n.t('Schema {0}: {1}', schema, count),
    tooltip: [],
  };
}

function kindWord({ kind }: TableEntry, l10n: Localizer): string | undefined {
  if (kind === 'materialized-view') return l10n.t('materialized view');
  return kind === 'foreign' ? l10n.t('foreign table') : undefined;
}

function rowsOf(rows: number, { l10n, figures }: Words): string {
  return rows === 1 ? l10n.t('1 row') : l10n.t('{0} rows', figures.count(rows));
}

function indexesOf(indexes: number, l10n: Localizer): string {
  if (indexes === 0) return l10n.t('no index');
  return countIndexes(indexes, l10n);
}

function partitionsOf(partitions: number, l10n: Localizer): string {
  return partitions === 1 ? l10n.t('1 partition') : l10n.t('{0} partitions', partitions);
}

function sizeOf(
  { oid, bytes, kind }: TableEntry,
  late: LateFigures,
  { l10n, figures }: Words,
): string | undefined {
  if (kind === 'partitioned' || kind === 'foreign') return undefined;
  const measured = late.bytes.get(oid);
  if (measured !== undefined) return figures.bytes(measured);
  return bytes > 0 ? l10n.t('about {0}', figures.bytes(bytes)) : undefined;
}

function usageFacts(
  { oid }: TableEntry,
  late: LateFigures,
  { l10n, figures }: Words,
  details?: TableDetails,
): readonly TooltipPart[] {
  const usage = late.tables.get(oid) ?? details?.activity;
  if (usage === undefined) return [];
  const { updated, hotUpdated, sequentialScans, deadRows } = usage;
  return [
    fact(l10n.t('Read from end to end'), l10n.t('{0} times', figures.exact(sequentialScans))),
    fact(l10n.t('Dead rows'), figures.exact(deadRows)),
    ...(updated === 0
      ? []
      : [
          fact(
            l10n.t('Updates that changed no index (HOT)'),
            l10n.t('{0} of {1}', figures.percent(hotUpdated / updated), figures.exact(updated)),
          ),
        ]),
  ];
}
