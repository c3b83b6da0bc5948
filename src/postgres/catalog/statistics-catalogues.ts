import type {
  ColumnStatisticsRow,
  IndexActivityRow,
  TableActivityRow,
} from '../../analyzers/schema/catalog-rows';
import { type Catalogue, catalogue, listOf, number, orNull, text, time } from './catalogue';
import { SCOPE } from './scope';

/** By the functions behind `pg_stat_all_tables`: the view joins and sums the indexes too. */
export const TABLE_ACTIVITY: Catalogue<TableActivityRow> = catalogue<TableActivityRow>(
  `SELECT c.oid, pg_stat_get_live_tuples(c.oid) AS "liveRows", pg_stat_get_dead_tuples(c.oid) AS "deadRows",
     pg_stat_get_tuples_inserted(c.oid) AS inserted, pg_stat_get_tuples_updated(c.oid) AS updated,
     pg_stat_get_tuples_deleted(c.oid) AS deleted, pg_stat_get_tuples_hot_updated(c.oid) AS "hotUpdated",
     pg_stat_get_mod_since_analyze(c.oid) AS "modifiedSinceAnalyze", pg_stat_get_numscans(c.oid) AS "sequentialScans",
     pg_stat_get_tuples_returned(c.oid) AS "sequentialRowsRead", pg_stat_get_last_vacuum_time(c.oid) AS "lastVacuum",
     pg_stat_get_last_autovacuum_time(c.oid) AS "lastAutovacuum", pg_stat_get_last_analyze_time(c.oid) AS "lastAnalyze",
     pg_stat_get_last_autoanalyze_time(c.oid) AS "lastAutoanalyze"
   FROM ${SCOPE} WHERE c.relkind IN ('r', 'm')`,
  {
    oid: number,
    liveRows: number,
    deadRows: number,
    inserted: number,
    updated: number,
    deleted: number,
    hotUpdated: number,
    modifiedSinceAnalyze: number,
    sequentialScans: number,
    sequentialRowsRead: number,
    lastVacuum: orNull(time),
    lastAutovacuum: orNull(time),
    lastAnalyze: orNull(time),
    lastAutoanalyze: orNull(time),
  },
);

/** Of indexes that have been scanned; the others' counters are zero. */
export function indexActivity(versionNumber: number): Catalogue<IndexActivityRow> {
  const lastScan = versionNumber >= 160_000 ? 'pg_stat_get_lastscan(i.indexrelid)' : 'NULL::timestamptz';
  return catalogue<IndexActivityRow>(
    `SELECT i.indexrelid, pg_stat_get_numscans(i.indexrelid) AS scans,
       pg_stat_get_tuples_returned(i.indexrelid) AS "rowsRead", pg_stat_get_tuples_fetched(i.indexrelid) AS "rowsFetched",
       ${lastScan} AS "lastScan"
     FROM ${SCOPE} JOIN pg_catalog.pg_index i ON i.indrelid = c.oid WHERE pg_stat_get_numscans(i.indexrelid) > 0`,
    { indexrelid: number, scans: number, rowsRead: number, rowsFetched: number, lastScan: orNull(time) },
  );
}

/** Few values by which kinds and states are told apart: the rule for rare types needs to know which of them are rare. */
const TELLS_KINDS = `s.n_distinct BETWEEN 1 AND 200
  AND s.attname ~* '(^|_)(type|kind|name|category|status|state|topic)$|[a-z](Type|Kind|Name|Category|Status|State)$'`;

/** Of a partitioned table the statistics over its partitions, of others their own. */
export const COLUMN_STATISTICS: Catalogue<ColumnStatisticsRow> = catalogue<ColumnStatisticsRow>(
  `SELECT s.schemaname, s.tablename, s.attname, s.null_frac AS "nullFraction", s.avg_width AS "averageWidth",
     s.n_distinct AS "distinct", s.correlation, s.most_common_freqs[1] AS "mostCommonShare",
     CASE WHEN ${TELLS_KINDS} THEN s.most_common_vals::text::text[] END AS values,
     CASE WHEN ${TELLS_KINDS} THEN s.most_common_freqs END AS shares
   FROM pg_catalog.pg_stats s JOIN (SELECT c.relname, n.nspname, c.relkind = 'p' AS partitioned FROM ${SCOPE}) c
     ON c.nspname = s.schemaname AND c.relname = s.tablename AND c.partitioned = s.inherited`,
  {
    schemaname: text,
    tablename: text,
    attname: text,
    nullFraction: number,
    averageWidth: number,
    distinct: number,
    correlation: orNull(number),
    mostCommonShare: orNull(number),
    values: orNull(listOf(text)),
    shares: orNull(listOf(number)),
  },
);
