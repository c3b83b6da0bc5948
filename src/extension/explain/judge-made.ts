import type { JudgedPlanReading, PlanToJudge } from '../../analyzers/judge-plans';
import type { Message } from '../../analyzers/message';
import type { InferredQuery } from '../../postgres/explain/inferred-query';
import type { JudgePlans } from '../../postgres/hypothetical/proving-engine';
import type { Judge } from '../judge';
import type { JudgedText } from '../judgement';
import type { PlanningDatabase } from '../planning-database';
import { TextPositions } from '../positions';
import type { ExplainSettings } from '../settings';
import type { ShownPlans } from '../shown-plans';
import type { ExplainedText } from './explained-text';
import { askMore } from './ask-more';
import type { Asking, MadePlan } from './make-plans';
import { toShownPlans, withRemarks } from './to-shown-plans';

/** A query and the database that plans it. */
export interface Subject extends ExplainedText {
  readonly database: PlanningDatabase;
  readonly settings: ExplainSettings;
  /** Asks for the same once more. */
  readonly again: () => unknown;
  /** Asks for it with other values. */
  readonly enterValues: () => unknown;
}

export interface JudgedPlans {
  readonly inferred: InferredQuery;
  readonly shown: ShownPlans;
  /** Why a plan could not be read. */
  readonly problem?: Message;
}

/** What the plans tell, and where in the document their conditions stand. */
export async function judgeMade(
  judge: Judge,
  { source, found, database }: Subject,
  asking: Asking,
  inferred: InferredQuery,
  made: readonly MadePlan[],
): Promise<JudgedPlans> {
  const { span, query } = found;
  const readings = await judgeAll(
    (plans) => judge.judgePlans(source, span.start, plans, asking.limits.signal),
    asking,
    inferred,
    made,
  );
  const problem = readings.find((reading) => reading.kind === 'problem');
  const shown = toShownPlans({
    title: titleFor(source, span.start),
    query: query.text,
    source: { uri: source.uri.toString(), span, text: source.text.slice(span.start, span.end) },
    database,
    at: Date.now(),
    made: withRemarks(made, readings, query),
    readings,
  });
  return { inferred, shown, ...(problem && { problem: problem.message }) };
}

/** Twice, where the server can say more of a plan. */
async function judgeAll(
  judge: JudgePlans,
  asking: Asking,
  inferred: InferredQuery,
  made: readonly MadePlan[],
): Promise<readonly JudgedPlanReading[]> {
  const first = await judge(made.map(({ document }) => ({ document })));
  const again = new Map<number, PlanToJudge>();
  for (const [index, plan] of made.entries()) {
    const reading = first[index];
    const more = reading && (await askMore(asking, inferred, plan, reading));
    if (more !== undefined) again.set(index, more);
  }
  if (again.size === 0) return first;
  const second = await judge([...again.values()]);
  const places = [...again.keys()];
  return first.map((reading, index) => second[places.indexOf(index)] ?? reading);
}

/** `event-store.ts:40` */
export function titleFor({ uri, text }: JudgedText, offset: number): string {
  const line = new TextPositions(text).at(offset).line + 1;
  return `${uri.path.split('/').at(-1) ?? ''}:${line}`;
}
