import type { RelationName } from '../../analyzers/schema/snapshot';
import { catalogue, number, text } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

/** A key of an index that is no column: it has statistics of its own. */
export interface IndexExpression {
  /** Of the key; counts from 1. */
  readonly position: number;
  /** As the server prints it. */
  readonly expression: string;
  /** Of its statistics; -1: the server's default. */
  readonly target: number;
}

const EXPRESSIONS = catalogue<IndexExpression>(
  `SELECT a.attnum::int AS position, pg_catalog.pg_get_indexdef(x.oid, a.attnum, true) AS expression,
     coalesce(a.attstattarget, -1) AS target
   FROM pg_catalog.pg_class x JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
   JOIN pg_catalog.pg_index i ON i.indexrelid = x.oid
   JOIN pg_catalog.pg_attribute a ON a.attrelid = x.oid AND a.attnum <= i.indnkeyatts AND i.indkey[a.attnum - 1] = 0
   WHERE n.nspname = $1 AND x.relname = $2 ORDER BY a.attnum`,
  { position: number, expression: text, target: number },
);

/** None where all keys are columns, and where there is no such index. */
export async function readIndexExpressions(
  reader: Reader,
  { schema, name }: RelationName,
  options: ReadOptions = {},
): Promise<readonly IndexExpression[]> {
  const rows = await reader.read(EXPRESSIONS.text, [schema, name], options);
  return rows.map((row) => EXPRESSIONS.decode(row));
}
