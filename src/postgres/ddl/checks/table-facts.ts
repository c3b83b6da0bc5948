import type { RelationName } from '../../../analyzers/schema/snapshot';
import { type Catalogue, catalogue, flag, number, text } from '../../catalog/catalogue';
import type { Reader, ReadOptions } from '../../reading/reader';

export interface TableFacts {
  readonly isStandby: boolean;
  readonly isReadOnlyRole: boolean;
  /** Or a superuser, or of the owner's role. */
  readonly isOwner: boolean;
  /** 17 and later: MAINTAIN, which is enough for REINDEX, ANALYZE and VACUUM. */
  readonly mayMaintain: boolean;
  readonly isSystem: boolean;
  /** `r` a table, `p` a partitioned one, `m` a materialized view. */
  readonly kind: string;
  readonly persistence: string;
  /** `relpages` in bytes, as of the last VACUUM or ANALYZE. */
  readonly bytes: number;
  /** Others that wait for a lock on it. */
  readonly waiting: number;
  readonly standbys: number;
  readonly idleSlots: number;
  readonly preparedTransactions: number;
  readonly oldestPreparedSeconds: number;
}

const TABLE: Catalogue<TableFacts> = catalogue<TableFacts>(
  `SELECT pg_is_in_recovery() AS "isStandby", current_setting('default_transaction_read_only') = 'on' AS "isReadOnlyRole",
     pg_has_role(c.relowner, 'USAGE') AS "isOwner",
     CASE WHEN current_setting('server_version_num')::int >= 170000 THEN has_table_privilege(c.oid, 'MAINTAIN') ELSE false END AS "mayMaintain",
     n.nspname IN ('pg_catalog', 'information_schema', 'pg_toast') AS "isSystem", c.relkind AS kind, c.relpersistence AS persistence,
     c.relpages::float8 * current_setting('block_size')::int AS bytes,
     (SELECT count(*) FROM pg_catalog.pg_locks l WHERE l.relation = c.oid AND NOT l.granted)::int AS waiting,
     (SELECT count(*) FROM pg_catalog.pg_stat_replication)::int AS standbys,
     (SELECT count(*) FROM pg_catalog.pg_replication_slots s WHERE NOT s.active)::int AS "idleSlots",
     (SELECT count(*) FROM pg_catalog.pg_prepared_xacts p WHERE p.database = current_database())::int AS "preparedTransactions",
     coalesce((SELECT extract(epoch FROM clock_timestamp() - min(p.prepared)) FROM pg_catalog.pg_prepared_xacts p
       WHERE p.database = current_database()), 0)::float8 AS "oldestPreparedSeconds"
   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'm')`,
  {
    isStandby: flag,
    isReadOnlyRole: flag,
    isOwner: flag,
    mayMaintain: flag,
    isSystem: flag,
    kind: text,
    persistence: text,
    bytes: number,
    waiting: number,
    standbys: number,
    idleSlots: number,
    preparedTransactions: number,
    oldestPreparedSeconds: number,
  },
);

/** `undefined`: there is no such table. */
export async function readTableFacts(
  reader: Reader,
  { schema, name }: RelationName,
  options: ReadOptions = {},
): Promise<TableFacts | undefined> {
  const [row] = await reader.read(TABLE.text, [schema, name], options);
  return row && TABLE.decode(row);
}
