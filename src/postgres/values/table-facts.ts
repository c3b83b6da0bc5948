import { flag, listOf, number, orNull, text } from '../catalog/catalogue';
import type { Reader, ReadOptions, Row } from '../reading/reader';

/** What the catalogues say of a relation, as far as values are looked for in it. */
export interface TableFacts {
  readonly schema: string;
  readonly table: string;
  /** `pg_class.relkind`: r table, p partitioned, m materialised view, v view, f foreign table. */
  readonly kind: string;
  /** With all partitions. */
  readonly bytes: number;
  /** Row security holds for this role: the server hides the statistics from it. */
  readonly isSecured: boolean;
  readonly columns: readonly ColumnFacts[];
  /** The leading column of an index that new rows are put at the end of. */
  readonly newestBy?: string;
}

export interface ColumnFacts {
  readonly name: string;
  /** As `format_type` prints it. */
  readonly type: string;
  readonly isReadable: boolean;
  /** A foreign key of this column alone. */
  readonly references?: { readonly schema: string; readonly table: string; readonly column: string };
  /** Absent: the table was never analysed, or the server hides it from this role. */
  readonly statistics?: ColumnStatistics;
}

export interface ColumnStatistics {
  /** The most common first. */
  readonly common: readonly CommonValue[];
  /** The rest of the values in equal parts, without the common ones. */
  readonly bounds: readonly string[];
}

export interface CommonValue {
  readonly text: string;
  /** Of all rows. */
  readonly share: number;
}

/** Of a partitioned table, and of one that others inherit from, the statistics over all of them. */
const STATISTICS_OF = (column: string): string => `LEFT JOIN LATERAL (
    SELECT s.correlation, s.most_common_vals::text::text[] AS common, s.most_common_freqs::float8[] AS shares,
      s.histogram_bounds::text::text[] AS bounds
    FROM pg_catalog.pg_stats s WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = ${column}
    ORDER BY s.inherited DESC LIMIT 1) s ON true`;

const COLUMNS = `
  SELECT c.relkind AS kind, coalesce(row_security_active(c.oid), false) AS "isSecured",
    CASE WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid)
         WHEN c.relkind = 'p' THEN (SELECT coalesce(sum(pg_relation_size(p.relid)), 0) FROM pg_partition_tree(c.oid) p WHERE p.isleaf)
         ELSE 0 END AS bytes,
    a.attname AS name, format_type(a.atttypid, NULL) AS type,
    has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT') AS "isReadable",
    s.common, s.shares, s.bounds, f.schema AS "toSchema", f.table AS "toTable", f.column AS "toColumn"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY ($3::text[])
  ${STATISTICS_OF('a.attname')}
  LEFT JOIN LATERAL (SELECT fn.nspname AS schema, fc.relname AS table, fa.attname AS column
    FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class fc ON fc.oid = k.confrelid
    JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace
    JOIN pg_catalog.pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = k.confkey[1]
    WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum] ORDER BY k.oid LIMIT 1) f ON true
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'm', 'v', 'f')
  ORDER BY a.attnum`;

/**
 * New rows come last where the values follow the order in which rows were stored; without statistics, where a sequence or the clock gives
 * them. A primary key before other indexes.
 */
const NEWEST_BY = `
  SELECT a.attname AS name
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL
  JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_catalog.pg_am m ON m.oid = ic.relam AND m.amname = 'btree'
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  ${STATISTICS_OF('a.attname')}
  WHERE n.nspname = $1 AND c.relname = $2 AND has_column_privilege(c.oid, a.attnum, 'SELECT')
    AND CASE WHEN s.correlation IS NOT NULL AND NOT i.indisprimary THEN s.correlation > 0.9
             ELSE coalesce(s.correlation, 1) > 0.5
               AND (a.attidentity <> '' OR t.typcategory = 'D' OR t.typname = 'int8' OR d.adbin IS NOT NULL) END
  ORDER BY i.indisprimary AND i.indnkeyatts = 1 DESC, a.attidentity <> '' DESC, s.correlation DESC NULLS LAST, a.attnum LIMIT 1`;

/** `undefined`: this database has no such relation, or none with these columns. */
export async function readTableFacts(
  reader: Reader,
  { schema, table }: { readonly schema: string; readonly table: string },
  columns: readonly string[],
  options: ReadOptions,
): Promise<TableFacts | undefined> {
  const rows = await reader.read(COLUMNS, [schema, table, columns], options);
  const [first] = rows;
  if (first === undefined) return undefined;
  const [newest] = await reader.read(NEWEST_BY, [schema, table], options);
  return {
    schema,
    table,
    kind: text(first['kind']),
    bytes: number(first['bytes']),
    isSecured: flag(first['isSecured']),
    columns: rows.map(columnFacts),
    ...(newest && { newestBy: text(newest['name']) }),
  };
}

const texts = orNull(listOf(text));
const numbers = orNull(listOf(number));
const optional = orNull(text);

function columnFacts(row: Row): ColumnFacts {
  const common = texts(row['common']);
  const shares = numbers(row['shares']) ?? [];
  const bounds = texts(row['bounds']);
  const statistics = {
    common: (common ?? []).map((value, position) => ({ text: value, share: shares[position] ?? 0 })),
    bounds: bounds ?? [],
  };
  const [schema, table, column] = ['toSchema', 'toTable', 'toColumn'].map((field) => optional(row[field]));
  return {
    name: text(row['name']),
    type: text(row['type']),
    isReadable: flag(row['isReadable']),
    ...(schema && table && column && { references: { schema, table, column } }),
    ...((common ?? bounds) && { statistics }),
  };
}
