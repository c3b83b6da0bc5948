import { formatMessage } from '../analyzers/message';
import type { SchemaStatement } from '../analyzers/schema/schema-statements';
import type { Snapshot } from '../analyzers/schema/snapshot';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import { databaseOfPath } from '../analyzers/sources/database-of-path';
import { isTestFile } from '../analyzers/sources/test-file';
import type { WorkloadQuery } from '../analyzers/workload/find-workload';
import type { KnownRuns } from '../analyzers/workload/query-runs';
import type { TuningReport } from '../analyzers/workload/tuning-report';
import type { AnalysisClient } from '../runtime/analysis-client';
import { placeOfCheck, type CheckInput, type PlacedSource } from './check';
import { displayPath } from './display-path';
import { LineIndex } from './line-index';
import { readSource } from './read-source';
import type { FileNote } from './report';
import { loadPostgres, openPlanner } from './start-planner';
import { Trouble } from './trouble';

export interface TuneOptions {
  readonly input: CheckInput;
  readonly budgetBytes: number;
  readonly statistics: StatisticsFile | undefined;
  readonly runs: KnownRuns | undefined;
}

export interface Tuned {
  readonly report: TuningReport;
  readonly notes: readonly FileNote[];
}

type Placed<T> = T & { readonly place: string };

/** Reads all queries, asks the embedded planner which indexes serve them best. Throws Trouble. */
export async function tune({ input, ...options }: TuneOptions): Promise<Tuned> {
  const { pool, sources, schemas, notes } = await placeOfCheck(input);
  try {
    const keys = [...new Set(schemas)];
    const [key] = keys;
    if (key === undefined) throw new Trouble('There is no file with queries.');
    if (keys.length > 1) {
      throw new Trouble(
        'These files belong to several projects: name the folder of one, or its --migrations.',
      );
    }
    const found: Placed<WorkloadQuery>[] = [];
    for (const source of sources) found.push(...(await queriesOf(source, key, pool.client, input, notes)));
    const { statements } = await pool.client.ask(
      { kind: 'list-schema-statements', key },
      'schema-statements',
      undefined,
    );
    const { statistics } = options;
    const question = { kind: 'get-snapshot', key, statistics } as const;
    const { snapshot } = await pool.client.ask(question, 'snapshot', undefined);
    if (statements.length === 0) {
      throw new Trouble('No migrations were found: name their folder with --migrations.');
    }
    return { report: await choose(found, { snapshot, statements, ...options }), notes };
  } finally {
    pool.dispose();
  }
}

async function queriesOf(
  { path, named, settings }: PlacedSource,
  snapshotKey: string,
  client: AnalysisClient,
  { workingDirectory }: CheckInput,
  notes: FileNote[],
): Promise<readonly Placed<WorkloadQuery>[]> {
  const file = displayPath(path, workingDirectory);
  const source = await readSource(path);
  if (source.kind !== 'text') {
    notes.push({ path: file, reason: source.reason, fatal: named || source.kind === 'unreadable' });
    return [];
  }
  const { text, languageId } = source;
  const otherDatabase = databaseOfPath(file);
  const isTest = !named && isTestFile(file);
  const document = { file, text, languageId, isTest, ...(otherDatabase && { otherDatabase }) };
  const request = { document, settings, snapshotKey };
  const { queries } = await client.ask({ kind: 'find-workload', request }, 'workload-found', undefined);
  const lines = new LineIndex(text);
  return queries.map((query) => ({ ...query, place: `${file}:${lines.position(query.span.start).line}` }));
}

interface Workplace extends Omit<TuneOptions, 'input'> {
  readonly snapshot: Snapshot;
  readonly statements: readonly SchemaStatement[];
}

async function choose(
  found: readonly Placed<WorkloadQuery>[],
  { snapshot, statements, statistics, budgetBytes, runs }: Workplace,
): Promise<TuningReport> {
  const postgres = loadPostgres();
  const planner = openPlanner(postgres, statements, statistics);
  try {
    return await postgres.tuneWorkload({ found, snapshot, statistics, budgetBytes, planner, runs });
  } catch (error) {
    if (error instanceof postgres.PlannerUnavailable) throw new Trouble(formatMessage(error.sentence));
    throw error;
  } finally {
    await planner.dispose();
  }
}
