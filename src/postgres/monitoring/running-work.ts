import { countedOf, type WorkProgress } from '../../analyzers/maintenance/work-progress';
import { type Catalogue, catalogue, flag, listOf, number, orNull, text } from '../catalog/catalogue';
import { DDL_APPLICATION_NAME } from '../ddl/ddl-session';
import type { Reader, ReadOptions } from '../reading/reader';
import { readSessions } from './sessions';

interface WorkRow {
  readonly pid: number;
  readonly command: string | null;
  readonly waitsForFirstLock: boolean;
  readonly phase: string | null;
  readonly schema: string | null;
  readonly table: string | null;
  readonly index: string | null;
  readonly lockersTotal: number;
  readonly lockersDone: number;
  readonly locker: number | null;
  readonly blocksTotal: number;
  readonly blocksDone: number;
  readonly tuplesTotal: number;
  readonly tuplesDone: number;
  readonly application: string | null;
  readonly state: string | null;
  readonly blockedBy: readonly number[];
}

/** A role without pg_read_all_stats sees only that there is somebody at work: all else is null. */
const WORK: Catalogue<WorkRow> = catalogue<WorkRow>(
  `WITH work AS (
     SELECT pid, datid, relid, index_relid AS index, command, phase, lockers_total, lockers_done, current_locker_pid AS locker,
       blocks_total, blocks_done, tuples_total, tuples_done FROM pg_catalog.pg_stat_progress_create_index
     UNION ALL SELECT pid, datid, relid, 0, 'VACUUM', phase, 0, 0, 0, heap_blks_total, heap_blks_scanned, 0, 0
       FROM pg_catalog.pg_stat_progress_vacuum
     UNION ALL SELECT pid, datid, relid, 0, 'ANALYZE', phase, 0, 0, 0, sample_blks_total, sample_blks_scanned, 0, 0
       FROM pg_catalog.pg_stat_progress_analyze)
   SELECT a.pid, coalesce(w.command, u.command) AS command, w.pid IS NULL AND NOT coalesce(l.granted, true) AS "waitsForFirstLock", w.phase, n.nspname AS schema, c.relname AS table, x.relname AS index,
     coalesce(w.lockers_total, 0) AS "lockersTotal", coalesce(w.lockers_done, 0) AS "lockersDone", w.locker,
     coalesce(w.blocks_total, 0) AS "blocksTotal", coalesce(w.blocks_done, 0) AS "blocksDone",
     coalesce(w.tuples_total, 0) AS "tuplesTotal", coalesce(w.tuples_done, 0) AS "tuplesDone",
     a.application_name AS application, a.state,
     -- Whoever waits for nobody is not asked about: the question stops all locks of the server for a moment.
     CASE WHEN a.wait_event_type = 'Lock' THEN pg_catalog.pg_blocking_pids(a.pid) ELSE '{}' END AS "blockedBy"
   FROM pg_catalog.pg_stat_activity a LEFT JOIN work w ON w.pid = a.pid
   -- The server tells no progress of a DROP INDEX, nor of what still waits for its first lock: of ours the statement is known.
   LEFT JOIN LATERAL (SELECT CASE WHEN a.query ~ '^CREATE (UNIQUE )?INDEX CONCURRENTLY ' THEN 'CREATE INDEX CONCURRENTLY'
       WHEN a.query ~ '^REINDEX INDEX CONCURRENTLY ' THEN 'REINDEX CONCURRENTLY'
       ELSE substring(a.query FROM '^(DROP INDEX CONCURRENTLY|VACUUM|ANALYZE) ') END AS command
     WHERE w.pid IS NULL AND a.application_name = '${DDL_APPLICATION_NAME}' AND a.state = 'active') u ON true
   LEFT JOIN LATERAL (SELECT k.relation, k.granted FROM pg_catalog.pg_locks k JOIN pg_catalog.pg_class r ON r.oid = k.relation
     WHERE u.command IS NOT NULL AND k.pid = a.pid AND k.database = a.datid AND k.mode = 'ShareUpdateExclusiveLock'
       AND r.relkind IN ('r', 'm', 'p') ORDER BY k.granted DESC LIMIT 1) l ON true
   LEFT JOIN LATERAL (SELECT k.relation FROM pg_catalog.pg_locks k JOIN pg_catalog.pg_class r ON r.oid = k.relation
     WHERE u.command LIKE 'DROP%' AND k.pid = a.pid AND k.database = a.datid AND r.relkind = 'i'
       AND r.oid IN (SELECT i.indexrelid FROM pg_catalog.pg_index i WHERE i.indrelid = l.relation) LIMIT 1) d ON true
   LEFT JOIN pg_catalog.pg_class c ON c.oid = coalesce(w.relid, l.relation) LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_catalog.pg_class x ON x.oid = coalesce(w.index, d.relation)
   WHERE CASE WHEN $1::int IS NULL THEN a.datname = current_database() AND (w.pid IS NOT NULL OR u.command IS NOT NULL)
     ELSE a.pid = $1 END
   ORDER BY a.pid`,
  {
    pid: number,
    command: orNull(text),
    waitsForFirstLock: flag,
    phase: orNull(text),
    schema: orNull(text),
    table: orNull(text),
    index: orNull(text),
    lockersTotal: number,
    lockersDone: number,
    locker: orNull(number),
    blocksTotal: number,
    blocksDone: number,
    tuplesTotal: number,
    tuplesDone: number,
    application: orNull(text),
    state: orNull(text),
    blockedBy: listOf(number),
  },
);

/** All builds, rebuilds, vacuums and analyses of the database, whoever has started them; of ours also drops, and what waits to begin. */
export async function readRunningWork(
  reader: Reader,
  options: ReadOptions = {},
): Promise<readonly WorkProgress[]> {
  return readWork(reader, null, options);
}

/** What this process does now, at work or not; `undefined`: it is not there any more. */
export async function readProcessWork(
  reader: Reader,
  processId: number,
  options: ReadOptions = {},
): Promise<WorkProgress | undefined> {
  return (await readWork(reader, processId, options))[0];
}

async function readWork(
  reader: Reader,
  processId: number | null,
  options: ReadOptions,
): Promise<readonly WorkProgress[]> {
  const rows = (await reader.read(WORK.text, [processId], options)).map((row) => WORK.decode(row));
  const waitedFor = rows.flatMap(blockersOf);
  const sessions = await readSessions(reader, waitedFor, options);
  return rows.map((row) => ({
    ...progressOf(row),
    blockers: sessions.filter((session) => blockersOf(row).includes(session.processId)),
  }));
}

function blockersOf({ locker, blockedBy }: WorkRow): readonly number[] {
  return locker === null || locker === 0 ? blockedBy : [...new Set([...blockedBy, locker])];
}

function progressOf(row: WorkRow): Omit<WorkProgress, 'blockers'> {
  const { command, phase, schema, table, index } = row;
  const counted = countedOf(row);
  return {
    processId: row.pid,
    ...(command !== null && { command }),
    ...(schema !== null && table !== null && { table: { schema, name: table } }),
    ...(index !== null && { index }),
    ...(phase !== null && { phase }),
    ...(row.waitsForFirstLock && { waitsForFirstLock: true }),
    ...(counted && { counted }),
    ...(row.lockersTotal > 0 && { waitsFor: { done: row.lockersDone, total: row.lockersTotal } }),
    application: row.application ?? '',
    ...(row.state === 'idle' && { isIdle: true }),
  };
}
