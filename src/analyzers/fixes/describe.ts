import type { RelatedPlace } from '../finding';
import type { IndexDefinition } from '../indexes/index-definition';
import { message } from '../message';
import type { Table } from '../schema/snapshot';

/** Points at the DDL of a table, where the workspace has it. */
export function describeTable(table: Table): readonly RelatedPlace[] {
  return table.declaredAt
    ? [{ location: table.declaredAt, message: message('The table {0} is defined here.', table.name) }]
    : [];
}

export function describeIndex(index: IndexDefinition): readonly RelatedPlace[] {
  return index.declaredAt
    ? [{ location: index.declaredAt, message: message('The index {0} is defined here.', index.name) }]
    : [];
}
