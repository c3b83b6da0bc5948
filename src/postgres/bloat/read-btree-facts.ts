import type { BtreeColumn, BtreeFacts } from '../../analyzers/indexes/btree-facts';
import { type Catalogue, catalogue, flag, listOf, number, orNull, text } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

/** A btree as it is, and what its size would follow from if it were built anew. */
export interface MeasuredBtree {
  readonly indexrelid: number;
  readonly schema: string;
  readonly name: string;
  /** `relpages`: as of the last VACUUM or ANALYZE. */
  readonly pages: number;
  /** Absent: the table was never analyzed, or the role may not read the statistics of one of the columns. */
  readonly facts?: BtreeFacts;
}

interface BtreeRow {
  readonly indexrelid: number;
  readonly schema: string;
  readonly name: string;
  readonly pages: number;
  readonly rows: number;
  readonly tableRows: number;
  readonly blockSize: number;
  readonly fillFactor: number;
  readonly isUnique: boolean;
  readonly deduplicates: boolean;
  readonly columns: readonly ColumnFacts[];
}

type ColumnFacts = BtreeColumn | undefined;

const ALIGNMENTS: Readonly<Record<string, BtreeColumn['alignment']>> = { c: 1, s: 2, i: 4, d: 8 };

/** Statistics of expressions count the long header of values that are stored with a short one: measured for text and numeric. */
const LONG_HEADER = 3;
const LONGEST_SHORT_VALUE = 127;

const OF_TABLES = {
  condition: '$1::oid[] IS NULL OR i.indrelid = ANY ($1)',
  statistics: `pg_catalog.pg_stats s ON s.schemaname = n.nspname AND NOT s.inherited
       AND s.tablename = CASE WHEN t.attnum IS NULL THEN x.relname ELSE c.relname END
       AND s.attname = CASE WHEN t.attnum IS NULL THEN a.attname ELSE t.attname END`,
};

/** What `pg_stats` reads, without its question for each relation whether the role may read it. Only a superuser may read this. */
const OF_INDEXES = {
  condition: 'i.indexrelid = ANY ($1::oid[]) AND x.oid = ANY ($1)',
  statistics: `LATERAL (SELECT p.stawidth AS avg_width, p.stanullfrac AS null_frac, p.stadistinct AS n_distinct,
         CASE 1 WHEN p.stakind1 THEN p.stanumbers1 WHEN p.stakind2 THEN p.stanumbers2 WHEN p.stakind3 THEN p.stanumbers3
           WHEN p.stakind4 THEN p.stanumbers4 WHEN p.stakind5 THEN p.stanumbers5 END AS most_common_freqs
       FROM pg_catalog.pg_statistic p WHERE p.starelid = CASE WHEN t.attnum IS NULL THEN x.oid ELSE c.oid END
         AND p.staattnum = coalesce(t.attnum, a.attnum) AND NOT p.stainherit LIMIT 1) s ON true`,
};

/**
 * Of indexes that are built whole. Reads catalogues and the frequencies of common values, none of the values, and opens no table: a lock
 * does not hold it up.
 */
function btreesWhere({ condition, statistics }: typeof OF_TABLES): Catalogue<BtreeRow> {
  return catalogue<BtreeRow>(
    `SELECT i.indexrelid, n.nspname AS schema, x.relname AS name, x.relpages AS pages, x.reltuples AS rows,
       c.reltuples AS "tableRows", current_setting('block_size')::int AS "blockSize", i.indisunique AS "isUnique",
       coalesce((SELECT o.option_value::int FROM pg_catalog.pg_options_to_table(x.reloptions) o
         WHERE o.option_name = 'fillfactor'), 90) AS "fillFactor",
       coalesce((SELECT o.option_value::bool FROM pg_catalog.pg_options_to_table(x.reloptions) o
         WHERE o.option_name = 'deduplicate_items'), true) AS deduplicates,
       (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
           'isKey', a.attnum <= i.indnkeyatts, 'length', a.attlen, 'alignment', a.attalign,
           'isExpression', i.indkey[a.attnum - 1] = 0,
           'hasEqualImage', a.attnum <= i.indnkeyatts AND EXISTS (
             SELECT FROM pg_catalog.pg_opclass oc JOIN pg_catalog.pg_amproc p ON p.amprocfamily = oc.opcfamily
               AND p.amproclefttype = oc.opcintype AND p.amprocrighttype = oc.opcintype AND p.amprocnum = 4
             WHERE oc.oid = i.indclass[a.attnum - 1]) AND NOT EXISTS (
             SELECT FROM pg_catalog.pg_collation l WHERE l.oid = a.attcollation AND NOT l.collisdeterministic),
           'width', s.avg_width, 'nulls', s.null_frac, 'distinct', s.n_distinct, 'common', s.most_common_freqs)
         ORDER BY a.attnum)
       FROM pg_catalog.pg_attribute a
       LEFT JOIN pg_catalog.pg_attribute t ON t.attrelid = i.indrelid AND t.attnum = i.indkey[a.attnum - 1] AND t.attnum > 0
       LEFT JOIN ${statistics}
       WHERE a.attrelid = i.indexrelid) AS columns
     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid AND x.relkind = 'i'
     JOIN pg_catalog.pg_am m ON m.oid = x.relam AND m.amname = 'btree'
     JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE i.indisvalid AND i.indisready AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
       AND (${condition}) AND c.relpersistence <> 't'
     ORDER BY i.indexrelid`,
    {
      indexrelid: number,
      schema: text,
      name: text,
      pages: number,
      rows: number,
      tableRows: number,
      blockSize: number,
      fillFactor: number,
      isUnique: flag,
      deduplicates: flag,
      columns: listOf(columnFacts),
    },
  );
}

const BTREES = btreesWhere(OF_TABLES);
const OWN_BTREES = btreesWhere(OF_INDEXES);

/** All valid btrees, or those of some tables (by their oids), in the order of creation. */
export async function readBtreeFacts(
  reader: Pick<Reader, 'read'>,
  tables?: readonly number[],
  options: ReadOptions = {},
): Promise<readonly MeasuredBtree[]> {
  const rows = await reader.read(BTREES.text, [tables ?? null], options);
  return rows.map((row) => measuredBtree(BTREES.decode(row)));
}

/** Some by their own oids, for a superuser: in a fraction of the time. */
export async function readOwnBtreeFacts(
  reader: Pick<Reader, 'read'>,
  indexes: readonly number[],
): Promise<readonly MeasuredBtree[]> {
  const rows = await reader.read(OWN_BTREES.text, [indexes]);
  return rows.map((row) => measuredBtree(OWN_BTREES.decode(row)));
}

function measuredBtree({ indexrelid, schema, name, pages, columns, ...facts }: BtreeRow): MeasuredBtree {
  const known = columns.filter((column) => column !== undefined);
  const isKnown = known.length === columns.length && facts.rows >= 0 && facts.tableRows >= 0;
  return { indexrelid, schema, name, pages, ...(isKnown && { facts: { ...facts, columns: known } }) };
}

/** Absent: the column has no statistics. */
function columnFacts(value: unknown): ColumnFacts {
  const column = value as Readonly<Record<string, unknown>>;
  if (column['width'] === null) return undefined;
  const length = number(column['length']);
  const width = number(column['width']);
  const hasLongHeader = flag(column['isExpression']) && length < 0 && width <= LONGEST_SHORT_VALUE;
  return {
    isKey: flag(column['isKey']),
    ...(length > 0 && { fixedLength: length }),
    alignment: ALIGNMENTS[text(column['alignment'])] ?? 8,
    hasEqualImage: flag(column['hasEqualImage']),
    averageWidth: hasLongHeader ? width - LONG_HEADER : width,
    nullFraction: number(column['nulls']),
    distinct: number(column['distinct']),
    commonShares: orNull(listOf(number))(column['common']) ?? [],
  };
}
