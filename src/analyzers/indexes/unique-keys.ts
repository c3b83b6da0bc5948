import type { Table } from '../schema/snapshot';
import { findColumn } from '../schema/column-roles';
import type { IndexDefinition } from './index-definition';

/** Plain columns of a unique index over all rows; `undefined` for a partial, expression or invalid one. */
function uniqueColumns(index: IndexDefinition): readonly string[] | undefined {
  if (!index.unique || index.predicate || !index.valid) return undefined;
  const columns = index.keys.map((key) => (key.kind === 'column' ? key.column : undefined));
  return columns.includes(undefined) ? undefined : columns.filter((column) => column !== undefined);
}

/** The smallest set of NOT NULL columns among `columns` that identifies a row. */
export function uniqueKeyWithin(table: Table, columns: readonly string[]): readonly string[] | undefined {
  return table.indexes
    .map(uniqueColumns)
    .filter((key) => key !== undefined)
    .filter((key) => key.every((column) => columns.includes(column) && isNotNull(table, column)))
    .sort((a, b) => a.length - b.length)[0];
}

/** The columns of a primary key are, whether it is written or not. */
export function isNotNull(table: Table, name: string): boolean {
  const isPrimary = table.constraints.some(
    ({ kind, columns }) => kind === 'primary-key' && columns.includes(name),
  );
  return isPrimary || findColumn(table, name)?.notNull === true;
}

/** Values for these columns match one row at most. */
export function isUniqueTogether(table: Table, columns: readonly string[]): boolean {
  return table.indexes.some(
    (index) => uniqueColumns(index)?.every((column) => columns.includes(column)) === true,
  );
}
