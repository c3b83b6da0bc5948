import type { BtreeColumn } from '../../analyzers/indexes/btree-facts';
import { estimateBtreePages } from '../../analyzers/indexes/btree-size';
import type { IndexDefinition } from '../../analyzers/indexes/index-definition';
import { catalogue, flag, listOf, number, orNull, text } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

interface ColumnRow {
  readonly rows: number;
  readonly blockSize: number;
  readonly length: number;
  readonly alignment: string;
  readonly hasEqualImage: boolean;
  readonly width: number;
  readonly nulls: number;
  readonly distinct: number;
  readonly common: readonly number[] | null;
}

const ALIGNMENTS: Readonly<Record<string, BtreeColumn['alignment']>> = { c: 1, s: 2, i: 4, d: 8 };

/** Types whose equal values may look different (manual, "Deduplication"): numeric, floats, jsonb, arrays, ranges, composites. */
const COLUMNS = catalogue<ColumnRow>(
  `SELECT c.reltuples AS rows, current_setting('block_size')::int AS "blockSize", a.attlen AS length, a.attalign AS alignment,
     t.typname NOT IN ('numeric', 'float4', 'float8', 'jsonb') AND t.typcategory NOT IN ('A', 'R', 'C')
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_collation l WHERE l.oid = a.attcollation AND NOT l.collisdeterministic) AS "hasEqualImage",
     s.avg_width AS width, s.null_frac AS nulls, s.n_distinct AS distinct, s.most_common_freqs AS common
   FROM unnest($3::text[]) WITH ORDINALITY AS w (name, position)
   JOIN pg_catalog.pg_namespace n ON n.nspname = $1
   JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = $2
   JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = w.name AND NOT a.attisdropped
   JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
   JOIN pg_catalog.pg_stats s ON s.schemaname = $1 AND s.tablename = $2 AND s.attname = w.name AND NOT s.inherited
   ORDER BY w.position`,
  {
    rows: number,
    blockSize: number,
    length: number,
    alignment: text,
    hasEqualImage: flag,
    width: number,
    nulls: number,
    distinct: number,
    common: orNull(listOf(number)),
  },
);

/**
 * How much room an index would take that is not there yet, in bytes, from the catalogues alone. `undefined`: not known, for other methods than
 * btree, expressions, conditions, and columns without statistics.
 */
export async function estimateIndexBytes(
  reader: Reader,
  index: IndexDefinition,
  options: ReadOptions = {},
): Promise<number | undefined> {
  const keys = index.keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
  if (index.method !== 'btree' || index.predicate || keys.length < index.keys.length) return undefined;
  const names = [...keys, ...index.include];
  const read = await reader.read(COLUMNS.text, [index.schema, index.table, names], options);
  const columns = read.map((row) => COLUMNS.decode(row));
  const [first] = columns;
  if (!first || columns.length < names.length || first.rows < 0) return undefined;
  const pages = estimateBtreePages({
    rows: first.rows,
    tableRows: first.rows,
    blockSize: first.blockSize,
    fillFactor: Number(index.options['fillfactor'] ?? 90),
    isUnique: index.unique,
    deduplicates: index.options['deduplicate_items'] !== 'off',
    columns: columns.map((column, position) => btreeColumn(column, position < keys.length)),
  });
  return pages * first.blockSize;
}

function btreeColumn(column: ColumnRow, isKey: boolean): BtreeColumn {
  const { length, alignment, hasEqualImage, width, nulls, distinct, common } = column;
  return {
    isKey,
    ...(length > 0 && { fixedLength: length }),
    alignment: ALIGNMENTS[alignment] ?? 8,
    hasEqualImage: isKey && hasEqualImage,
    averageWidth: width,
    nullFraction: nulls,
    distinct,
    commonShares: common ?? [],
  };
}
