import type { Reader, ReadOptions } from '../reading/reader';
import { DDL_APPLICATION_NAME } from './ddl-session';

/** The name keeps it from a process that has gone over to somebody else. */
const CANCEL =
  'SELECT pg_catalog.pg_cancel_backend(pid) AS done FROM pg_catalog.pg_stat_activity WHERE pid = $1 AND application_name = $2';

/**
 * Ends what a process does that Indexwright has started, also from another window. Resolves to false where there is none, or it is another
 * role's.
 */
export async function cancelProcess(
  reader: Reader,
  processId: number,
  options: ReadOptions = {},
): Promise<boolean> {
  const [row] = await reader.read(CANCEL, [processId, DDL_APPLICATION_NAME], options);
  return row?.['done'] === true;
}
