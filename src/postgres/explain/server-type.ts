/** A type as the server knows it. */
export interface ServerType {
  readonly oid: number;
  /** As SQL names it in this database: `bigint`, `timestamp with time zone`, `shop."Kind"`. */
  readonly name: string;
  /** `typtype`: a base type, composite, domain, enum, multirange, pseudo-type, range. */
  readonly kind: 'b' | 'c' | 'd' | 'e' | 'm' | 'p' | 'r';
  /** `typcategory` (manual, "pg_type"): `A` arrays, `B` booleans, `D` times, `N` numbers, `S` strings, … */
  readonly category: string;
  /** Of an enum, in its order. */
  readonly labels?: readonly string[];
  /** Of an array. */
  readonly element?: ServerType;
}

/** What the server has inferred of the prepared statement $1. */
export const PREPARED_TYPES = `
  SELECT pg_catalog.current_setting('server_version_num')::int AS "versionNumber",
    (SELECT pg_catalog.jsonb_agg(${describeType('t', describeType('e', 'NULL'))} ORDER BY p.number)
     FROM pg_catalog.unnest(s.parameter_types) WITH ORDINALITY AS p (type, number)
     JOIN pg_catalog.pg_type t ON t.oid = p.type
     LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A') AS types
  FROM pg_catalog.pg_prepared_statements s
  WHERE s.name = $1`;

function describeType(alias: string, element: string): string {
  return `pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
    'oid', ${alias}.oid::int8, 'name', pg_catalog.format_type(${alias}.oid, NULL), 'kind', ${alias}.typtype, 'category', ${alias}.typcategory,
    'labels', (SELECT pg_catalog.jsonb_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_catalog.pg_enum l WHERE l.enumtypid = ${alias}.oid),
    'element', ${element === 'NULL' ? 'NULL' : `CASE WHEN e.oid IS NOT NULL THEN ${element} END`}))`;
}

/** The type of column $3 of table $2 in schema $1. */
export const COLUMN_TYPE = `
  SELECT pg_catalog.format_type(a.atttypid, NULL) AS type
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = $3 AND NOT a.attisdropped`;
