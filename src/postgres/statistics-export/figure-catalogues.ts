import { type Catalogue, catalogue, flag, listOf, number, orNull, text, time } from '../catalog/catalogue';
import { LOCKED, SCOPE } from '../catalog/scope';

export interface RelationFiguresRow {
  readonly oid: number;
  /** Of an index its table's. */
  readonly table: number;
  readonly schema: string;
  readonly name: string;
  /** -1: never analyzed. */
  readonly rows: number;
  readonly pages: number;
  readonly allVisiblePages: number;
  readonly currentPages: number | null;
  readonly analyzedAt: string | null;
  readonly withheld: string | null;
}

const RELATION_READERS = {
  oid: number,
  table: number,
  schema: text,
  name: text,
  rows: number,
  pages: number,
  allVisiblePages: number,
  currentPages: orNull(number),
  analyzedAt: orNull(time),
  withheld: orNull(text),
};

/** Asking for the size of a file waits for whoever locks its table: of those that are locked it is not asked. */
const CURRENT_PAGES = `CASE WHEN c.oid NOT IN (SELECT relation FROM locked)
  THEN pg_relation_size(x.oid) / current_setting('block_size')::int END`;

/** @param measured whether the sizes of the files are asked for, too */
export function tableFigures(measured: boolean): Catalogue<RelationFiguresRow> {
  return catalogue<RelationFiguresRow>(
    `WITH ${LOCKED} SELECT x.oid, x.oid AS table, n.nspname AS schema, x.relname AS name, x.reltuples AS rows, x.relpages AS pages,
       x.relallvisible AS "allVisiblePages", ${measured ? `CASE WHEN x.relkind <> 'p' THEN ${CURRENT_PAGES} END` : 'NULL'} AS "currentPages",
       greatest(pg_stat_get_last_analyze_time(x.oid), pg_stat_get_last_autoanalyze_time(x.oid)) AS "analyzedAt",
       CASE WHEN NOT has_any_column_privilege(x.oid, 'SELECT') THEN 'no-privilege'
         WHEN x.relrowsecurity AND row_security_active(x.oid) THEN 'row-security' END AS withheld
     FROM ${SCOPE} JOIN pg_catalog.pg_class x ON x.oid = c.oid WHERE c.relkind IN ('r', 'p', 'm')`,
    RELATION_READERS,
  );
}

export function indexFigures(measured: boolean): Catalogue<RelationFiguresRow> {
  return catalogue<RelationFiguresRow>(
    `WITH ${LOCKED} SELECT x.oid, c.oid AS table, n.nspname AS schema, x.relname AS name, x.reltuples AS rows, x.relpages AS pages,
       0 AS "allVisiblePages", ${measured ? `CASE WHEN x.relkind = 'i' THEN ${CURRENT_PAGES} END` : 'NULL'} AS "currentPages",
       NULL AS "analyzedAt", NULL AS withheld
     FROM ${SCOPE} JOIN pg_catalog.pg_index i ON i.indrelid = c.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
     WHERE i.indisvalid`,
    RELATION_READERS,
  );
}

export interface ColumnFiguresRow {
  /** Of the table, or of the index whose expression it is. */
  readonly relation: number;
  readonly name: string;
  readonly inherited: boolean;
  readonly nullFraction: number;
  readonly averageWidth: number;
  readonly distinct: number;
  readonly correlation: number | null;
  readonly commonShares: readonly number[] | null;
  readonly hasValues: boolean;
  readonly mostCommon: string | null;
  readonly histogram: string | null;
  readonly mostCommonElements: string | null;
  readonly elementShares: readonly number[] | null;
  readonly elementCounts: readonly number[] | null;
}

/** Values only of the columns that `$3` names, as `table.column` or `schema.table.column`. */
const IS_NAMED = `coalesce(s.tablename || '.' || s.attname = ANY ($3::text[])
  OR s.schemaname || '.' || s.tablename || '.' || s.attname = ANY ($3::text[]), false)`;

export const COLUMN_FIGURES: Catalogue<ColumnFiguresRow> = catalogue<ColumnFiguresRow>(
  `SELECT a.attrelid AS relation, s.attname AS name, s.inherited, s.null_frac AS "nullFraction", s.avg_width AS "averageWidth",
     s.n_distinct AS distinct, s.correlation, s.most_common_freqs AS "commonShares", ${IS_NAMED} AS "hasValues",
     CASE WHEN ${IS_NAMED} THEN s.most_common_vals::text END AS "mostCommon",
     CASE WHEN ${IS_NAMED} THEN s.histogram_bounds::text END AS histogram,
     CASE WHEN ${IS_NAMED} THEN s.most_common_elems::text END AS "mostCommonElements",
     CASE WHEN ${IS_NAMED} THEN s.most_common_elem_freqs END AS "elementShares",
     CASE WHEN ${IS_NAMED} THEN s.elem_count_histogram END AS "elementCounts"
   FROM ${SCOPE} JOIN LATERAL (SELECT c.oid, c.relname UNION ALL
       SELECT x.oid, x.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
       WHERE i.indrelid = c.oid AND i.indexprs IS NOT NULL) r ON true
   JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = r.relname
   JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attname = s.attname
   WHERE c.relkind IN ('r', 'p', 'm') ORDER BY a.attrelid, a.attnum, s.inherited`,
  {
    relation: number,
    name: text,
    inherited: flag,
    nullFraction: number,
    averageWidth: number,
    distinct: number,
    correlation: orNull(number),
    commonShares: orNull(listOf(number)),
    hasValues: flag,
    mostCommon: orNull(text),
    histogram: orNull(text),
    mostCommonElements: orNull(text),
    elementShares: orNull(listOf(number)),
    elementCounts: orNull(listOf(number)),
  },
);

export const EXTENDED_STATISTICS: Catalogue<{ readonly name: string }> = catalogue<{ readonly name: string }>(
  `SELECT sn.nspname || '.' || e.stxname AS name
   FROM ${SCOPE} JOIN pg_catalog.pg_statistic_ext e ON e.stxrelid = c.oid
   JOIN pg_catalog.pg_namespace sn ON sn.oid = e.stxnamespace ORDER BY 1`,
  { name: text },
);

/** What the planner reads; those that are texts (`constraint_exclusion` apart) say nothing of costs. */
export const PLANNER_SETTINGS: Catalogue<{ readonly name: string; readonly setting: string }> = catalogue<{
  readonly name: string;
  readonly setting: string;
}>(
  `SELECT s.name, s.setting FROM pg_catalog.pg_settings s
   WHERE (s.category LIKE 'Query Tuning%' OR s.name IN ('work_mem', 'hash_mem_multiplier', 'max_parallel_workers_per_gather',
       'max_parallel_workers', 'parallel_leader_participation'))
     AND s.vartype <> 'string' AND s.name NOT IN ('geqo_seed', 'plan_cache_mode') ORDER BY s.name`,
  { name: text, setting: text },
);

export const DATABASE_NAME: Catalogue<{ readonly name: string }> = catalogue<{ readonly name: string }>(
  'SELECT current_database()::text AS name',
  { name: text },
);
