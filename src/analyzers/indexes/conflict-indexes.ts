import type { Table } from '../schema/snapshot';
import type { IndexDefinition } from './index-definition';
import type { IndexService } from './index-service';

/**
 * The unique indexes that ON CONFLICT (columns) may rest on: their keys are exactly these columns, in any order (manual, "INSERT"). None for
 * ON CONFLICT DO NOTHING without columns, which needs no index.
 */
export function conflictIndexes(table: Table, columns: readonly string[]): readonly IndexService[] {
  return table.indexes
    .filter((index) => isArbiter(index, columns))
    .map((index) => ({
      index: index.name,
      keys: columns,
      findsRows: true,
      order: 'not-asked',
      covers: false,
      lossy: false,
      skips: 0,
      partial: index.predicate !== undefined,
      isBest: true,
    }));
}

function isArbiter({ unique, valid, keys }: IndexDefinition, columns: readonly string[]): boolean {
  if (!unique || !valid || columns.length === 0 || keys.length !== columns.length) return false;
  return keys.every((key) => key.kind === 'column' && columns.includes(key.column));
}
