import { makeObjectName } from '../../sql/object-name';
import { alterColumn } from './alter-column';
import { removeIndex } from './build-index';
import { type Change, changeTable, report } from './change';
import { dropForeignKeysTo } from './foreign-keys';
import type { Column, Constraint, RelationName, Table } from '../snapshot';

/** Its index goes with it, and the foreign keys that need it. */
export function dropConstraint(
  name: string,
  ifExists: boolean,
  tableName: RelationName,
  only: boolean,
  change: Change,
): void {
  const table = change.state.table(tableName);
  if (!table) return;
  const constraint = table.constraints.find((candidate) => candidate.name === name);
  if (!constraint) {
    if (!ifExists && !dropNamedNotNull(name, table, change))
      report(change, `There is no constraint ${name} on ${table.name}.`);
    return;
  }
  const index = table.indexes.find((candidate) => candidate.constraint?.name === name);
  if (index?.partitionOf) {
    report(change, `${name} cannot be dropped: ${index.partitionOf.name} requires it.`);
    return;
  }
  if (index) {
    const key = constraint.columns.join('\0');
    removeIndex(index, change);
    dropForeignKeysTo(table, (columns) => columns.join('\0') === key, change);
  } else removeConstraint(constraint, table, only, change);
}

/** Checks and foreign keys of a parent are those of its children. */
function removeConstraint(constraint: Constraint, table: Table, only: boolean, change: Change): void {
  const isIt = ({ name, kind }: Constraint): boolean => name === constraint.name && kind === constraint.kind;
  changeTable(table, change, ({ constraints }) => ({
    constraints: constraints.filter((candidate) => !isIt(candidate)),
  }));
  if (only) return;
  for (const child of change.state.childrenOf(table)) removeConstraint(constraint, child, false, change);
}

/** Since 18 NOT NULL is a constraint with a name. */
function dropNamedNotNull(name: string, table: Table, change: Change): boolean {
  const column = columnOfNotNull(name, table);
  if (column) alterColumn({ kind: 'drop-not-null', column: column.name }, table, false, change);
  return column !== undefined;
}

/** By the name that a statement gave, or that PostgreSQL chooses. */
export function columnOfNotNull(name: string, table: Table): Column | undefined {
  return table.columns.find(
    (column) => name === (column.notNullName ?? makeObjectName(table.name, column.name, 'not_null')),
  );
}
