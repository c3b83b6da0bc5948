import { INDEX_LAYOUT } from '../../analyzers/schema/catalog-layouts';
import type { IndexExpressionRow, OpclassOptionsRow } from '../../analyzers/schema/catalog-rows';
import {
  type Catalogue,
  catalogue,
  listOf,
  number,
  orEmpty,
  orNull,
  packedCatalogue,
  type PackedRelation,
  text,
} from './catalogue';
import { LOCKED, SCOPE } from './scope';

/** Vectors are sent as they are and read by the engine: `pg_get_indexdef` of 50,000 indexes takes longer than all the rest. */
export function indexes(versionNumber: number): Catalogue<PackedRelation> {
  return packedCatalogue(INDEX_LAYOUT, {
    fields: {
      relname: 'x.relname',
      indexrelid: 'i.indexrelid',
      amname: 'm.amname',
      indkey: 'i.indkey',
      indnkeyatts: 'i.indnkeyatts',
      indclass: 'i.indclass',
      indcollation: 'i.indcollation',
      indoption: 'i.indoption',
      indisunique: 'i.indisunique',
      indnullsnotdistinct: versionNumber >= 150_000 ? 'i.indnullsnotdistinct' : 'false',
      indisvalid: 'i.indisvalid',
      indisready: 'i.indisready',
      indisreplident: 'i.indisreplident',
      hasExpressions: 'i.indexprs IS NOT NULL',
      hasPredicate: 'i.indpred IS NOT NULL',
      reloptions: orEmpty('to_json(x.reloptions)'),
      reltuples: 'x.reltuples',
      relpages: 'x.relpages',
    },
    relation: 'i.indrelid',
    order: 'i.indexrelid',
    from: `FROM ${SCOPE} JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indislive
     JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam`,
  });
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
