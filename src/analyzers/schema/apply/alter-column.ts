import type { AlterTableAction } from '../../sql/model';
import { type Change, changeTable } from './change';
import type { Column, RelationName } from '../snapshot';

export type ColumnAction = Extract<
  AlterTableAction,
  {
    kind:
      | 'alter-type'
      | 'set-default'
      | 'drop-default'
      | 'set-not-null'
      | 'drop-not-null'
      | 'drop-expression'
      | 'add-identity'
      | 'drop-identity';
  }
>;

/** What holds for a column holds for those of its children, unless it is for `only` the table. */
export function alterColumn(action: ColumnAction, table: RelationName, only: boolean, change: Change): void {
  changeTable(table, change, ({ columns }) => ({
    columns: columns.map((column) => (column.name === action.column ? altered(column, action) : column)),
  }));
  if (only) return;
  // An identity is that of the table and its partitions; tables that inherit have none.
  const isIdentity = action.kind === 'add-identity' || action.kind === 'drop-identity';
  const { state } = change;
  const children = isIdentity ? state.partitionsOf(table) : state.childrenOf(table);
  for (const child of children) alterColumn(action, child, false, change);
}

function altered(column: Column, action: ColumnAction): Column {
  switch (action.kind) {
    case 'alter-type': {
      const { type, collation } = action;
      return { ...withoutCollation(column), type, ...(collation !== undefined && { collation }) };
    }
    case 'set-default':
      return { ...column, default: action.default };
    case 'drop-default':
      return withoutDefault(column);
    case 'set-not-null':
      return { ...column, notNull: true, ...(action.name !== undefined && { notNullName: action.name }) };
    case 'drop-not-null':
      return { ...column, notNull: false };
    case 'drop-expression':
      return { ...withoutDefault(column), generated: 'no' };
    case 'add-identity':
      return { ...column, generated: 'identity' };
    case 'drop-identity':
      return { ...column, generated: 'no' };
  }
}

function withoutCollation(column: Column): Column {
  const { collation, ...rest } = column;
  return collation === undefined ? column : rest;
}

function withoutDefault(column: Column): Column {
  const { default: value, ...rest } = column;
  return value === undefined ? column : rest;
}
