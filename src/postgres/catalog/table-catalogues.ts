import type {
  ColumnRow,
  ConstraintRow,
  DefaultRow,
  InheritsRow,
  RelationRow,
  ViewDefinitionRow,
  ViewReadRow,
} from '../../analyzers/schema/catalog-rows';
import { type Catalogue, catalogue, flag, number, orNull, text } from './catalogue';
import { LOCKED, SCOPE } from './scope';

function access(value: unknown): RelationRow['access'] {
  return value === 'row-security' || value === 'no-privilege' ? value : 'readable';
}

/** Sizes are `relpages`: to ask for the size of a file waits for whoever locks its table. */
export const RELATIONS: Catalogue<RelationRow> = catalogue<RelationRow>(
  `SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, c.relispartition, c.reltuples, c.relpages,
     c.relallvisible,
     CASE WHEN NOT has_any_column_privilege(c.oid, 'SELECT') THEN 'no-privilege'
       WHEN c.relrowsecurity AND row_security_active(c.oid) THEN 'row-security' END AS access,
     CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partitionKey"
   FROM ${SCOPE} ORDER BY c.oid`,
  {
    oid: number,
    nspname: text,
    relname: text,
    relkind: text,
    relpersistence: text,
    relispartition: flag,
    reltuples: number,
    relpages: number,
    relallvisible: number,
    access,
    partitionKey: orNull(text),
  },
);

/** Of tables and of indexes. */
export const INHERITS: Catalogue<InheritsRow> = catalogue<InheritsRow>(
  'SELECT i.inhrelid, i.inhparent FROM pg_catalog.pg_inherits i ORDER BY i.inhrelid, i.inhseqno',
  { inhrelid: number, inhparent: number },
);

export const COLUMNS: Catalogue<ColumnRow> = catalogue<ColumnRow>(
  `SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.attndims, a.attcollation, a.attnotnull, a.attidentity,
     a.attgenerated
   FROM ${SCOPE} JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relkind <> 'v' ORDER BY a.attrelid, a.attnum`,
  {
    attrelid: number,
    attnum: number,
    attname: text,
    atttypid: number,
    attndims: number,
    attcollation: number,
    attnotnull: flag,
    attidentity: text,
    attgenerated: text,
  },
);

/** A default reads no column, so that it is printed without its table and its locks. */
export const DEFAULTS: Catalogue<DefaultRow> = catalogue<DefaultRow>(
  `WITH ${LOCKED} SELECT d.adrelid, d.adnum,
     CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, 0)
       WHEN d.adrelid NOT IN (SELECT relation FROM locked) THEN pg_get_expr(d.adbin, d.adrelid) END AS expression
   FROM ${SCOPE} JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid
   JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
   WHERE c.relkind <> 'v'`,
  { adrelid: number, adnum: number, expression: orNull(text) },
);

/** Without those that a foreign key to a partitioned table has for each of its partitions. */
export const CONSTRAINTS: Catalogue<ConstraintRow> = catalogue<ConstraintRow>(
  `SELECT k.conrelid, k.conname, k.contype, array_to_string(k.conkey, ' ') AS conkey, k.conindid, k.confrelid,
     array_to_string(k.confkey, ' ') AS confkey, k.confdeltype, k.connoinherit, k.convalidated, k.condeferrable
   FROM ${SCOPE} JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x', 'n')
   WHERE k.conparentid = 0 OR NOT EXISTS (SELECT FROM pg_catalog.pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)
   ORDER BY k.oid`,
  {
    conrelid: number,
    conname: text,
    contype: text,
    conkey: (value) => (value === null ? '' : text(value)),
    conindid: number,
    confrelid: number,
    confkey: (value) => (value === null ? '' : text(value)),
    confdeltype: text,
    connoinherit: flag,
    convalidated: flag,
    condeferrable: flag,
  },
);

/** Which relations the query of a view names. */
export const VIEW_READS: Catalogue<ViewReadRow> = catalogue<ViewReadRow>(
  `SELECT DISTINCT c.oid AS view, d.refobjid AS relation
   FROM ${SCOPE} JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid
   JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
     AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> c.oid
   WHERE c.relkind IN ('v', 'm') ORDER BY 1, 2`,
  { view: number, relation: number },
);

/** Of plain views on one relation: the others are no windows. Printing locks what the view reads. */
export const VIEW_DEFINITIONS: Catalogue<ViewDefinitionRow> = catalogue<ViewDefinitionRow>(
  `WITH ${LOCKED}, reads AS (
     SELECT c.oid AS view, min(d.refobjid) AS relation
     FROM ${SCOPE} JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
       AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> c.oid
     WHERE c.relkind = 'v' GROUP BY c.oid HAVING count(DISTINCT d.refobjid) = 1)
   SELECT view, CASE WHEN view NOT IN (SELECT relation FROM locked) AND relation NOT IN (SELECT relation FROM locked)
     THEN pg_get_viewdef(view) END AS definition FROM reads`,
  { view: number, definition: orNull(text) },
);
