import type * as vscode from 'vscode';
import { message } from '../../analyzers/message';
import type { TuningReport } from '../../analyzers/workload/tuning-report';
import type { FolderSchema } from '../folder-schema';
import { readSettings } from '../settings';
import { findQueries, type QueryPlace } from './find-queries';
import { readNumbers } from './known-numbers';
import type { TuningPorts } from './tuning-ports';

export interface TunedFolder {
  readonly folder: vscode.WorkspaceFolder;
  readonly report: TuningReport;
  /** By the places of the report. */
  readonly places: ReadonlyMap<string, QueryPlace>;
}

export interface TuningProgress {
  readonly signal: AbortSignal;
  readonly onFile: (path: string) => void;
  /** @param questions that the planner has answered */
  readonly onAnswer: (questions: number) => void;
}

/** Of one question: a machine may be busy, and nobody types meanwhile. */
const TIMEOUT_MS = 60_000;

/**
 * Reads the queries of a folder and asks a planner of its own, which ends with the answer, for the indexes that serve them best. Rejects with
 * a PlannerUnavailable or the signal's reason.
 */
export async function tuneFolder(
  folder: vscode.WorkspaceFolder,
  schema: Extract<FolderSchema, { readonly kind: 'read' }>,
  budgetBytes: number,
  ports: TuningPorts,
  { signal, onFile, onAnswer }: TuningProgress,
): Promise<TunedFolder> {
  const { client, programFile, cacheFolder } = ports;
  const { assumedRows } = readSettings(folder.uri).analysis;
  const postgres = ports.loadPostgres();
  const { queries, places, unread } = await findQueries(folder, ports, { signal, onFile });
  const database = ports.databaseOf(folder);
  const { statistics, runs, remarks } = await readNumbers(database, schema.statistics, postgres, signal);
  const { key } = schema;
  const { statements } = await client.ask(
    { kind: 'list-schema-statements', key },
    'schema-statements',
    signal,
  );
  const { snapshot } = await client.ask({ kind: 'get-snapshot', key, statistics }, 'snapshot', signal);
  const planner = new postgres.EmbeddedPlanner({
    programFile,
    cacheFolder,
    world: { statements, assumed: postgres.assumedSizes(assumedRows), ...(statistics && { statistics }) },
    timeoutMs: TIMEOUT_MS,
  });
  try {
    const report = await postgres.tuneWorkload({
      found: queries,
      snapshot,
      statistics,
      assumedRows,
      budgetBytes,
      planner,
      runs,
      remarks: [
        ...(unread.length > 0 ? [message('Files that could not be read: {0}.', unread.join(', '))] : []),
        ...remarks,
      ],
      signal,
      onAnswer,
    });
    return { folder, report, places };
  } finally {
    await planner.dispose();
  }
}
