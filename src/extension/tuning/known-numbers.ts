import { message, type Message } from '../../analyzers/message';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { KnownRuns } from '../../analyzers/workload/query-runs';
import type { ConnectedDatabase } from '../connected-database';
import type { PostgresRoom } from '../load-postgres';

/** How large the tables are and how often queries run. */
export interface KnownNumbers {
  readonly statistics: StatisticsFile | undefined;
  readonly runs?: KnownRuns;
  /** What could not be had, and why. */
  readonly remarks: readonly Message[];
}

/**
 * What the connected database says now, read as an ordinary role and without a value of a row; without it what the folder's file says. Rejects with
 * the signal's reason only: a server that does not answer is told about.
 */
export async function readNumbers(
  database: ConnectedDatabase | undefined,
  file: StatisticsFile | undefined,
  postgres: PostgresRoom,
  signal: AbortSignal,
): Promise<KnownNumbers> {
  if (database === undefined) return { statistics: file, remarks: [] };
  const remarks: Message[] = [];
  const ask = async <T>(question: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await question();
    } catch (error) {
      signal.throwIfAborted();
      const { template, args } = postgres.describeReadError(error);
      remarks.push(message(template, ...args));
      return undefined;
    }
  };
  const { reader } = database;
  const request = { readAt: new Date(), options: { signal } };
  const exported = await ask(() => postgres.exportStatistics(reader, request));
  const counted = await ask(async () => ({ runs: await postgres.readQueryRuns(reader, { signal }) }));
  if (counted && counted.runs === undefined)
    remarks.push(
      message('The database has no extension pg_stat_statements, which counts how often queries run.'),
    );
  return {
    statistics: exported?.file ?? file,
    ...(counted?.runs && { runs: { source: 'pg_stat_statements', runs: counted.runs } }),
    remarks,
  };
}
