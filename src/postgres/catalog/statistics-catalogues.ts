import { COLUMN_STATISTICS_LAYOUT, INDEX_ACTIVITY_LAYOUT } from '../../analyzers/schema/catalog-layouts';
import type { TableActivityRow } from '../../analyzers/schema/catalog-rows';
import {
  type Catalogue,
  catalogue,
  number,
  orEmpty,
  orNull,
  packedCatalogue,
  type PackedRelation,
  time,
} from './catalogue';
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
export function indexActivity(versionNumber: number): Catalogue<PackedRelation> {
  const lastScan = versionNumber >= 160_000 ? inUtc('pg_stat_get_lastscan(i.indexrelid)') : 'NULL';
  return packedCatalogue(INDEX_ACTIVITY_LAYOUT, {
    fields: {
      indexrelid: 'i.indexrelid',
      scans: 'pg_stat_get_numscans(i.indexrelid)',
      rowsRead: 'pg_stat_get_tuples_returned(i.indexrelid)',
      rowsFetched: 'pg_stat_get_tuples_fetched(i.indexrelid)',
      lastScan: orEmpty(lastScan),
    },
    relation: 'i.indrelid',
    order: 'i.indexrelid',
    from: `FROM ${SCOPE} JOIN pg_catalog.pg_index i ON i.indrelid = c.oid WHERE pg_stat_get_numscans(i.indexrelid) > 0`,
  });
}

/** ISO 8601, whatever the session's time zone and style. */
function inUtc(time: string): string {
  return `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** Few values by which kinds and states are told apart: the rule for rare types needs to know which of them are rare. */
const TELLS_KINDS = `s.n_distinct BETWEEN 1 AND 200
  AND s.attname ~* '(^|_)(type|kind|name|category|status|state|topic)$|[a-z](Type|Kind|Name|Category|Status|State)$'`;

/** Of a partitioned table the statistics over its partitions, of others their own. */
export const COLUMN_STATISTICS: Catalogue<PackedRelation> = packedCatalogue(COLUMN_STATISTICS_LAYOUT, {
  fields: {
    attname: 's.attname',
    nullFraction: 's.null_frac',
    averageWidth: 's.avg_width',
    distinct: 's.n_distinct',
    correlation: orEmpty('s.correlation'),
    mostCommonShare: orEmpty('s.most_common_freqs[1]'),
    values: orEmpty(`CASE WHEN ${TELLS_KINDS} THEN to_json(s.most_common_vals::text::text[]) END`),
    shares: orEmpty(`CASE WHEN ${TELLS_KINDS} THEN to_json(s.most_common_freqs) END`),
  },
  relation: 'c.oid',
  order: 's.attname',
  from: `FROM pg_catalog.pg_stats s JOIN (SELECT c.oid, c.relname, n.nspname, c.relkind = 'p' AS partitioned FROM ${SCOPE}) c
     ON c.nspname = s.schemaname AND c.relname = s.tablename AND c.partitioned = s.inherited`,
});
