import type { RelationName } from '../../analyzers/schema/snapshot';
import { type Catalogue, catalogue, flag, listOf, number, orNull, text, time } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

/** What would notice if an index were gone, as far as the server knows. */
export interface IndexUses {
  readonly isValid: boolean;
  readonly isUnique: boolean;
  /** The constraint that stands on it, with its kind as `pg_constraint.contype` has it. */
  readonly constraint: string | null;
  readonly constraintType: string | null;
  readonly constraintIsDeferrable: boolean;
  readonly constraintIsDeferred: boolean;
  /** Foreign keys of other tables that need it, as `table.constraint`. */
  readonly foreignKeys: readonly string[];
  /** Logical replication tells rows apart by it. */
  readonly isReplicaIdentity: boolean;
  readonly isClustered: boolean;
  /** The partitioned table's index that it is attached to. */
  readonly parent: string | null;
  readonly scans: number;
  readonly rowsRead: number;
  /** Servers since 16; `null`: never, or not known. ISO 8601. */
  readonly lastScan: string | null;
  /** Since when the counters count; `null`: since the database was made. ISO 8601. */
  readonly countersSince: string | null;
  /** `relpages` in bytes. */
  readonly bytes: number;
  /** Servers that follow this one: they count for themselves, and their queries lose the index too. */
  readonly standbys: number;
  readonly isStandby: boolean;
}

function usesCatalogue(versionNumber: number): Catalogue<IndexUses> {
  const lastScan = versionNumber >= 160_000 ? 'pg_stat_get_lastscan(x.oid)' : 'NULL::timestamptz';
  return catalogue<IndexUses>(
    `SELECT i.indisvalid AS "isValid", i.indisunique AS "isUnique", k.conname AS constraint, k.contype AS "constraintType",
       coalesce(k.condeferrable, false) AS "constraintIsDeferrable", coalesce(k.condeferred, false) AS "constraintIsDeferred",
       ARRAY(SELECT f.conrelid::pg_catalog.regclass || '.' || f.conname FROM pg_catalog.pg_constraint f
         WHERE f.conindid = x.oid AND f.contype = 'f' AND f.conparentid = 0 ORDER BY f.oid)::text[] AS "foreignKeys",
       i.indisreplident OR i.indisprimary AND c.relreplident = 'd' AND EXISTS (SELECT FROM pg_catalog.pg_publication) AS "isReplicaIdentity",
       i.indisclustered AS "isClustered", p.relname AS parent, pg_stat_get_numscans(x.oid) AS scans,
       pg_stat_get_tuples_returned(x.oid) AS "rowsRead", ${lastScan} AS "lastScan",
       pg_stat_get_db_stat_reset_time((SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())) AS "countersSince",
       x.relpages::float8 * current_setting('block_size')::int AS bytes,
       (SELECT count(*) FROM pg_catalog.pg_stat_replication)::int AS standbys, pg_is_in_recovery() AS "isStandby"
     FROM pg_catalog.pg_class x JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
     JOIN pg_catalog.pg_index i ON i.indexrelid = x.oid JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
     LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = x.oid AND k.contype IN ('p', 'u', 'x')
     LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = x.oid LEFT JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
     WHERE n.nspname = $1 AND x.relname = $2`,
    {
      isValid: flag,
      isUnique: flag,
      constraint: orNull(text),
      constraintType: orNull(text),
      constraintIsDeferrable: flag,
      constraintIsDeferred: flag,
      foreignKeys: listOf(text),
      isReplicaIdentity: flag,
      isClustered: flag,
      parent: orNull(text),
      scans: number,
      rowsRead: number,
      lastScan: orNull(time),
      countersSince: orNull(time),
      bytes: number,
      standbys: number,
      isStandby: flag,
    },
  );
}

/** The rehearsal of a drop: nothing is changed. `undefined`: there is no such index. */
export async function readIndexUses(
  reader: Reader,
  { schema, name }: RelationName,
  options: ReadOptions = {},
): Promise<IndexUses | undefined> {
  const [version] = await reader.read(
    "SELECT pg_catalog.current_setting('server_version_num')::int AS number",
    [],
    options,
  );
  const { text: sql, decode } = usesCatalogue(number(version?.['number']));
  const [row] = await reader.read(sql, [schema, name], options);
  return row && decode(row);
}
