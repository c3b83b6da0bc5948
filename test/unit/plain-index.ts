import { columnKey, type IndexDefinition } from '../../src/analyzers/indexes/index-definition';

/** A btree of a table in `public`. */
export function plainIndex(
  table: string,
  name: string,
  columns: readonly string[],
  properties: Partial<IndexDefinition> = {},
): IndexDefinition {
  return {
    schema: 'public',
    table,
    name,
    method: 'btree',
    unique: false,
    nullsNotDistinct: false,
    keys: columns.map((column) => columnKey(column)),
    include: [],
    options: {},
    valid: true,
    ...properties,
  };
}
