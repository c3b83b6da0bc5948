import type { IndexDefinition } from '../indexes/index-definition';
import { printExpression } from '../sql/print-expression';
import { quoteIdentifier, quoteQualified } from '../sql/identifiers';
import { printType } from '../sql/print-words';
import type { CheckDetails, PartitionDetails } from './schema-details';
import type { Column, Constraint, RelationName, Table } from './snapshot';

/*
 * Tables for a planner that has nothing but a schema. None of it is ever sent to a server: the DDL that is, `indexes/print-ddl` prints.
 */

/**
 * Columns with their types and NOT NULL; neither defaults nor rights nor storage make a difference to a plan.
 *
 * @param typeOf what a column's type is where it has a length or the like
 */
export function printCreateTable(
  table: Table,
  key: PartitionDetails['key'],
  typeOf: (column: string) => string | undefined,
): string {
  const columns = table.columns.map((column) => printColumn(column, typeOf(column.name)));
  const partitioned = key === null ? '' : ` PARTITION BY ${key}`;
  return `CREATE TABLE ${nameOf(table)} (${columns.join(', ')})${partitioned}`;
}

function printColumn(
  { name, type, notNull, generated, default: value }: Column,
  known: string | undefined,
): string {
  // The rows of a table as a type: no index serves them.
  const words = [quoteIdentifier(name), known ?? (type.name === 'record' ? 'text' : printType(type))];
  const expression = generated === 'virtual' && value ? printExpression(value) : undefined;
  if (expression !== undefined) words.push(`GENERATED ALWAYS AS (${expression}) VIRTUAL`);
  if (notNull) words.push('NOT NULL');
  return words.join(' ');
}

/** By itself: a collation that the planner does not have costs the order of one column, not the table. */
export function printCollations(
  table: Table,
  typeOf: (column: string) => string | undefined,
): readonly string[] {
  return table.columns.flatMap(({ name, type, collation }) =>
    collation === undefined
      ? []
      : [
          `ALTER TABLE ${nameOf(table)} ALTER COLUMN ${quoteIdentifier(name)} TYPE ${typeOf(name) ?? printType(type)} COLLATE ${quoteIdentifier(collation)}`,
        ],
  );
}

export function printAttachTable(parent: RelationName, table: RelationName, bound: string): string {
  return `ALTER TABLE ONLY ${nameOf(parent)} ATTACH PARTITION ${nameOf(table)} ${bound}`;
}

export function printInherit(table: RelationName, parent: RelationName): string {
  return `ALTER TABLE ${nameOf(table)} INHERIT ${nameOf(parent)}`;
}

/** A primary key or a unique constraint with the index that it owns. */
export function printKeyConstraint(
  table: RelationName,
  { kind, name, columns, deferrable }: Constraint,
  { include, nullsNotDistinct }: IndexDefinition,
): string {
  const words = [
    addConstraint(table, name),
    kind === 'primary-key' ? 'PRIMARY KEY' : 'UNIQUE',
    ...(nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
    printColumns(columns),
    ...(include.length > 0 ? ['INCLUDE', printColumns(include)] : []),
    ...(deferrable ? ['DEFERRABLE'] : []),
  ];
  return words.join(' ');
}

/** `undefined`: it refers to a table that is not known. */
export function printForeignKey(
  table: RelationName,
  { name, columns, references, notValid }: Constraint,
): string | undefined {
  if (!references) return undefined;
  const target = quoteQualified(references.schema, references.table);
  const words = [
    `ALTER TABLE ${nameOf(table)} ADD CONSTRAINT ${quoteIdentifier(name)} FOREIGN KEY`,
    printColumns(columns),
    `REFERENCES ${target} ${printColumns(references.columns)}`,
    ...(references.onDelete === undefined ? [] : [`ON DELETE ${references.onDelete.toUpperCase()}`]),
    ...(notValid ? ['NOT VALID'] : []),
  ];
  return words.join(' ');
}

export function printCheck({ schema, name, constraint }: CheckDetails, definition: string): string {
  return `ALTER TABLE ${nameOf({ schema, name })} ADD CONSTRAINT ${quoteIdentifier(constraint)} ${definition}`;
}

function addConstraint(table: RelationName, name: string): string {
  return `ALTER TABLE ONLY ${nameOf(table)} ADD CONSTRAINT ${quoteIdentifier(name)}`;
}

function printColumns(columns: readonly string[]): string {
  return `(${columns.map(quoteIdentifier).join(', ')})`;
}

function nameOf({ schema, name }: RelationName): string {
  return quoteQualified(schema, name);
}
