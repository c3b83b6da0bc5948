import type { RelationName } from '../../analyzers/schema/snapshot';
import { catalogue, flag, listOf, number, orNull, text } from '../catalog/catalogue';
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

const FIELDS = {
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
};

const SELECTED = `SELECT c.oid, n.nspname AS schema, c.relname AS name, i.indexrelid IS NOT NULL AS "isIndex", c.relkind IN ('p', 'I') AS "isPartitioned",
     coalesce(i.indrelid, c.oid)::int AS table, pg_relation_filepath(c.oid) AS path, m.amname AS method,
     pg_get_expr(i.indpred, i.indrelid) AS predicate, array_to_string(c.reloptions, ' ') AS options`;

const RELATIONS = catalogue<SandboxRelation>(
  `${SELECTED} FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam AND i.indexrelid IS NOT NULL
   WHERE c.relkind IN ('r', 'p', 'm', 'i', 'I') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   ORDER BY c.oid`,
  FIELDS,
);

export async function readRelations(sandbox: Sandbox): Promise<readonly SandboxRelation[]> {
  return (await sandbox.read(RELATIONS.text)).map(RELATIONS.decode);
}

const NAMED = "to_regclass(format('%I.%I', $1::text, $2::text))";

const INDEXES = catalogue<SandboxRelation>(
  `${SELECTED} FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid JOIN pg_catalog.pg_am m ON m.oid = c.relam
   WHERE c.oid = ANY (ARRAY(SELECT ${NAMED}::oid UNION SELECT relid FROM pg_partition_tree(${NAMED}))) ORDER BY c.oid`,
  FIELDS,
);

/** The index and, where it is partitioned, all below it. */
export async function readIndexes(
  sandbox: Sandbox,
  { schema, name }: RelationName,
): Promise<readonly SandboxRelation[]> {
  return (await sandbox.read(INDEXES.text, [schema, name])).map(INDEXES.decode);
}

interface Parts {
  readonly oid: number;
  readonly parts: readonly number[];
}

const PARTS = catalogue<Parts>(
  `SELECT c.oid, json_agg(p.relid::oid::int) AS parts FROM pg_catalog.pg_class c CROSS JOIN LATERAL pg_partition_tree(c.oid) p
   WHERE c.relkind = 'p' GROUP BY c.oid`,
  { oid: number, parts: listOf(number) },
);

/** The partitioned tables with all below them, themselves among them: oids. */
export async function readParts(sandbox: Sandbox): Promise<ReadonlyMap<number, readonly number[]>> {
  const rows = (await sandbox.read(PARTS.text)).map(PARTS.decode);
  return new Map(rows.map(({ oid, parts }) => [oid, parts]));
}
