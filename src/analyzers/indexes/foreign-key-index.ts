import { plannedConjuncts } from '../query/conjuncts';
import type { Snapshot, Table } from '../schema/snapshot';
import type { IndexDefinition } from './index-definition';
import { readPredicateTest } from './predicate-test';
import { partitionsOf } from './propose-ddl';

/**
 * An index that finds what refers to a row, when PostgreSQL asks for `a = $1 AND b = $2`: one that starts with any of the columns. Of a
 * partitioned table those of the partitions count too.
 */
export function findForeignKeyIndex(
  table: Table,
  columns: readonly string[],
  snapshot: Snapshot,
): IndexDefinition | undefined {
  const indexes = [
    ...table.indexes,
    ...partitionsOf(table, snapshot).flatMap((partition) => partition.indexes),
  ];
  return indexes.find((index) => {
    const keys = index.method === 'btree' || index.method === 'hash' ? index.keys.slice(0, 1) : index.keys;
    const isAbout = keys.some((key) => key.kind === 'column' && columns.includes(key.column));
    return index.valid && isAbout && holdsReferences(index, columns);
  });
}

/** Rows that refer to nothing may be left out. */
function holdsReferences({ predicate }: IndexDefinition, columns: readonly string[]): boolean {
  return plannedConjuncts(predicate).every((conjunct) => {
    const tests = readPredicateTest(conjunct);
    return tests?.every((test) => test.kind === 'not-null' && columns.includes(test.column)) === true;
  });
}
