import type { IndexExpressionRow, IndexRow, OpclassOptionsRow } from '../../analyzers/schema/catalog-rows';
import { type Catalogue, catalogue, flag, listOf, number, orNull, text } from './catalogue';
import { LOCKED, SCOPE } from './scope';

/** Vectors are sent as they are and read by the engine: `pg_get_indexdef` of 50,000 indexes takes longer than all the rest. */
export function indexes(versionNumber: number): Catalogue<IndexRow> {
  const nullsNotDistinct = versionNumber >= 150_000 ? 'i.indnullsnotdistinct' : 'false';
  return catalogue<IndexRow>(
    `SELECT i.indexrelid, i.indrelid, x.relname, m.amname, i.indkey::text AS indkey, i.indnkeyatts,
       i.indclass::text AS indclass, i.indcollation::text AS indcollation, i.indoption::text AS indoption,
       i.indisunique, ${nullsNotDistinct} AS indnullsnotdistinct, i.indisvalid, i.indisready, i.indisreplident,
       i.indexprs IS NOT NULL AS "hasExpressions", i.indpred IS NOT NULL AS "hasPredicate", x.reloptions, x.reltuples,
       x.relpages
     FROM ${SCOPE} JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indislive
     JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam
     ORDER BY i.indexrelid`,
    {
      indexrelid: number,
      indrelid: number,
      relname: text,
      amname: text,
      indkey: text,
      indnkeyatts: number,
      indclass: text,
      indcollation: text,
      indoption: text,
      indisunique: flag,
      indnullsnotdistinct: flag,
      indisvalid: flag,
      indisready: flag,
      indisreplident: flag,
      hasExpressions: flag,
      hasPredicate: flag,
      reloptions: orNull(listOf(text)),
      reltuples: number,
      relpages: number,
    },
  );
}

export const INDEX_EXPRESSIONS: Catalogue<IndexExpressionRow> = catalogue<IndexExpressionRow>(
  `WITH ${LOCKED} SELECT i.indexrelid,
     CASE WHEN i.indexprs IS NOT NULL AND i.indrelid NOT IN (SELECT relation FROM locked)
       THEN pg_get_indexdef(i.indexrelid) END AS definition,
     CASE WHEN i.indpred IS NOT NULL AND i.indrelid NOT IN (SELECT relation FROM locked)
       THEN pg_get_expr(i.indpred, i.indrelid) END AS predicate
   FROM ${SCOPE} JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indislive
   WHERE i.indexprs IS NOT NULL OR i.indpred IS NOT NULL`,
  { indexrelid: number, definition: orNull(text), predicate: orNull(text) },
);

/** `gist_trgm_ops (siglen = 32)` */
export const OPCLASS_OPTIONS: Catalogue<OpclassOptionsRow> = catalogue<OpclassOptionsRow>(
  `SELECT a.attrelid AS indexrelid, a.attnum, a.attoptions
   FROM ${SCOPE} JOIN pg_catalog.pg_index i ON i.indrelid = c.oid
   JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indexrelid AND a.attoptions IS NOT NULL`,
  { indexrelid: number, attnum: number, attoptions: listOf(text) },
);
