import { findTable, type Snapshot } from '../schema/snapshot';
import type { QueryStatement, TableReference } from '../sql/model';
import { tableKey } from './tuned-query';

/** What a statement does to a table that its indexes have to follow. */
export interface TableWrite {
  /** As `tableKey` has it. */
  readonly table: string;
  readonly kind: 'insert' | 'update';
  /** That an update sets. */
  readonly columns: readonly string[];
  /** Rows that are written so, beside the runs that other queries weigh; absent: 1. */
  readonly weight?: number;
}

/** A delete leaves the entries of indexes to VACUUM; what MERGE does to its rows is not read. */
export function writesOf(statement: QueryStatement, snapshot: Snapshot): readonly TableWrite[] {
  switch (statement.kind) {
    case 'insert':
      return writeOf(statement.into, 'insert', [], snapshot);
    case 'update': {
      const columns = statement.assignments.map(({ column }) => column);
      return writeOf(statement.table, 'update', columns, snapshot);
    }
    default:
      return [];
  }
}

function writeOf(
  { name }: TableReference,
  kind: TableWrite['kind'],
  columns: readonly string[],
  snapshot: Snapshot,
): readonly TableWrite[] {
  const table = findTable(snapshot, name);
  return table ? [{ table: tableKey(table), kind, columns }] : [];
}
