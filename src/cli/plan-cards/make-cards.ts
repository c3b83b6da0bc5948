import { formatMessage } from '../../analyzers/message';
import { cardPlans, type PlanForValues } from '../../analyzers/plan-cards/card-plans';
import { layOutQuery } from '../../analyzers/plan-cards/lay-out-query';
import type { PlanCard } from '../../analyzers/plan-cards/plan-card';
import { parseJsonPlan } from '../../analyzers/plans/parse-json-plan';
import type { Plan } from '../../analyzers/plans/plan';
import type * as Postgres from '../../postgres/postgres';
import { AnalysisError } from '../../runtime/analysis-error';
import type { AnalysisClient } from '../../runtime/analysis-client';
import type { PlacedQuery } from '../find-queries';
import { cardPath } from './card-path';
import type { KnownCard } from './card-folder';

/** The card of a query as it is now. */
export interface MadeCard {
  /** In the folder of cards. */
  readonly path: string;
  readonly card: PlanCard;
  readonly query: PlacedQuery;
}

/** A query without a card. */
export interface LeftOut {
  readonly query: PlacedQuery;
  /** One sentence. */
  readonly reason: string;
  /** Where its card would lie; absent: it cannot be read. */
  readonly path?: string;
}

export interface CardPlanner {
  readonly client: AnalysisClient;
  readonly postgres: typeof Postgres;
  readonly reader: Postgres.EmbeddedReader;
  readonly known: ReadonlyMap<string, KnownCard>;
  /** The path of a file as cards have it: relative to the folder that theirs lies in, so that it holds from every working directory. */
  readonly fileOf: (file: string) => string;
}

/** Queries of the same text in the same function share one. */
export async function makeCards(
  queries: readonly PlacedQuery[],
  planner: CardPlanner,
): Promise<{ readonly cards: readonly MadeCard[]; readonly leftOut: readonly LeftOut[] }> {
  const cards = new Map<string, MadeCard>();
  const leftOut: LeftOut[] = [];
  for (const query of queries) {
    const made = await makeCard(query, planner);
    if ('reason' in made) leftOut.push(made);
    else if (!cards.has(made.path)) cards.set(made.path, made);
  }
  return { cards: [...cards.values()], leftOut };
}

async function makeCard(query: PlacedQuery, planner: CardPlanner): Promise<MadeCard | LeftOut> {
  if (query.kind === 'refused') return { query, reason: formatMessage(query.reason) };
  const { inFunction, text } = query;
  const file = planner.fileOf(query.file);
  const head = { file, ...(inFunction !== undefined && { inFunction }), sql: layOutQuery(text) };
  const path = cardPath(head);
  try {
    const { generic, custom } = await planQuery(query, planner);
    const plans = cardPlans(generic, custom, planner.known.get(path)?.card);
    return { query, path, card: { ...head, plans } };
  } catch (error) {
    if (error instanceof Unplannable || error instanceof AnalysisError) {
      return { query, path, reason: error.message };
    }
    throw error;
  }
}

/** The sentence is for a person. */
class Unplannable extends Error {}

/** For any values, and for those that the statistics have. */
async function planQuery(
  { source, span }: PlacedQuery,
  { client, postgres, reader }: CardPlanner,
): Promise<{ readonly generic: Plan; readonly custom: readonly PlanForValues[] }> {
  const { document, settings, snapshotKey = '' } = source;
  const found = await client.findQuery({ document, settings, snapshotKey, offset: span.start });
  if (found.kind === 'refused') throw new Unplannable(formatMessage(found.reason));
  const { query } = found;
  const { expectedArraySize } = settings;
  try {
    const inferred = await postgres.inferParameters(reader, query);
    const plan = async (values: Parameters<typeof postgres.explainQuery>[2]): Promise<Plan> =>
      readPlan((await postgres.explainQuery(reader, inferred, values)).document);
    if (!query.parameters.some(({ isUsed }) => isUsed)) return { generic: await plan([]), custom: [] };
    const types = inferred.parameters.flatMap(({ number, type }) =>
      type ? [{ number, type: type.name }] : [],
    );
    const sets = await postgres.sampleValues(reader, query, types, { expectedArraySize });
    const custom: PlanForValues[] = [];
    for (const { kind, label, values } of sets) {
      // Made up, as the statistics have no values: that is what the plan for any is for.
      if (kind === 'plausible') continue;
      const texts = inferred.parameters.map(
        ({ number }) => values.find(({ parameter }) => parameter === number)?.text ?? null,
      );
      custom.push({ values: labelOf(formatMessage(label)), plan: await plan(texts) });
    }
    return { generic: await plan('generic'), custom };
  } catch (error) {
    if (error instanceof Unplannable) throw error;
    if (error instanceof postgres.PlannerUnavailable) throw new Unplannable(formatMessage(error.sentence));
    throw new Unplannable(formatMessage(postgres.describeExplainError(error, query).message));
  }
}

/** Within a sentence. */
function labelOf(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

function readPlan(document: string): Plan {
  const reading = parseJsonPlan(JSON.parse(document));
  if (reading.kind === 'problem') throw new Unplannable(formatMessage(reading.message));
  return reading.plan;
}
