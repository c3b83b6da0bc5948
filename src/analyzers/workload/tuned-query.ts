import { keysInSearchOrder } from '../indexes/candidates';
import type { AccessPath, Condition } from '../query/access-path';
import type { Table } from '../schema/snapshot';
import { indexKey, type IndexColumns, type TunedQuery } from './tuning-problem';

/** The name that a table has among tuned ones. */
export function tableKey({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return JSON.stringify([schema, name]);
}

/** What a query asks of its tables, as far as a key of a btree could hold it. */
export function tunedQuery(paths: readonly AccessPath[], weight: number): TunedQuery {
  const columns = new Map<string, Set<string>>();
  for (const path of paths) {
    const { table } = path;
    if (!table) continue;
    const known = columns.get(tableKey(table)) ?? new Set();
    for (const column of columnsOf(path)) {
      if (table.columns.some(({ name }) => name === column)) known.add(column);
    }
    columns.set(tableKey(table), known);
  }
  return { weight, columns };
}

/** With columns that are only read too, an index may hold all that a query wants; of a star that is nothing that one would build. */
function columnsOf({ columns, conditions, order }: AccessPath): readonly string[] {
  const searched = [
    ...conditions.flatMap(columnsOfCondition),
    ...order.flatMap(({ subject }) => (subject.kind === 'column' ? [subject.column] : [])),
  ];
  return columns === 'all' ? searched : [...searched, ...columns];
}

function columnsOfCondition(condition: Condition): readonly string[] {
  if (condition.letter === 'F') return condition.columns;
  return condition.subject.kind === 'column' ? [condition.subject.column] : [];
}

/** The indexes that each path would have if it had one for itself, without repetition. */
export function proposedIndexes(paths: readonly AccessPath[]): readonly IndexColumns[] {
  const byKey = new Map<string, IndexColumns>();
  for (const path of paths) {
    const keys = path.table && keysInSearchOrder(path);
    if (!path.table || !keys) continue;
    const columns = keys.flatMap((key) => (key.kind === 'column' && !key.descending ? [key.column] : []));
    if (columns.length < keys.length) continue;
    const index = { table: tableKey(path.table), columns };
    byKey.set(indexKey(index), index);
  }
  return [...byKey.values()];
}
