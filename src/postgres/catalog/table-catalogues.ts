import { COLUMN_LAYOUT, CONSTRAINT_LAYOUT, DEFAULT_LAYOUT } from '../../analyzers/schema/catalog-layouts';
import type {
  InheritsRow,
  RelationRow,
  ViewDefinitionRow,
  ViewReadRow,
} from '../../analyzers/schema/catalog-rows';
import {
  type Catalogue,
  catalogue,
  flag,
  number,
  orEmpty,
  orNull,
  packedCatalogue,
  type PackedRelation,
  text,
} from './catalogue';
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

export const COLUMNS: Catalogue<PackedRelation> = packedCatalogue(COLUMN_LAYOUT, {
  fields: {
    attnum: 'a.attnum',
    attname: 'a.attname',
    atttypid: 'a.atttypid',
    attndims: 'a.attndims',
    attcollation: 'a.attcollation',
    attnotnull: 'a.attnotnull',
    attidentity: 'a.attidentity',
    attgenerated: 'a.attgenerated',
  },
  relation: 'a.attrelid',
  order: 'a.attnum',
  from: `FROM ${SCOPE} JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relkind <> 'v'`,
});

/** A default reads no column, so that it is printed without its table and its locks. */
export const DEFAULTS: Catalogue<PackedRelation> = packedCatalogue(DEFAULT_LAYOUT, {
  beside: `WITH ${LOCKED}`,
  fields: {
    adnum: 'd.adnum',
    expression: orEmpty(`CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, 0)
       WHEN d.adrelid NOT IN (SELECT relation FROM locked) THEN pg_get_expr(d.adbin, d.adrelid) END`),
  },
  relation: 'd.adrelid',
  order: 'd.adnum',
  from: `FROM ${SCOPE} JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid
   JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
   WHERE c.relkind <> 'v'`,
});

/** Without those that a foreign key to a partitioned table has for each of its partitions. */
export const CONSTRAINTS: Catalogue<PackedRelation> = packedCatalogue(CONSTRAINT_LAYOUT, {
  fields: {
    conname: 'k.conname',
    contype: 'k.contype',
    conkey: orEmpty("array_to_string(k.conkey, ' ')"),
    conindid: 'k.conindid',
    confrelid: 'k.confrelid',
    confkey: orEmpty("array_to_string(k.confkey, ' ')"),
    confdeltype: 'k.confdeltype',
    connoinherit: 'k.connoinherit',
    convalidated: 'k.convalidated',
    condeferrable: 'k.condeferrable',
  },
  relation: 'k.conrelid',
  order: 'k.oid',
  from: `FROM ${SCOPE} JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x', 'n')
   WHERE k.conparentid = 0 OR NOT EXISTS (SELECT FROM pg_catalog.pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)`,
});

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
