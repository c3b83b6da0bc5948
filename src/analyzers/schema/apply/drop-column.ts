import type { IndexDefinition } from '../../indexes/index-definition';
import { columnsIn } from '../../query/walk-expression';
import { removeIndex } from './build-index';
import { type Change, changeTable } from './change';
import { dropForeignKeysTo } from './foreign-keys';
import type { RelationName } from '../snapshot';

/**
 * Indexes that have anything to do with the column go with it, and so do the table's constraints (manual, "ALTER TABLE", DROP COLUMN);
 * CASCADE takes generated columns too.
 */
export function dropColumn(
  name: string,
  tableName: RelationName,
  { only = false, cascade }: { readonly only?: boolean; readonly cascade: boolean },
  change: Change,
): void {
  const { state } = change;
  const table = state.table(tableName);
  if (!table?.columns.some((column) => column.name === name)) return;
  if (!only) for (const child of state.childrenOf(tableName)) dropColumn(name, child, { cascade }, change);
  for (const index of table.indexes) if (usesColumn(index, name)) removeIndex(index, change);
  changeTable(tableName, change, ({ columns, constraints }) => ({
    columns: columns.filter((column) => column.name !== name),
    constraints: constraints.filter((constraint) => !constraint.columns.includes(name)),
  }));
  dropForeignKeysTo(tableName, (columns) => columns.includes(name), change);
  if (!cascade) return;
  for (const column of table.columns) {
    const isComputed = column.generated === 'stored' || column.generated === 'virtual';
    const uses = columnsIn(column.default ?? NOTHING).some((used) => used.name === name);
    if (isComputed && uses) dropColumn(column.name, tableName, { cascade }, change);
  }
}

const NOTHING = { kind: 'opaque', what: 'nothing', children: [], span: { start: 0, end: 0 } } as const;

function usesColumn({ keys, include, predicate }: IndexDefinition, name: string): boolean {
  const expressions = [
    ...keys.flatMap((key) => (key.kind === 'expression' ? [key.expression] : [])),
    ...(predicate ? [predicate] : []),
  ];
  return (
    keys.some((key) => key.kind === 'column' && key.column === name) ||
    include.includes(name) ||
    expressions.some((expression) => columnsIn(expression).some((column) => column.name === name))
  );
}
