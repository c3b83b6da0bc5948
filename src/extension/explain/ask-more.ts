import type { IndexPassedOver, JudgedPlanReading, OtherPlan, PlanToJudge } from '../../analyzers/judge-plans';
import type { InferredQuery } from '../../postgres/explain/inferred-query';
import type { Asking, MadePlan } from './make-plans';

/** Each is one more plan to make. */
const MOST_OTHER_PLANS = 3;

/**
 * What the server is asked once a plan is judged: where the rows lie that an early stop waits for, and what the plan with a passed-over index
 * would cost. `undefined` where nothing more is to be known.
 */
export async function askMore(
  asking: Asking,
  inferred: InferredQuery,
  { document, planned }: MadePlan,
  reading: JudgedPlanReading,
): Promise<PlanToJudge | undefined> {
  if (reading.kind !== 'plan') return undefined;
  const { question, passedOver } = reading;
  const spread = question && (await asking.postgres.askSpread(asking, question));
  const others: OtherPlan[] = [];
  for (const candidate of passedOver.slice(0, MOST_OTHER_PLANS)) {
    const other = await orNothing(asking, () => planWithout(asking, inferred, planned, candidate));
    if (other !== undefined) others.push(other);
  }
  if (spread === undefined && others.length === 0) return undefined;
  return { document, others, ...(spread && { spread }) };
}

async function planWithout(
  { postgres, reader, limits }: Asking,
  inferred: InferredQuery,
  planned: MadePlan['planned'],
  { node, index, switches }: IndexPassedOver,
): Promise<OtherPlan> {
  const known = switches.filter(postgres.isPlannerSwitch);
  const { document } = await postgres.explainWithout(reader, inferred, planned, known, limits);
  return { node, index, document };
}

/** The plan is there already: what more could be said of it is not worth a failure. */
async function orNothing<T>({ limits: { signal } }: Asking, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}
