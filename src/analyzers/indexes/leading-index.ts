import { plannedConjuncts } from '../query/conjuncts';
import type { Snapshot, Table } from '../schema/snapshot';
import type { IndexDefinition } from './index-definition';
import { readPredicateTest } from './predicate-test';
import { partitionsOf } from './propose-ddl';

/** An index that leads to the rows with these columns. Of a partitioned table those of the partitions count too. */
export function findLeadingIndex(
  table: Table,
  columns: readonly string[],
  snapshot: Snapshot,
): IndexDefinition | undefined {
  const indexes = [
    ...table.indexes,
    ...partitionsOf(table, snapshot).flatMap((partition) => partition.indexes),
  ];
  return indexes.find((index) => leadsTo(index, columns));
}

/** The index starts with any of the columns, and leaves out no row that has a value there. */
export function leadsTo(index: IndexDefinition, columns: readonly string[]): boolean {
  const keys = index.method === 'btree' || index.method === 'hash' ? index.keys.slice(0, 1) : index.keys;
  const isAbout = keys.some((key) => key.kind === 'column' && columns.includes(key.column));
  return index.valid && isAbout && holdsValues(index, columns);
}

/** Rows without a value may be left out: no comparison finds them. */
function holdsValues({ predicate }: IndexDefinition, columns: readonly string[]): boolean {
  return plannedConjuncts(predicate).every((conjunct) => {
    const tests = readPredicateTest(conjunct);
    return tests?.every((test) => test.kind === 'not-null' && columns.includes(test.column)) === true;
  });
}
