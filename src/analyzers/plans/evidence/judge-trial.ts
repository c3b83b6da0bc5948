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
      readonly notes: readonly Message[];
    }
  | { readonly kind: 'unproven'; readonly reason: Message };

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
  | { readonly kind: 'unproven'; readonly reason: Message }
  | Extract<PlanReading, { kind: 'problem' }>;

/** @param context of the query as it is */
export function judgeTrial(trial: ProposalTrial, context: PlanContext): JudgedTrial {
  if (trial.kind === 'unproven') return trial;
  const tried: TriedValues[] = [];
  for (const { label, before, after, spread } of trial.sets) {
    const readings = [before, after].map((document) => parseJsonPlan(JSON.parse(document)));
    const [one, other] = readings;
    if (one?.kind !== 'plan' || other?.kind !== 'plan') {
      const problem = readings.find((reading) => reading.kind === 'problem');
      if (problem === undefined) throw new Error('There is a plan before and one after.');
      return problem;
    }
    const known = { ...context, ...(spread && { spread }) };
    const findings = judgePlan(one.plan, known);
    const findingsAfter = judgePlan(other.plan, withoutQuery(known));
    tried.push({ label, before: one.plan, after: other.plan, findings, findingsAfter });
  }
  const evidence = judgeProposal(tried, trial.index);
  return { kind: 'evidence', evidence: { ...evidence, notes: [...evidence.notes, ...trial.notes] } };
}

/** A rewrite is another text than the one that is known. */
function withoutQuery({ feeder, snapshot, spread }: PlanContext): PlanContext {
  return { feeder, ...(snapshot && { snapshot }), ...(spread && { spread }) };
}
