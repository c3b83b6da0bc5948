import type { TableEntry } from '../../analyzers/index-health/list-database';
import type { Words } from './row-knowledge';
import { partNode, schemaNode, tableNode, type TreeNode } from './tree-node';
import type { TreeRow } from './tree-row';

/** More rows below one are slow to draw, and nobody reads them. */
export const TABLES_AT_ONCE = 500;

/** What stands below a schema: its tables, or of very many of them parts that are opened one by one. */
export function childrenOfSchema(
  connectionId: string,
  schema: string,
  tables: readonly TableEntry[],
): readonly TreeNode[] {
  if (tables.length <= TABLES_AT_ONCE) return tables.map((table) => tableNode(connectionId, table));
  const parts = Math.ceil(tables.length / TABLES_AT_ONCE);
  return Array.from({ length: parts }, (_, part) => partNode(connectionId, schema, part * TABLES_AT_ONCE));
}

/** @param first where the part begins, from 0 */
export function tablesOfPart(tables: readonly TableEntry[], first: number): readonly TableEntry[] {
  return tables.slice(first, first + TABLES_AT_ONCE);
}

/** What a table of a schema stands below. */
export function holderOf(
  connectionId: string,
  { schema, name }: Pick<TableEntry, 'schema' | 'name'>,
  tables: readonly TableEntry[],
): TreeNode {
  const place = tables.length > TABLES_AT_ONCE ? tables.findIndex((table) => table.name === name) : -1;
  if (place < 0) return schemaNode(connectionId, schema);
  return partNode(connectionId, schema, place - (place % TABLES_AT_ONCE));
}

export function describePart(
  first: number,
  part: readonly TableEntry[],
  { l10n, figures }: Words,
): TreeRow | undefined {
  const [from, to] = [part[0], part.at(-1)];
  if (!from || !to) return undefined;
  const names = from === to ? from.name : l10n.t('{0} to {1}', from.name, to.name);
  const places = [figures.exact(first + 1), figures.exact(first + part.length)] as const;
  const count = from === to ? l10n.t('table {0}', places[0]) : l10n.t('tables {0} to {1}', ...places);
  return {
    label: names,
    description: count,
    icon: 'list-unordered',
    contextValue: 'part',
    accessibleLabel: l10n.t('Part of a schema: {0}, {1}', names, count),
    tooltip: [],
  };
}
