import { formatMessage } from '../analyzers/message';
import type { SchemaStatement } from '../analyzers/schema/schema-statements';
import type { Snapshot } from '../analyzers/schema/snapshot';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import type { KnownRuns } from '../analyzers/workload/query-runs';
import type { TuningReport } from '../analyzers/workload/tuning-report';
import { placeOfCheck, type CheckInput } from './check';
import { findQueries, type PlacedQuery } from './find-queries';
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

/** Reads all queries, asks the embedded planner which indexes serve them best. Throws Trouble. */
export async function tune({ input, ...options }: TuneOptions): Promise<Tuned> {
  const opened = await placeOfCheck(input);
  const { pool, notes } = opened;
  try {
    const { key, queries: found, assumedRows } = await findQueries(opened, input);
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
    return { report: await choose(found, { snapshot, statements, assumedRows, ...options }), notes };
  } finally {
    pool.dispose();
  }
}

interface Workplace extends Omit<TuneOptions, 'input'> {
  readonly snapshot: Snapshot;
  readonly statements: readonly SchemaStatement[];
  readonly assumedRows: number;
}

async function choose(
  found: readonly PlacedQuery[],
  { snapshot, statements, statistics, assumedRows, budgetBytes, runs }: Workplace,
): Promise<TuningReport> {
  const postgres = loadPostgres();
  const planner = openPlanner(postgres, statements, statistics, assumedRows);
  try {
    return await postgres.tuneWorkload({
      found,
      snapshot,
      statistics,
      assumedRows,
      budgetBytes,
      planner,
      runs,
    });
  } catch (error) {
    if (error instanceof postgres.PlannerUnavailable) throw new Trouble(formatMessage(error.sentence));
    throw error;
  } finally {
    await planner.dispose();
  }
}
