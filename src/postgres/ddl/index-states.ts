import type { RelationName } from '../../analyzers/schema/snapshot';
import { type Catalogue, catalogue, flag, number, orNull, text } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

/** An index as the catalogue has it at this moment. */
export interface IndexState {
  readonly oid: number;
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly isValid: boolean;
  /** False: a DROP INDEX CONCURRENTLY has begun. */
  readonly isLive: boolean;
  /** A constraint or the index of a partitioned table needs it. */
  readonly isNeeded: boolean;
  /** On a partitioned table: it has no rows of its own. */
  readonly isPartitioned: boolean;
  /** The index of the partitioned table that it is attached to. */
  readonly parentSchema: string | null;
  readonly parent: string | null;
  /** Somebody builds, rebuilds or drops it now. */
  readonly isWorkedOn: boolean;
}

/**
 * That somebody builds an index shows to every role: the process is among those with progress, and holds its lock on the table. Who rebuilds
 * or drops one has locked the index itself.
 */
const STATES: Catalogue<IndexState> = catalogue<IndexState>(
  `WITH held AS MATERIALIZED (SELECT l.relation, l.pid FROM pg_catalog.pg_locks l
     WHERE l.locktype = 'relation' AND l.granted AND l.mode = 'ShareUpdateExclusiveLock'
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())),
   builders AS MATERIALIZED (SELECT pid FROM pg_catalog.pg_stat_progress_create_index)
   SELECT i.indexrelid AS oid, n.nspname AS schema, c.relname AS table, x.relname AS name, i.indisvalid AS "isValid",
     i.indislive AS "isLive", x.relkind = 'I' AS "isPartitioned", pn.nspname AS "parentSchema", p.relname AS parent,
     p.oid IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid
       AND k.contype IN ('p', 'u', 'x')) AS "isNeeded",
     EXISTS (SELECT FROM held h WHERE h.relation = i.indexrelid
       OR h.relation = i.indrelid AND h.pid IN (SELECT pid FROM builders)) AS "isWorkedOn"
   FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
   JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = x.oid LEFT JOIN pg_catalog.pg_class p ON p.oid = h.inhparent
   LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
   WHERE n.nspname !~ '^pg_(catalog|toast|temp)' AND n.nspname <> 'information_schema'
     AND ($1::text IS NULL OR n.nspname = $1) AND ($2::text IS NULL OR c.relname = $2)
   ORDER BY i.indexrelid`,
  {
    oid: number,
    schema: text,
    table: text,
    name: text,
    isValid: flag,
    isLive: flag,
    isPartitioned: flag,
    parentSchema: orNull(text),
    parent: orNull(text),
    isNeeded: flag,
    isWorkedOn: flag,
  },
);

/** All indexes of some tables. */
export async function readIndexStates(
  reader: Reader,
  tables: readonly RelationName[],
  options: ReadOptions = {},
): Promise<readonly IndexState[]> {
  const states: IndexState[] = [];
  for (const { schema, name } of tables) {
    const rows = await reader.read(STATES.text, [schema, name], options);
    states.push(...rows.map((row) => STATES.decode(row)));
  }
  return states;
}

/** All indexes of the database. */
export async function readAllIndexStates(
  reader: Reader,
  options: ReadOptions = {},
): Promise<readonly IndexState[]> {
  return (await reader.read(STATES.text, [null, null], options)).map((row) => STATES.decode(row));
}
