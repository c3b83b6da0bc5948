import { type Catalogue, catalogue, number, orNull, text, time } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

/** Counters of a table and its indexes at one moment, since the database's counters were reset. */
export interface TableUsage {
  readonly oid: number;
  readonly sequentialScans: number;
  readonly sequentialRowsRead: number;
  readonly inserted: number;
  readonly updated: number;
  /** Of `updated`: those that changed no index (heap-only tuples). */
  readonly hotUpdated: number;
  readonly deleted: number;
  readonly liveRows: number;
  readonly deadRows: number;
  readonly modifiedSinceAnalyze: number;
  /** Blocks of the table asked for, and how many of them were in shared buffers. */
  readonly blocksFetched: number;
  readonly blocksHit: number;
  readonly lastVacuum: string | null;
  readonly lastAutovacuum: string | null;
  readonly lastAnalyze: string | null;
  readonly lastAutoanalyze: string | null;
}

export interface IndexUsage {
  readonly oid: number;
  readonly table: number;
  readonly scans: number;
  readonly rowsRead: number;
  /** By plain index scans: a bitmap scan counts as read and not as fetched. */
  readonly rowsFetched: number;
  readonly blocksFetched: number;
  readonly blocksHit: number;
  /** Servers since 16. */
  readonly lastScan: string | null;
}

export interface Usage {
  /** ISO 8601; `null`: never reset. */
  readonly countersSince: string | null;
  readonly tables: readonly TableUsage[];
  readonly indexes: readonly IndexUsage[];
}

/** By the functions behind the views, which open no table. */
const TABLES: Catalogue<TableUsage> = catalogue<TableUsage>(
  `SELECT c.oid, pg_stat_get_numscans(c.oid) AS "sequentialScans", pg_stat_get_tuples_returned(c.oid) AS "sequentialRowsRead",
     pg_stat_get_tuples_inserted(c.oid) AS inserted, pg_stat_get_tuples_updated(c.oid) AS updated,
     pg_stat_get_tuples_hot_updated(c.oid) AS "hotUpdated", pg_stat_get_tuples_deleted(c.oid) AS deleted,
     pg_stat_get_live_tuples(c.oid) AS "liveRows", pg_stat_get_dead_tuples(c.oid) AS "deadRows",
     pg_stat_get_mod_since_analyze(c.oid) AS "modifiedSinceAnalyze",
     pg_stat_get_blocks_fetched(c.oid) AS "blocksFetched", pg_stat_get_blocks_hit(c.oid) AS "blocksHit",
     pg_stat_get_last_vacuum_time(c.oid) AS "lastVacuum", pg_stat_get_last_autovacuum_time(c.oid) AS "lastAutovacuum",
     pg_stat_get_last_analyze_time(c.oid) AS "lastAnalyze", pg_stat_get_last_autoanalyze_time(c.oid) AS "lastAutoanalyze"
   FROM pg_catalog.pg_class c WHERE c.oid = ANY ($1::oid[]) ORDER BY c.oid`,
  {
    oid: number,
    sequentialScans: number,
    sequentialRowsRead: number,
    inserted: number,
    updated: number,
    hotUpdated: number,
    deleted: number,
    liveRows: number,
    deadRows: number,
    modifiedSinceAnalyze: number,
    blocksFetched: number,
    blocksHit: number,
    lastVacuum: orNull(time),
    lastAutovacuum: orNull(time),
    lastAnalyze: orNull(time),
    lastAutoanalyze: orNull(time),
  },
);

function indexesSince(versionNumber: number): Catalogue<IndexUsage> {
  const lastScan = versionNumber >= 160_000 ? 'pg_stat_get_lastscan(i.indexrelid)' : 'NULL::timestamptz';
  return catalogue<IndexUsage>(
    `SELECT i.indexrelid AS oid, i.indrelid AS table, pg_stat_get_numscans(i.indexrelid) AS scans,
       pg_stat_get_tuples_returned(i.indexrelid) AS "rowsRead", pg_stat_get_tuples_fetched(i.indexrelid) AS "rowsFetched",
       pg_stat_get_blocks_fetched(i.indexrelid) AS "blocksFetched", pg_stat_get_blocks_hit(i.indexrelid) AS "blocksHit",
       ${lastScan} AS "lastScan"
     FROM pg_catalog.pg_index i WHERE i.indrelid = ANY ($1::oid[]) ORDER BY i.indexrelid`,
    {
      oid: number,
      table: number,
      scans: number,
      rowsRead: number,
      rowsFetched: number,
      blocksFetched: number,
      blocksHit: number,
      lastScan: orNull(time),
    },
  );
}

const SERVER = `SELECT pg_catalog.current_setting('server_version_num') AS version,
  pg_catalog.pg_stat_get_db_stat_reset_time(d.oid) AS since FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

/** Of some tables, by their oids. For a refresh, and for curves over the time that the editor is open. */
export async function readUsage(
  reader: Reader,
  tables: readonly number[],
  options: ReadOptions = {},
): Promise<Usage> {
  const [server] = await reader.read(SERVER, [], options);
  const indexes = indexesSince(Number(text(server?.['version'])));
  const [tableRows, indexRows] = await Promise.all([
    reader.read(TABLES.text, [tables], options),
    reader.read(indexes.text, [tables], options),
  ]);
  return {
    countersSince: orNull(time)(server?.['since']),
    tables: tableRows.map((row) => TABLES.decode(row)),
    indexes: indexRows.map((row) => indexes.decode(row)),
  };
}

/** 0 to 1; `undefined`: nothing was asked for. */
export function hitRatio({
  blocksFetched,
  blocksHit,
}: Pick<TableUsage, 'blocksFetched' | 'blocksHit'>): number | undefined {
  return blocksFetched === 0 ? undefined : blocksHit / blocksFetched;
}

/** The share of updates that changed no index, 0 to 1; `undefined`: there were none. */
export function hotShare({
  updated,
  hotUpdated,
}: Pick<TableUsage, 'updated' | 'hotUpdated'>): number | undefined {
  return updated === 0 ? undefined : hotUpdated / updated;
}
