import type { CreateIndex, IndexKeyDefinition } from '../sql/model';
import { chooseIndexName } from './choose-index-name';
import type { IndexDefinition, IndexKey } from './index-definition';
import type { Table } from '../schema/snapshot';

/** The index that a CREATE INDEX statement makes, with a name of ours where it names none. */
export function indexFromStatement(statement: CreateIndex, table: Table): IndexDefinition {
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
  return name === undefined ? { ...index, name: chooseIndexName(index, table) } : index;
}

export function indexKeyFromDefinition(key: IndexKeyDefinition): IndexKey {
  const { column, expression, opclass, collation, descending, nullsFirst } = key;
  const properties = {
    ...(opclass !== undefined && { opclass }),
    ...(collation !== undefined && { collation }),
    descending,
    nullsFirst,
  };
  if (column !== undefined) return { kind: 'column', column, ...properties };
  if (expression === undefined) throw new TypeError('An index key is a column or an expression.');
  return { kind: 'expression', expression, ...properties };
}
