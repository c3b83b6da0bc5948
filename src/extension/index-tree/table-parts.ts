import type { TableEntry } from '../../analyzers/index-health/list-database';
import type { Words } from './row-knowledge';
import { type NodeOf, partNode, schemaNode, tableNode, type TreeNode } from './tree-node';
import type { TreeRow } from './tree-row';

/** More rows below one are slow to draw, and nobody reads them. */
export const TABLES_AT_ONCE = 500;

/** What tables stand below: a schema, or the table that they are partitions of. */
export type TableHolder = NodeOf<'part'>['object'];

/** What stands below a schema or a partitioned table: the tables, or of very many of them parts that are opened one by one. */
export function childrenOfHolder(holder: TableHolder, tables: readonly TableEntry[]): readonly TreeNode[] {
  if (tables.length <= TABLES_AT_ONCE) return tables.map((table) => tableNode(holder.connectionId, table));
  const parts = Math.ceil(tables.length / TABLES_AT_ONCE);
  return Array.from({ length: parts }, (_, part) => partNode(holder, part * TABLES_AT_ONCE));
}

/** @param first where the part begins, from 0 */
export function tablesOfPart(tables: readonly TableEntry[], first: number): readonly TableEntry[] {
  return tables.slice(first, first + TABLES_AT_ONCE);
}

/** What a table stands below: the row of its holder, or that of a part. */
export function rowAbove(
  holder: TableHolder,
  { schema, name }: Pick<TableEntry, 'schema' | 'name'>,
  tables: readonly TableEntry[],
): TreeNode {
  const isIt = (table: TableEntry): boolean => table.name === name && table.schema === schema;
  const place = tables.length > TABLES_AT_ONCE ? tables.findIndex(isIt) : -1;
  return place < 0 ? nodeOfHolder(holder) : partNode(holder, place - (place % TABLES_AT_ONCE));
}

export function nodeOfHolder(holder: TableHolder): TreeNode {
  const { connectionId } = holder;
  return holder.kind === 'schema'
    ? schemaNode(connectionId, holder.schema)
    : tableNode(connectionId, holder.table);
}

export function describePart(
  { object, first }: Pick<NodeOf<'part'>, 'object' | 'first'>,
  part: readonly TableEntry[],
  { l10n, figures }: Words,
): TreeRow | undefined {
  const [from, to] = [part[0], part.at(-1)];
  if (!from || !to) return undefined;
  const names = from === to ? from.name : l10n.t('{0} to {1}', from.name, to.name);
  const places = [figures.exact(first + 1), figures.exact(first + part.length)] as const;
  const [count, heard] =
    object.kind === 'schema'
      ? [
          from === to ? l10n.t('table {0}', places[0]) : l10n.t('tables {0} to {1}', ...places),
          l10n.t('Part of a schema'),
        ]
      : [
          from === to ? l10n.t('partition {0}', places[0]) : l10n.t('partitions {0} to {1}', ...places),
          l10n.t('Part of the partitions of {0}', object.table.name),
        ];
  return {
    label: names,
    description: count,
    icon: 'list-unordered',
    contextValue: 'part',
    accessibleLabel: `${heard}: ${names}, ${count}`,
    tooltip: [],
  };
}
