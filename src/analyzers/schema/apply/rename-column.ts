import type { IndexDefinition, IndexKey } from '../../indexes/index-definition';
import { columnsIn } from '../../query/walk-expression';
import type { Expression } from '../../sql/model';
import { type Change, changeTable } from './change';
import { isSame } from './relation';
import type { Column, Constraint, RelationName, Table } from '../snapshot';

/** Everything that speaks of the column follows: keys, predicates, constraints, foreign keys of others, the columns of children. */
export function renameColumn(from: string, to: string, tableName: RelationName, change: Change): void {
  const { state } = change;
  const renamed = (name: string): string => (name === from ? to : name);
  changeTable(tableName, change, (table) => renameInTable(table, renamed));
  for (const { schema, name } of state.tablesReferringTo(tableName)) {
    changeTable({ schema, name }, change, ({ constraints }) => ({
      constraints: constraints.map((constraint) => renameReferenced(constraint, tableName, renamed)),
    }));
  }
  for (const child of state.childrenOf(tableName)) renameColumn(from, to, child, change);
}

type Renaming = (name: string) => string;

function renameInTable(table: Table, renamed: Renaming): Partial<Table> {
  const { columns, constraints, indexes, partitioning } = table;
  return {
    columns: columns.map((column) => renameInColumn(column, renamed)),
    constraints: constraints.map((constraint) => ({
      ...constraint,
      columns: constraint.columns.map(renamed),
    })),
    indexes: indexes.map((index) => renameInIndex(index, renamed)),
    ...(partitioning && {
      partitioning: {
        ...partitioning,
        keys: partitioning.keys.map((key) => renameInExpression(key, renamed)),
      },
    }),
  };
}

function renameInColumn(column: Column, renamed: Renaming): Column {
  const { name, default: value } = column;
  return { ...column, name: renamed(name), ...(value && { default: renameInExpression(value, renamed) }) };
}

function renameInIndex(index: IndexDefinition, renamed: Renaming): IndexDefinition {
  const { keys, include, predicate } = index;
  return {
    ...index,
    keys: keys.map((key): IndexKey =>
      key.kind === 'column'
        ? { ...key, column: renamed(key.column) }
        : { ...key, expression: renameInExpression(key.expression, renamed) },
    ),
    include: include.map(renamed),
    ...(predicate && { predicate: renameInExpression(predicate, renamed) }),
  };
}

function renameReferenced(constraint: Constraint, target: RelationName, renamed: Renaming): Constraint {
  const { references } = constraint;
  if (!references || !isSame({ schema: references.schema, name: references.table }, target))
    return constraint;
  return { ...constraint, references: { ...references, columns: references.columns.map(renamed) } };
}

function renameInExpression(expression: Expression, renamed: Renaming): Expression {
  const mentions = columnsIn(expression).some(({ name }) => renamed(name) !== name);
  return mentions ? (renameInValue(expression, renamed) as Expression) : expression;
}

/** Columns stand anywhere in an expression, and are the only nodes of their kind. */
function renameInValue(value: unknown, renamed: Renaming): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renameInValue(item, renamed));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]: [string, unknown]) => [
    key,
    renameInValue(part, renamed),
  ]);
  const copy = Object.fromEntries(entries) as Record<string, unknown>;
  const { kind, name } = copy;
  return kind === 'column' && typeof name === 'string' ? { ...copy, name: renamed(name) } : copy;
}
