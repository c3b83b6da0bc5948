import type { ConstraintDefinition } from '../../sql/model';
import { type Change, changeTable } from './change';
import { chooseConstraintName } from './object-names';
import { isSame } from './relation';
import type { Constraint, RelationName, Table } from '../snapshot';

export function addForeignKeys(
  definitions: readonly ConstraintDefinition[],
  table: RelationName,
  change: Change,
): void {
  const { state } = change;
  for (const { kind, name: written, columns, references } of definitions) {
    if (kind !== 'foreign-key' || !references) continue;
    const name = written ?? chooseConstraintName(table, columns.join('_'), 'fkey', state);
    const { onDelete } = references;
    const target = state.resolve(references.table);
    const referenced =
      target?.kind === 'table' ? target.table : { schema: state.creationSchema, ...references.table };
    const primary = target?.kind === 'table' ? primaryKeyOf(target.table) : [];
    const foreignKey: Constraint = {
      kind,
      name,
      columns,
      references: {
        schema: referenced.schema,
        table: referenced.name,
        columns: references.columns.length > 0 ? references.columns : primary,
        ...(onDelete !== undefined && { onDelete }),
      },
      declaredAt: change.at,
    };
    addForeignKey(foreignKey, table, change);
  }
}

/** Partitions have the foreign keys of their parent: those that they have already, else new ones, under the same name where they can. */
export function inheritForeignKey(
  foreignKey: Constraint,
  parent: Table,
  partition: Table,
  change: Change,
): void {
  const count = ({ constraints }: Table): number =>
    constraints.filter((constraint) => hasSameForm(constraint, foreignKey)).length;
  if (count(partition) < count(parent)) addForeignKey(foreignKey, partition, change);
}

function primaryKeyOf({ constraints }: Table): readonly string[] {
  return constraints.find(({ kind }) => kind === 'primary-key')?.columns ?? [];
}

function addForeignKey(foreignKey: Constraint, tableName: RelationName, change: Change): void {
  const { state } = change;
  const table = state.table(tableName);
  if (!table) return;
  const isUsed = table.constraints.some(({ name }) => name === foreignKey.name);
  const name = isUsed
    ? chooseConstraintName(table, foreignKey.columns.join('_'), 'fkey', state)
    : foreignKey.name;
  const changed = { ...table, constraints: [...table.constraints, { ...foreignKey, name }] };
  state.putTable(changed);
  for (const partition of state.partitionsOf(table))
    inheritForeignKey({ ...foreignKey, name }, changed, partition, change);
}

/** @param isGone whether the columns that a foreign key refers to are no key any more */
export function dropForeignKeysTo(
  target: RelationName,
  isGone: (columns: readonly string[]) => boolean,
  change: Change,
): void {
  for (const table of change.state.tablesReferringTo(target)) {
    const leadsThere = ({ references }: Constraint): boolean =>
      references !== undefined &&
      isSame({ schema: references.schema, name: references.table }, target) &&
      isGone(references.columns);
    changeTable(table, change, ({ constraints }) => ({
      constraints: constraints.filter((constraint) => !leadsThere(constraint)),
    }));
  }
}

function hasSameForm(one: Constraint, other: Constraint): boolean {
  const form = ({ kind, columns, references }: Constraint): string =>
    JSON.stringify([kind, columns, references]);
  return form(one) === form(other);
}
