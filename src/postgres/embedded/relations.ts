import { catalogue, flag, number, orNull, text } from '../catalog/catalogue';
import type { Sandbox } from './sandbox';

/** A table, a materialized view, a partitioned table, or an index of one, in the sandbox. */
export interface SandboxRelation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly isIndex: boolean;
  /** Its rows are in its partitions. */
  readonly isPartitioned: boolean;
  /** Of an index; a table's own. */
  readonly table: number;
  /** `pg_relation_filepath`; absent: it has no file. */
  readonly path: string | null;
  /** Of an index. */
  readonly method: string | null;
  /** Of a partial index. */
  readonly predicate: string | null;
  readonly options: string | null;
}

const RELATIONS = catalogue<SandboxRelation>(
  `SELECT c.oid, n.nspname AS schema, c.relname AS name, i.indexrelid IS NOT NULL AS "isIndex", c.relkind IN ('p', 'I') AS "isPartitioned",
     coalesce(i.indrelid, c.oid)::int AS table, pg_relation_filepath(c.oid) AS path, m.amname AS method,
     pg_get_expr(i.indpred, i.indrelid) AS predicate, array_to_string(c.reloptions, ' ') AS options
   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam AND i.indexrelid IS NOT NULL
   WHERE c.relkind IN ('r', 'p', 'm', 'i', 'I') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     AND ($1::oid[] IS NULL OR coalesce(i.indrelid, c.oid) = ANY ($1::oid[]))
   ORDER BY c.oid`,
  {
    oid: number,
    schema: text,
    name: text,
    isIndex: flag,
    isPartitioned: flag,
    table: number,
    path: orNull(text),
    method: orNull(text),
    predicate: orNull(text),
    options: orNull(text),
  },
);

/** All, or some tables with their indexes. */
export async function readRelations(
  sandbox: Sandbox,
  tables?: readonly number[],
): Promise<readonly SandboxRelation[]> {
  return (await sandbox.read(RELATIONS.text, [tables ?? null])).map(RELATIONS.decode);
}

/** The table and, where it is partitioned, all below it. */
export async function readFamily(
  sandbox: Sandbox,
  { schema, table }: { readonly schema: string; readonly table: string },
): Promise<readonly number[]> {
  const rows = await sandbox.read(
    `SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2
     UNION SELECT p.relid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL pg_partition_tree(c.oid) p WHERE n.nspname = $1 AND c.relname = $2`,
    [schema, table],
  );
  return rows.map(({ oid }) => number(oid));
}
