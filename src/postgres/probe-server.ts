import type { Reader, ReadOptions } from './reading/reader';

/** What a server says of itself to one who has just come in. */
export interface ProbedServer {
  /** As the server writes it: `18.4`. */
  readonly version: string;
  readonly isStandby: boolean;
}

export async function probeServer(reader: Reader, options: ReadOptions = {}): Promise<ProbedServer> {
  const [row] = await reader.read(
    `SELECT pg_catalog.current_setting('server_version') AS version, pg_catalog.pg_is_in_recovery() AS "isStandby"`,
    [],
    options,
  );
  return { version: String(row?.['version']), isStandby: row?.['isStandby'] === true };
}
