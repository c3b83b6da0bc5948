import type { SchemaStatement } from '../analyzers/schema/schema-statements';
import type { Snapshot } from '../analyzers/schema/snapshot';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import { databaseOfPath } from '../analyzers/sources/database-of-path';
import { isTestFile } from '../analyzers/sources/test-file';
import { chooseIndexes } from '../analyzers/workload/choose-indexes';
import type { WorkloadQuery } from '../analyzers/workload/find-workload';
import { type PlannedQuery, workspaceProblem } from '../analyzers/workload/workspace-problem';
import { tuningReport, type TuningReport } from '../analyzers/workload/tuning-report';
import type * as Postgres from '../postgres/postgres';
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
}

export interface Tuned {
  readonly report: TuningReport;
  readonly notes: readonly FileNote[];
}

type Placed<T> = T & { readonly place: string };

/** Reads all queries, asks the embedded planner which indexes serve them best. Throws Trouble. */
export async function tune({ input, budgetBytes, statistics }: TuneOptions): Promise<Tuned> {
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
    const { snapshot } = await pool.client.ask({ kind: 'get-snapshot', key }, 'snapshot', undefined);
    if (statements.length === 0) {
      throw new Trouble('No migrations were found: name their folder with --migrations.');
    }
    return { report: await choose(found, { snapshot, statements, statistics, budgetBytes }), notes };
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

interface Workplace {
  readonly snapshot: Snapshot;
  readonly statements: readonly SchemaStatement[];
  readonly statistics: StatisticsFile | undefined;
  readonly budgetBytes: number;
}

async function choose(
  found: readonly Placed<WorkloadQuery>[],
  { snapshot, statements, statistics, budgetBytes }: Workplace,
): Promise<TuningReport> {
  const postgres = loadPostgres();
  const planner = openPlanner(postgres, statements, statistics);
  try {
    const facts = await planner.facts();
    const refused = found.flatMap((query) => (query.kind === 'refused' ? [query] : []));
    const planned: Placed<PlannedQuery>[] = [];
    for (const query of found) {
      if (query.kind === 'refused') continue;
      const problem = await whyRefused(query, planner, postgres);
      if (problem === undefined) planned.push(query);
      else refused.push({ kind: 'refused', span: query.span, place: query.place, reason: problem });
    }
    const { problem, definitions, existing, writes } = workspaceProblem(planned, snapshot);
    const queries = planned.map(({ text }) => text);
    const world = { snapshot, queries, definitions, existing, writes, tuned: problem.queries };
    const whatIf = new postgres.PlannerWhatIf(planner, world);
    const chosen = await chooseIndexes({ ...problem, budgetBytes, whatIf });
    const sizes = new Map<string, number>();
    for (const index of [...chosen.before.indexes, ...chosen.after.indexes]) {
      sizes.set(whatIf.define(index).name, await whatIf.bytes(index));
    }
    return tuningReport({
      chosen,
      planned,
      refused,
      snapshot,
      writes,
      definitionOf: (index) => whatIf.define(index),
      sizes,
      basis: { ...facts, assumedRows: postgres.DEFAULT_ASSUMED.rows, ...(statistics && { statistics }) },
    });
  } catch (error) {
    if (error instanceof postgres.PlannerUnavailable) throw new Trouble(error.message);
    throw error;
  } finally {
    await planner.dispose();
  }
}

async function whyRefused(
  { text }: PlannedQuery,
  planner: Postgres.EmbeddedPlanner,
  { PlannerProblem }: typeof Postgres,
): Promise<string | undefined> {
  try {
    await planner.plan({ query: text, values: 'generic' });
    return undefined;
  } catch (error) {
    if (error instanceof PlannerProblem) return error.message;
    throw error;
  }
}
