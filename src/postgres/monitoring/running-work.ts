import { countedOf, type WorkProgress } from '../../analyzers/maintenance/work-progress';
import { type Catalogue, catalogue, listOf, number, orNull, text } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';
import { readSessions } from './sessions';

interface WorkRow {
  readonly pid: number;
  readonly command: string | null;
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
   SELECT a.pid, w.command, w.phase, n.nspname AS schema, c.relname AS table, x.relname AS index,
     coalesce(w.lockers_total, 0) AS "lockersTotal", coalesce(w.lockers_done, 0) AS "lockersDone", w.locker,
     coalesce(w.blocks_total, 0) AS "blocksTotal", coalesce(w.blocks_done, 0) AS "blocksDone",
     coalesce(w.tuples_total, 0) AS "tuplesTotal", coalesce(w.tuples_done, 0) AS "tuplesDone",
     a.application_name AS application, a.state,
     -- Whoever waits for nobody is not asked about: the question stops all locks of the server for a moment.
     CASE WHEN a.wait_event_type = 'Lock' THEN pg_catalog.pg_blocking_pids(a.pid) ELSE '{}' END AS "blockedBy"
   FROM pg_catalog.pg_stat_activity a LEFT JOIN work w ON w.pid = a.pid
   LEFT JOIN pg_catalog.pg_class c ON c.oid = w.relid LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_catalog.pg_class x ON x.oid = w.index
   WHERE CASE WHEN $1::int IS NULL THEN w.datid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
     ELSE a.pid = $1 END
   ORDER BY a.pid`,
  {
    pid: number,
    command: orNull(text),
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

/** All builds, rebuilds, vacuums and analyses of the database, whoever has started them. */
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
    ...(counted && { counted }),
    ...(row.lockersTotal > 0 && { waitsFor: { done: row.lockersDone, total: row.lockersTotal } }),
    application: row.application ?? '',
    ...(row.state === 'idle' && { isIdle: true }),
  };
}
