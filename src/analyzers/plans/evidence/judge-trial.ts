import type { Message } from '../../message';
import { judgePlan } from '../judge-plan';
import { parseJsonPlan } from '../parse-json-plan';
import type { PlanContext, RowSpread } from '../plan-context';
import type { PlanReading } from '../plan-reading';
import { judgeProposal, type ProposalEvidence, type TriedValues } from './judge-proposal';

/** What a server has planned or run for a proposal, or why it could not. */
export type ProposalTrial =
  | {
      readonly kind: 'tried';
      /** Name of the proposed index in the plans after. Absent: a rewrite alone. */
      readonly index?: string;
      readonly sets: readonly TriedDocuments[];
      /** The plans that serve all values, of a query that has parameters and was not run. */
      readonly generic?: Pick<TriedDocuments, 'before' | 'after'>;
      /** Nobody can look where the rows lie. */
      readonly placesUnknown?: true;
      readonly notes: readonly Message[];
    }
  | {
      readonly kind: 'unproven';
      readonly reason: Message;
      /** It takes a planner that can pretend the index. */
      readonly lacksPlanner?: true;
    };

/** Answers of EXPLAIN (FORMAT JSON). */
export interface TriedDocuments {
  /** Of the values. */
  readonly label: Message;
  readonly before: string;
  readonly after: string;
  /** Where the rows lie that are asked for: an early stop is right where they lie all over the table. */
  readonly spread?: RowSpread;
}

export type JudgedTrial =
  | { readonly kind: 'evidence'; readonly evidence: ProposalEvidence }
  | Extract<ProposalTrial, { kind: 'unproven' }>
  | Extract<PlanReading, { kind: 'problem' }>;

/** @param context of the query as it is */
export function judgeTrial(trial: ProposalTrial, context: PlanContext): JudgedTrial {
  if (trial.kind === 'unproven') return trial;
  const tried: TriedValues[] = [];
  for (const set of trial.sets) {
    const plans = readPlans(set, context);
    if ('problem' in plans) return plans.problem;
    tried.push({ ...plans, label: set.label });
  }
  const generic = trial.generic && readPlans(trial.generic, context);
  const { index, placesUnknown } = trial;
  const evidence = judgeProposal(tried, {
    ...(index !== undefined && { index }),
    ...(placesUnknown && { placesUnknown }),
    ...(generic && !('problem' in generic) && { generic }),
  });
  return { kind: 'evidence', evidence: { ...evidence, notes: [...evidence.notes, ...trial.notes] } };
}

type Problem = Extract<PlanReading, { kind: 'problem' }>;

function readPlans(
  { before, after, spread }: Pick<TriedDocuments, 'before' | 'after' | 'spread'>,
  context: PlanContext,
): Omit<TriedValues, 'label'> | { readonly problem: Problem } {
  const [one, other] = [before, after].map((document) => parseJsonPlan(JSON.parse(document)));
  if (one?.kind === 'problem') return { problem: one };
  if (other?.kind === 'problem') return { problem: other };
  if (!one || !other) throw new Error('There is a plan before and one after.');
  const known = { ...context, ...(spread && { spread }) };
  return {
    before: one.plan,
    after: other.plan,
    findings: judgePlan(one.plan, known),
    findingsAfter: judgePlan(other.plan, withoutQuery(known)),
  };
}

/** A rewrite is another text than the one that is known. */
function withoutQuery({ feeder, snapshot, spread }: PlanContext): PlanContext {
  return { feeder, ...(snapshot && { snapshot }), ...(spread && { spread }) };
}
