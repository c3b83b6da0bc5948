import type { Blocker } from '../../../analyzers/maintenance/work-progress';
import type { RelationName } from '../../../analyzers/schema/snapshot';
import { type Catalogue, catalogue, number } from '../../catalog/catalogue';
import { SESSION_COLUMNS, SESSION_READERS, sessionOf } from '../../monitoring/sessions';
import type { Reader, ReadOptions } from '../../reading/reader';

/**
 * A build waits for transactions of this database that hold a snapshot, whatever they read, and for those that have a lock on the table. Which
 * sessions have a lock shows to every role; how old their transactions are, and all snapshots, only to some.
 */
const LONG: Catalogue<Parameters<typeof sessionOf>[0]> = catalogue(
  `SELECT ${SESSION_COLUMNS} FROM pg_catalog.pg_stat_activity a
   WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.backend_type IS DISTINCT FROM 'autovacuum worker'
     AND (a.xact_start < clock_timestamp() - $3 * interval '1 second' AND (a.backend_xid IS NOT NULL OR a.backend_xmin IS NOT NULL)
       OR a.pid IN (SELECT l.pid FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE l.granted AND n.nspname = $1 AND c.relname = $2)
         AND coalesce(a.xact_start < clock_timestamp() - $3 * interval '1 second', true))
   ORDER BY a.xact_start`,
  SESSION_READERS,
);

const HIDDEN: Catalogue<{ readonly count: number }> = catalogue(
  `SELECT count(*)::int AS count FROM pg_catalog.pg_stat_activity a
   WHERE a.datname = current_database() AND a.query = '<insufficient privilege>'`,
  { count: number },
);

/** The oldest first. */
export async function readLongTransactions(
  reader: Reader,
  { schema, name }: RelationName,
  seconds: number,
  options: ReadOptions = {},
): Promise<readonly Blocker[]> {
  const rows = await reader.read(LONG.text, [schema, name, seconds], options);
  return rows.map((row) => sessionOf(LONG.decode(row)));
}

/** How many sessions of the database the role is not told about. */
export async function countHiddenSessions(reader: Reader, options: ReadOptions = {}): Promise<number> {
  const [row] = await reader.read(HIDDEN.text, [], options);
  return row ? HIDDEN.decode(row).count : 0;
}
