import type {
  CheckDetails,
  ColumnTypes,
  FunctionDetails,
  PartitionDetails,
  TypeDetails,
  ViewDetails,
} from '../../analyzers/schema/schema-details';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { type Catalogue, catalogue, listOf, orNull, text } from './catalogue';
import { IN_SCHEMAS, LOCKED, SCOPE } from './scope';

/** What an extension has made comes with it. */
const notOfExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

const NAME = { schema: text, name: text };

const KINDS: Readonly<Record<string, TypeDetails['kind']>> = {
  e: 'enum',
  d: 'domain',
  r: 'range',
  c: 'composite',
};

/** Of all schemas, in the order of creation: one may be made of another. The procedural language is there in any database. */
export const EXTENSIONS: Catalogue<RelationName> = catalogue<RelationName>(
  `SELECT n.nspname AS schema, e.extname AS name FROM pg_catalog.pg_extension e
   JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql' ORDER BY e.oid`,
  NAME,
);

/** Of all schemas: a table may have a column of a type elsewhere. */
export const OWN_TYPES: Catalogue<TypeDetails> = catalogue<TypeDetails>(
  `SELECT n.nspname AS schema, t.typname AS name, t.typtype AS kind, CASE t.typtype
     WHEN 'e' THEN ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
     WHEN 'd' THEN ARRAY[format_type(t.typbasetype, t.typtypmod)]
     WHEN 'r' THEN ARRAY(SELECT format_type(r.rngsubtype, NULL) FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid)
     ELSE ARRAY(SELECT quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_attribute a
       WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) END AS parts
   FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
   LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
   WHERE t.typtype IN ('e', 'd', 'r', 'c') AND (c.oid IS NULL OR c.relkind = 'c') AND n.nspname !~ '^pg_'
     AND n.nspname <> 'information_schema' AND ${notOfExtension('pg_type', 't.oid')} ORDER BY t.oid`,
  { ...NAME, kind: (value) => KINDS[text(value)] ?? 'composite', parts: listOf(text) },
);

/** A query may name one. */
export const SEQUENCES: Catalogue<RelationName> = catalogue<RelationName>(
  `SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c
   JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND ${IN_SCHEMAS}
   WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND ${notOfExtension('pg_class', 'c.oid')} ORDER BY c.oid`,
  NAME,
);

export const COLUMN_TYPES: Catalogue<ColumnTypes> = catalogue<ColumnTypes>(
  `SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
     array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) AS types
   FROM ${SCOPE} JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypmod >= 0
   WHERE c.relkind <> 'v' GROUP BY c.oid, n.nspname, c.relname ORDER BY c.oid`,
  { ...NAME, columns: listOf(text), types: listOf(text) },
);

/** A bound reads no column, so that it is printed without its table and its locks. */
export const PARTITIONS: Catalogue<PartitionDetails> = catalogue<PartitionDetails>(
  `WITH ${LOCKED} SELECT n.nspname AS schema, c.relname AS name,
     CASE WHEN c.relkind = 'p' AND c.oid NOT IN (SELECT relation FROM locked) THEN pg_get_partkeydef(c.oid) END AS key,
     pg_get_expr(c.relpartbound, 0) AS bound
   FROM ${SCOPE} WHERE c.relkind = 'p' OR c.relispartition ORDER BY c.oid`,
  { ...NAME, key: orNull(text), bound: orNull(text) },
);

/** Those that are inherited come with their parents. */
export const CHECKS: Catalogue<CheckDetails> = catalogue<CheckDetails>(
  `WITH ${LOCKED} SELECT n.nspname AS schema, c.relname AS name, k.conname AS constraint,
     CASE WHEN c.oid NOT IN (SELECT relation FROM locked) THEN pg_get_constraintdef(k.oid) END AS definition
   FROM ${SCOPE} JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'c' AND k.coninhcount = 0
   WHERE c.relkind <> 'f' ORDER BY k.oid`,
  { ...NAME, constraint: text, definition: orNull(text) },
);

/** Of bodies those that are texts: printing the others locks their tables. */
export const FUNCTION_BODIES: Catalogue<FunctionDetails> = catalogue<FunctionDetails>(
  `SELECT n.nspname AS schema, p.proname AS name,
     CASE WHEN p.prosqlbody IS NULL THEN pg_get_functiondef(p.oid) END AS definition
   FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace AND ${IN_SCHEMAS}
   JOIN pg_catalog.pg_language l ON l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql')
   WHERE p.prokind = 'f' AND p.prorettype <> 'pg_catalog.trigger'::regtype AND ${notOfExtension('pg_proc', 'p.oid')}
   ORDER BY p.oid`,
  { ...NAME, definition: orNull(text) },
);

export const VIEWS: Catalogue<ViewDetails> = catalogue<ViewDetails>(
  `WITH ${LOCKED}, unreadable AS (SELECT r.ev_class AS view FROM pg_catalog.pg_rewrite r
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
       AND d.refclassid = 'pg_catalog.pg_class'::regclass
     WHERE d.refobjid IN (SELECT relation FROM locked))
   SELECT n.nspname AS schema, c.relname AS name,
     CASE WHEN c.oid NOT IN (SELECT view FROM unreadable) THEN pg_get_viewdef(c.oid) END AS definition
   FROM ${SCOPE} WHERE c.relkind = 'v' AND ${notOfExtension('pg_class', 'c.oid')} ORDER BY c.oid`,
  { ...NAME, definition: orNull((value) => text(value).replace(/;\s*$/, '')) },
);
