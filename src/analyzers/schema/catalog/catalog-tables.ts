import type { CatalogRows, RelationRow } from '../catalog-rows';
import type { RelationName, Table } from '../snapshot';
import type { TableActivity, TableStatistics } from '../statistics';
import { constraintsByRelation } from './catalog-constraints';
import { type IndexReading, indexesByRelation } from './catalog-indexes';

/** Tables, partitioned ones and their partitions, materialized views and foreign tables. */
export function catalogTables(rows: CatalogRows, reading: IndexReading): readonly Table[] {
  const { names, expressions, columns } = reading;
  const constraints = constraintsByRelation(rows, names);
  const indexes = indexesByRelation(rows, reading);
  const parents = parentsByRelation(rows, reading);
  const reads = readsByView(rows, reading);
  const activity = activityByRelation(rows, indexes);
  return rows.relations
    .filter(({ relkind }) => relkind !== 'v')
    .map((row) => {
      const { oid, nspname, relname, relkind, partitionKey } = row;
      const partitioning = partitionKey === null ? undefined : expressions.partitioning(partitionKey);
      const inherited = parents.get(oid) ?? [];
      const [parent] = inherited;
      return {
        schema: nspname,
        name: relname,
        columns: columns.get(oid) ?? [],
        constraints: constraints.get(oid) ?? [],
        indexes: indexes.get(oid) ?? [],
        ...(partitioning && { partitioning }),
        ...(parent && (row.relispartition ? { partitionOf: parent } : { inherits: inherited })),
        persistence: row.relpersistence === 'u' ? 'unlogged' : 'permanent',
        ...(relkind === 'm' && { materializes: reads.get(oid) ?? [] }),
        incomplete: false,
        ...(relkind === 'f' && { foreign: true }),
        statistics: statisticsOf(row, rows.server.blockSize, activity.get(oid)),
      };
    });
}

function parentsByRelation(
  { inherits }: CatalogRows,
  { names }: IndexReading,
): ReadonlyMap<number, readonly RelationName[]> {
  const parents = new Map<number, RelationName[]>();
  for (const { inhrelid, inhparent } of inherits) {
    const parent = names.relation(inhparent);
    if (parent) parents.set(inhrelid, [...(parents.get(inhrelid) ?? []), parent]);
  }
  return parents;
}

/** Tables and views that the query of a view names. */
export function readsByView(
  { viewReads }: CatalogRows,
  { names }: Pick<IndexReading, 'names'>,
): ReadonlyMap<number, readonly RelationName[]> {
  const reads = new Map<number, RelationName[]>();
  for (const { view, relation } of viewReads) {
    const read = names.relation(relation);
    if (read) reads.set(view, [...(reads.get(view) ?? []), read]);
  }
  return reads;
}

function activityByRelation(
  { tableActivity }: CatalogRows,
  indexes: ReturnType<typeof indexesByRelation>,
): ReadonlyMap<number, TableActivity> {
  return new Map(
    tableActivity.map(({ oid, lastVacuum, lastAutovacuum, lastAnalyze, lastAutoanalyze, ...counters }) => [
      oid,
      {
        ...counters,
        indexScans: (indexes.get(oid) ?? []).reduce(
          (sum, { statistics }) => sum + (statistics?.activity?.scans ?? 0),
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
