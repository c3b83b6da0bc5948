import type { Blocker } from '../../analyzers/maintenance/work-progress';
import { type Catalogue, catalogue, number, orNull, text } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

interface SessionRow {
  readonly pid: number;
  readonly user: string | null;
  readonly application: string | null;
  readonly state: string | null;
  readonly query: string | null;
  readonly seconds: number | null;
}

/** What the server shows instead of what the role may not see. */
const HIDDEN = '<insufficient privilege>';

/** Of `pg_stat_activity` as `a`. */
export const SESSION_COLUMNS = `a.pid, a.usename AS user, a.application_name AS application, a.state, left(a.query, 200) AS query,
  extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS seconds`;

export const SESSION_READERS = {
  pid: number,
  user: orNull(text),
  application: orNull(text),
  state: orNull(text),
  query: orNull(text),
  seconds: orNull(number),
} as const;

const SESSIONS: Catalogue<SessionRow> = catalogue<SessionRow>(
  `SELECT ${SESSION_COLUMNS} FROM pg_catalog.pg_stat_activity a WHERE a.pid = ANY ($1::int[]) ORDER BY a.pid`,
  SESSION_READERS,
);

/** What is known of these sessions, one entry for each; of one that has ended no more than its number. */
export async function readSessions(
  reader: Reader,
  processIds: readonly number[],
  options: ReadOptions = {},
): Promise<readonly Blocker[]> {
  if (processIds.length === 0) return [];
  const rows = (await reader.read(SESSIONS.text, [processIds], options)).map((row) => SESSIONS.decode(row));
  return [...new Set(processIds)].map((processId) => {
    const row = rows.find(({ pid }) => pid === processId);
    return row ? sessionOf(row) : { processId };
  });
}

export function sessionOf({ pid, user, application, state, query, seconds }: SessionRow): Blocker {
  return {
    processId: pid,
    ...(user !== null && { user }),
    ...(application !== null && application !== '' && { application }),
    ...(state !== null && { state }),
    ...(query !== null && query !== '' && query !== HIDDEN && { query }),
    ...(seconds !== null && { transactionSeconds: Math.round(seconds) }),
  };
}
