import type { IndexEntry } from '../../analyzers/index-health/describe-table';
import type { TableEntry } from '../../analyzers/index-health/list-database';

export const ORDERS = ['name', 'size', 'scans'] as const;
/** `size` and `scans`: the largest first. Tables have no scans: for them it is the order of size. */
export type Order = (typeof ORDERS)[number];

export interface Arrangement {
  /** Part of a table's or an index's name, whatever its case. Empty: all of them. */
  readonly filter: string;
  readonly order: Order;
}

export interface ArrangedSchema {
  readonly name: string;
  /** Without those that are partitions of another one. */
  readonly tables: readonly TableEntry[];
}

/** The tables of a listing by their keys, and by what they belong to. */
export interface TableIndex {
  readonly byKey: ReadonlyMap<string, TableEntry>;
  /** By the key of the partitioned table. */
  readonly partitions: ReadonlyMap<string, readonly TableEntry[]>;
}

export function keyOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return JSON.stringify([schema, name]);
}

export function indexTables(tables: readonly TableEntry[]): TableIndex {
  const byKey = new Map(tables.map((table) => [keyOf(table), table]));
  const partitions = new Map<string, TableEntry[]>();
  for (const table of tables) {
    if (!table.partitionOf) continue;
    const parent = keyOf(table.partitionOf);
    if (!byKey.has(parent)) continue;
    const siblings = partitions.get(parent);
    if (siblings) siblings.push(table);
    else partitions.set(parent, [table]);
  }
  return { byKey, partitions };
}

/** Schemas by name, their tables as is wished. A partitioned table stays for each partition that the filter keeps. */
export function arrangeTables(tables: TableIndex, wish: Arrangement): readonly ArrangedSchema[] {
  const { byKey } = tables;
  const schemas = new Map<string, TableEntry[]>();
  for (const table of byKey.values()) {
    const isNested = table.partitionOf !== undefined && byKey.has(keyOf(table.partitionOf));
    if (isNested || !isKept(table, tables, wish.filter)) continue;
    const ofSchema = schemas.get(table.schema);
    if (ofSchema) ofSchema.push(table);
    else schemas.set(table.schema, [table]);
  }
  return [...schemas]
    .map(([name, ofSchema]) => ({ name, tables: sortTables(ofSchema, wish.order) }))
    .sort((one, other) => compareNames(one.name, other.name));
}

/** Of a table whose own name matches all, else those that match, or have partitions themselves that do. */
export function arrangePartitions(
  table: TableEntry,
  tables: TableIndex,
  { filter, order }: Arrangement,
): readonly TableEntry[] {
  const all = tables.partitions.get(keyOf(table)) ?? [];
  const kept = holds(table.name, filter) ? all : all.filter((partition) => isKept(partition, tables, filter));
  return sortTables(kept, order);
}

/** @param figureOf what is sorted by, the largest first */
export function arrangeIndexes(
  tableName: string,
  indexes: readonly IndexEntry[],
  { filter, order }: Arrangement,
  figureOf: (index: IndexEntry, order: 'size' | 'scans') => number,
): readonly IndexEntry[] {
  const kept = holds(tableName, filter) ? indexes : indexes.filter(({ name }) => holds(name, filter));
  return [...kept].sort((one, other) => {
    const byFigure = order === 'name' ? 0 : figureOf(other, order) - figureOf(one, order);
    return byFigure === 0 ? compareNames(one.name, other.name) : byFigure;
  });
}

function sortTables(tables: readonly TableEntry[], order: Order): readonly TableEntry[] {
  return [...tables].sort((one, other) => {
    const bySize = order === 'name' ? 0 : other.bytes - one.bytes;
    return bySize === 0 ? compareNames(one.name, other.name) : bySize;
  });
}

/** For itself, or for a partition below it. */
function isKept(table: TableEntry, tables: TableIndex, filter: string): boolean {
  if (matches(table, filter)) return true;
  return (tables.partitions.get(keyOf(table)) ?? []).some((below) => isKept(below, tables, filter));
}

function matches({ name, indexNames }: TableEntry, filter: string): boolean {
  return holds(name, filter) || indexNames.some((index) => holds(index, filter));
}

export function holds(name: string, filter: string): boolean {
  return filter === '' || name.toLowerCase().includes(filter.toLowerCase());
}

/** `Intl.Collator` is fast enough for ten thousand; `localeCompare` is not. */
const COLLATOR = new Intl.Collator('en', { numeric: true });

export function compareNames(one: string, other: string): number {
  return COLLATOR.compare(one, other);
}
