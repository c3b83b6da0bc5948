import { message, type Message } from '../../analyzers/message';
import type { Snapshot } from '../../analyzers/schema/snapshot';
import { findTable } from '../../analyzers/schema/snapshot';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import { chooseIndexes } from '../../analyzers/workload/choose-indexes';
import type { WorkloadQuery } from '../../analyzers/workload/find-workload';
import { type KnownRuns, withRuns } from '../../analyzers/workload/query-runs';
import { tuningReport, type RefusedQuery, type TuningReport } from '../../analyzers/workload/tuning-report';
import { type PlannedQuery, workspaceProblem } from '../../analyzers/workload/workspace-problem';
import { PlannerProblem } from '../embedded/embedded-planner';
import type { Planner } from '../planner';
import { PlannerWhatIf } from './planner-what-if';

type Placed<T> = T & { readonly place: string };

export interface TuningTask {
  /** All queries, in an order that is the same every time. */
  readonly found: readonly Placed<WorkloadQuery>[];
  /** What the migrations make, with the sizes of the statistics. */
  readonly snapshot: Snapshot;
  /** What the planner has the sizes from. */
  readonly statistics: StatisticsFile | undefined;
  /** Of a table whose size nobody has said, for the planner. */
  readonly assumedRows: number;
  /** Beyond what is there; infinite where only what writes cost speaks against an index. */
  readonly budgetBytes: number;
  readonly planner: Pick<Planner, 'facts' | 'plan'>;
  readonly runs?: KnownRuns | undefined;
  /** To be told beside what the planner says of itself. */
  readonly remarks?: readonly Message[];
  readonly signal?: AbortSignal;
  /** After each answer. @param questions how many there have been */
  readonly onAnswer?: (questions: number) => void;
}

/**
 * Asks a planner which indexes serve all queries best within a budget. The same task comes to the same report. Rejects as the planner does, but
 * for queries that it refuses: they stand in the report.
 */
export async function tuneWorkload(task: TuningTask): Promise<TuningReport> {
  const { snapshot, statistics, assumedRows, budgetBytes, runs, signal, remarks = [] } = task;
  const planner = counted(task);
  const facts = await planner.facts(signal ? { signal } : {});
  const { accepted, refused } = await partition(task, planner);
  const planned = withRuns(accepted, runs?.runs ?? []);
  const { problem, definitions, existing, writes } = workspaceProblem(planned, snapshot);
  const queries = planned.map(({ text }) => text);
  const world = { snapshot, queries, definitions, existing, writes, tuned: problem.queries };
  const whatIf = new PlannerWhatIf(planner, world, signal);
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
    basis: {
      name: facts.name,
      assumedTables: facts.assumedTables,
      assumedRows,
      skipped: facts.skipped,
      ...(statistics && { statistics: { database: statistics.database, readAt: statistics.readAt } }),
      ...(runs && { runsFrom: runs.source }),
      remarks: [...remarks, ...facts.differences, ...unknownIndexes(statistics, snapshot)],
    },
  });
}

function counted({ planner, onAnswer }: TuningTask): Pick<Planner, 'facts' | 'plan'> {
  let questions = 0;
  return {
    facts: (options) => planner.facts(options),
    plan: async (question, options) => {
      const answer = await planner.plan(question, options);
      questions += 1;
      onAnswer?.(questions);
      return answer;
    },
  };
}

async function partition(
  { found, signal }: TuningTask,
  planner: Pick<Planner, 'plan'>,
): Promise<{
  readonly accepted: readonly Placed<PlannedQuery>[];
  readonly refused: readonly RefusedQuery[];
}> {
  const accepted: Placed<PlannedQuery>[] = [];
  const refused: RefusedQuery[] = [];
  for (const query of found) {
    const reason = query.kind === 'refused' ? query.reason : await whyRefused(query, planner, signal);
    if (reason) refused.push({ place: query.place, reason });
    else if (query.kind === 'query') accepted.push(query);
  }
  return { accepted, refused };
}

async function whyRefused(
  { text }: PlannedQuery,
  planner: Pick<Planner, 'plan'>,
  signal: AbortSignal | undefined,
): Promise<Message | undefined> {
  try {
    await planner.plan({ query: text, values: 'generic' }, signal ? { signal } : {});
    return undefined;
  } catch (error) {
    if (error instanceof PlannerProblem) return message('The planner refuses it: {0}', error.message);
    throw error;
  }
}

/** More names than these are a number. */
const MOST_NAMES = 5;

/** The planner has the indexes of the migrations; a database may have others, which serve queries, too. */
function unknownIndexes(statistics: StatisticsFile | undefined, snapshot: Snapshot): readonly Message[] {
  const names = (statistics?.tables ?? []).flatMap(({ schema, name, indexes }) => {
    const table = findTable(snapshot, { schema, name });
    const known = new Set(table?.indexes.map((index) => index.name));
    return table ? indexes.filter((index) => !known.has(index.name)).map((index) => index.name) : [];
  });
  if (names.length === 0) return [];
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return [
    message(
      'The database has indexes that no migration makes, and the planner does not know of them: {0}.',
      more > 0 ? `${shown}, +${more}` : shown,
    ),
  ];
}
