import type { IndexDefinition, IndexKey } from '../../../../src/analyzers/indexes/index-definition';
import type { Column, Constraint, Snapshot, Table } from '../../../../src/analyzers/schema/snapshot';

/** What a schema says of itself, one fact a line, sorted: the same lines from a snapshot and from a server's catalogue. */
export function factsOf({ tables, views }: Snapshot): readonly string[] {
  return [
    ...tables.flatMap(tableFacts),
    ...views.map(
      ({ schema, name, materialized }) => `view ${schema}.${name}${materialized ? ' materialized' : ''}`,
    ),
  ].sort();
}

function tableFacts(table: Table): readonly string[] {
  const name = `${table.schema}.${table.name}`;
  const { partitioning, partitionOf, inherits = [], persistence, materializes } = table;
  const properties = [
    persistence,
    ...(partitioning ? [`partitioned by ${partitioning.strategy}`] : []),
    ...(partitionOf ? [`of ${partitionOf.schema}.${partitionOf.name}`] : []),
    ...inherits.map((parent) => `inherits ${parent.schema}.${parent.name}`),
  ];
  return [
    ...(materializes ? [] : [`table ${name} ${properties.join(' ')}`]),
    ...(table.incomplete
      ? []
      : table.columns.map((column) => columnFact(name, withoutIdentity(column, table)))),
    ...table.constraints.map((constraint) => constraintFact(name, constraint)),
    ...table.indexes.map((index) => indexFact(index, table)),
  ];
}

/** Partitions have had the identity of their parent since 17. */
function withoutIdentity(column: Column, { partitionOf }: Table): Column {
  return partitionOf && column.generated === 'identity' ? { ...column, generated: 'no' } : column;
}

function columnFact(
  table: string,
  { name, type, collation, notNull, generated, default: value }: Column,
): string {
  return words(
    `column ${table}.${name} ${type.name}${type.arrayDimensions > 0 ? '[]' : ''}`,
    collation !== undefined && `collate ${collation}`,
    notNull && 'not null',
    generated !== 'no' && generated,
    value !== undefined && 'default',
  );
}

function constraintFact(table: string, { kind, name, columns, references }: Constraint): string {
  return words(
    `constraint ${table} ${kind} ${name} (${columns.join(', ')})`,
    references &&
      `references ${references.schema}.${references.table} (${references.columns.join(', ')})${references.onDelete === undefined ? '' : ` on delete ${references.onDelete}`}`,
  );
}

function indexFact(index: IndexDefinition, table: Table): string {
  const { partitionOf, constraint } = index;
  return words(
    `index ${index.schema}.${index.name} on ${index.table} ${index.method}`,
    `(${index.keys.map((key) => keyFact(key, index.method, table)).join(', ')})`,
    index.include.length > 0 && `include (${index.include.join(', ')})`,
    index.predicate && 'where',
    index.unique && 'unique',
    index.nullsNotDistinct && 'nulls not distinct',
    constraint && `for ${constraint.kind} ${constraint.name}`,
    partitionOf && `part of ${partitionOf.schema}.${partitionOf.name}`,
    !index.valid && 'invalid',
  );
}

function keyFact(key: IndexKey, method: string, table: Table): string {
  const column = key.kind === 'column' ? table.columns.find(({ name }) => name === key.column) : undefined;
  return words(
    key.kind === 'column' ? key.column : '<expression>',
    key.opclass !== undefined && key.opclass,
    key.collation !== undefined && key.collation !== column?.collation && `collate ${key.collation}`,
    // Other methods keep no order.
    method === 'btree' && key.descending && 'desc',
    method === 'btree' && key.nullsFirst && 'nulls first',
  );
}

function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined).join(' ');
}
