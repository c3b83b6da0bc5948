import { INDEX_ACTIVITY_LAYOUT, INDEX_LAYOUT } from '../catalog-layouts';
import type { CatalogRows, RelationRow } from '../catalog-rows';
import { firstFields, unpackRows } from '../packed-rows';
import type { RelationName, Table } from '../snapshot';
import type { TableActivity, TableStatistics } from '../statistics';
import { type TableReader, tableReadLater } from '../table-read-later';
import { constraintsOf } from './catalog-constraints';
import { CatalogIndexes, type CatalogReading } from './catalog-indexes';

/** Tables, partitioned ones and their partitions, materialized views and foreign tables. */
export function catalogTables(reading: CatalogReading): readonly Table[] {
  const { rows, expressions } = reading;
  const reader = readerOf(reading);
  const parents = parentsByRelation(reading);
  const reads = readsByView(reading);
  const activity = activityByRelation(rows);
  return rows.relations
    .filter(({ relkind }) => relkind !== 'v')
    .map((row) => {
      const { oid, nspname, relname, relkind, partitionKey } = row;
      const partitioning = partitionKey === null ? undefined : expressions.partitioning(partitionKey);
      const inherited = parents.get(oid) ?? [];
      const [parent] = inherited;
      return tableReadLater(reader, oid, {
        schema: nspname,
        name: relname,
        ...(partitioning && { partitioning }),
        ...(parent && (row.relispartition ? { partitionOf: parent } : { inherits: inherited })),
        persistence: row.relpersistence === 'u' ? 'unlogged' : 'permanent',
        ...(relkind === 'm' && { materializes: reads.get(oid) ?? [] }),
        incomplete: false,
        ...(relkind === 'f' && { foreign: true }),
        statistics: statisticsOf(row, rows.server.blockSize, activity.get(oid)),
      });
    });
}

function readerOf(reading: CatalogReading): TableReader {
  const { rows, names, columns } = reading;
  const indexes = new CatalogIndexes(reading);
  return {
    columns: (oid) => columns.of(oid),
    constraints: (oid) => constraintsOf(oid, rows.constraints.get(oid), names),
    indexes: (oid) => indexes.of(oid),
    indexNames: (oid) => firstFields(rows.indexes.get(oid)),
    indexNumbers: (oid) =>
      new Map(
        unpackRows(rows.indexes.get(oid), INDEX_LAYOUT).map(({ relname, indexrelid }) => [
          relname,
          indexrelid,
        ]),
      ),
  };
}

function parentsByRelation({
  rows: { inherits },
  names,
}: CatalogReading): ReadonlyMap<number, readonly RelationName[]> {
  const parents = new Map<number, RelationName[]>();
  for (const { inhrelid, inhparent } of inherits) {
    const parent = names.relation(inhparent);
    if (parent) parents.set(inhrelid, [...(parents.get(inhrelid) ?? []), parent]);
  }
  return parents;
}

/** Tables and views that the query of a view names. */
export function readsByView({
  rows: { viewReads },
  names,
}: CatalogReading): ReadonlyMap<number, readonly RelationName[]> {
  const reads = new Map<number, RelationName[]>();
  for (const { view, relation } of viewReads) {
    const read = names.relation(relation);
    if (read) reads.set(view, [...(reads.get(view) ?? []), read]);
  }
  return reads;
}

function activityByRelation({
  tableActivity,
  indexActivity,
}: CatalogRows): ReadonlyMap<number, TableActivity> {
  return new Map(
    tableActivity.map(({ oid, lastVacuum, lastAutovacuum, lastAnalyze, lastAutoanalyze, ...counters }) => [
      oid,
      {
        ...counters,
        indexScans: unpackRows(indexActivity.get(oid), INDEX_ACTIVITY_LAYOUT).reduce(
          (sum, { scans }) => sum + scans,
          0,
        ),
        ...(lastVacuum !== null && { lastVacuum }),
        ...(lastAutovacuum !== null && { lastAutovacuum }),
        ...(lastAnalyze !== null && { lastAnalyze }),
        ...(lastAutoanalyze !== null && { lastAutoanalyze }),
      },
    ]),
  );
}

function statisticsOf(
  { reltuples, relpages, relallvisible, access }: RelationRow,
  blockSize: number,
  activity: TableActivity | undefined,
): TableStatistics {
  // A partitioned table has no file; ANALYZE sets its pages to -1 since 14.
  const pages = Math.max(0, relpages);
  return {
    ...(reltuples >= 0 && { rows: reltuples }),
    pages,
    allVisiblePages: relallvisible,
    heapBytes: pages * blockSize,
    columns: access,
    ...(activity && { activity }),
  };
}
