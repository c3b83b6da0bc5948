import type {
  CollationRow,
  ExtensionRow,
  FunctionRow,
  OpclassRow,
  ServerRow,
  SettingRow,
  TypeRow,
} from '../../analyzers/schema/catalog-rows';
import { type Catalogue, catalogue, flag, listOf, number, orNull, text, time } from './catalogue';
import { IN_SCHEMAS } from './scope';

/** Read first: it says the version that the other statements are written for. */
export const SERVER: Catalogue<ServerRow> = catalogue<ServerRow>(
  `SELECT current_setting('server_version_num')::int AS "versionNumber",
     current_setting('block_size')::int AS "blockSize", pg_is_in_recovery() AS "isStandby",
     pg_stat_get_db_stat_reset_time(d.oid) AS "statisticsReset", d.datcollate::text AS datcollate,
     coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') AS datlocprovider, current_schemas(false)::text[] AS "searchPath",
     ARRAY(SELECT substr(c.setting, 13) FROM pg_catalog.pg_db_role_setting s, unnest(s.setconfig) AS c (setting)
       WHERE s.setdatabase IN (0, d.oid) AND c.setting LIKE 'search\\_path=%' ORDER BY 1) AS "otherSearchPaths"
   FROM pg_catalog.pg_database d WHERE d.datname = current_database()`,
  {
    versionNumber: number,
    blockSize: number,
    isStandby: flag,
    statisticsReset: orNull(time),
    datcollate: text,
    datlocprovider: text,
    searchPath: listOf(text),
    otherSearchPaths: listOf(text),
  },
);

/** What the planner reads, and what says how large things may be. */
export const SETTINGS: Catalogue<SettingRow> = catalogue<SettingRow>(
  `SELECT s.name, s.setting FROM pg_catalog.pg_settings s
   WHERE s.category LIKE 'Query Tuning%' OR s.name IN ('work_mem', 'hash_mem_multiplier', 'maintenance_work_mem',
     'max_parallel_workers_per_gather', 'max_parallel_workers', 'parallel_leader_participation', 'shared_buffers',
     'default_statistics_target', 'autovacuum', 'autovacuum_vacuum_scale_factor', 'autovacuum_analyze_scale_factor',
     'max_connections', 'default_transaction_read_only')`,
  { name: text, setting: text },
);

export const EXTENSIONS: Catalogue<ExtensionRow> = catalogue<ExtensionRow>(
  `SELECT e.extname, n.nspname, e.extversion
   FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace ORDER BY e.extname`,
  { extname: text, nspname: text, extversion: text },
);

/** Without the row types of tables and their arrays, of which there are two for each table. */
export const TYPES: Catalogue<TypeRow> = catalogue<TypeRow>(
  `SELECT t.oid, t.typname, n.nspname, t.typtype, CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END AS element,
     t.typbasetype, t.typcollation
   FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
   LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
   LEFT JOIN pg_catalog.pg_class c ON c.oid = coalesce(e.typrelid, t.typrelid)
   WHERE c.oid IS NULL OR c.relkind = 'c'`,
  {
    oid: number,
    typname: text,
    nspname: text,
    typtype: text,
    element: number,
    typbasetype: number,
    typcollation: number,
  },
);

export const COLLATIONS: Catalogue<CollationRow> = catalogue<CollationRow>(
  `SELECT o.oid, o.collname, n.nspname, o.collisdeterministic
   FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace`,
  { oid: number, collname: text, nspname: text, collisdeterministic: flag },
);

export const OPCLASSES: Catalogue<OpclassRow> = catalogue<OpclassRow>(
  `SELECT o.oid, o.opcname, n.nspname, o.opcdefault
   FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace`,
  { oid: number, opcname: text, nspname: text, opcdefault: flag },
);

/**
 * The extensions' too: an index may be on one. Of bodies those that are texts: printing the others locks their tables.
 */
export const FUNCTIONS: Catalogue<FunctionRow> = catalogue<FunctionRow>(
  `SELECT p.proname, n.nspname, p.provolatile, l.lanname, p.proargtypes::text AS proargtypes,
     CASE WHEN l.lanname = 'sql' AND p.prokind = 'f' AND p.prosqlbody IS NULL AND d.objid IS NULL
       THEN pg_get_functiondef(p.oid) END AS definition
   FROM pg_catalog.pg_proc p
   JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace AND ${IN_SCHEMAS}
   JOIN pg_catalog.pg_language l ON l.oid = p.prolang
   LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
   WHERE p.prokind IN ('f', 'p') ORDER BY n.nspname, p.proname, p.oid`,
  {
    proname: text,
    nspname: text,
    provolatile: text,
    lanname: text,
    proargtypes: text,
    definition: orNull(text),
  },
);
