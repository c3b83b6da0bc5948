import type { CreateIndex, IndexKeyDefinition } from '../sql/model';
import { chooseIndexName, namesTaken } from './choose-index-name';
import type { ColumnKey, IndexDefinition, IndexKey } from './index-definition';
import type { Snapshot, Table } from '../schema/snapshot';

/** The index that a CREATE INDEX statement makes, with a name of ours where it names none. */
export function indexFromStatement(
  statement: CreateIndex,
  table: Table,
  snapshot: Snapshot,
): IndexDefinition {
  const { name, method, unique, nullsNotDistinct, include, where, options } = statement;
  const index: IndexDefinition = {
    schema: table.schema,
    table: table.name,
    name: name ?? '',
    method,
    unique,
    nullsNotDistinct,
    keys: statement.keys.map(indexKeyFromDefinition),
    include,
    ...(where && { predicate: where }),
    options,
    valid: true,
  };
  return name === undefined
    ? { ...index, name: chooseIndexName(index, table, namesTaken(table.schema, snapshot)) }
    : index;
}

export function indexKeyFromDefinition(key: IndexKeyDefinition): IndexKey {
  const { column, expression } = key;
  const properties = keyProperties(key);
  if (column !== undefined) return { kind: 'column', column, ...properties };
  if (expression === undefined) throw new TypeError('An index key is a column or an expression.');
  return { kind: 'expression', expression, ...properties };
}

function keyProperties(key: IndexKeyDefinition): Omit<ColumnKey, 'kind' | 'column'> {
  const { opclass, opclassSchema, opclassOptions, collation, collationSchema } = key;
  return {
    ...(opclass !== undefined && { opclass }),
    ...(opclassSchema !== undefined && { opclassSchema }),
    ...(opclassOptions && { opclassOptions }),
    ...(collation !== undefined && { collation }),
    ...(collationSchema !== undefined && { collationSchema }),
    descending: key.descending,
    nullsFirst: key.nullsFirst,
  };
}
