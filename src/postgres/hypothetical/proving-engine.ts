import type { QuerySearch } from '../../analyzers/find-query';
import type { JudgedPlanReading, PlanToJudge } from '../../analyzers/judge-plans';
import type { JudgedTrial, ProposalTrial } from '../../analyzers/plans/evidence/judge-trial';
import type { Reader, ReadOptions } from '../reading/reader';

/** The engine, as whoever proves asks it: of the query at an offset of a text. */
export interface ProvingEngine<Source extends { readonly text: string }> {
  findQuery(source: Source, offset: number, signal?: AbortSignal): Promise<QuerySearch>;
  judgePlans(
    source: Source,
    offset: number,
    plans: readonly PlanToJudge[],
    signal?: AbortSignal,
  ): Promise<readonly JudgedPlanReading[]>;
  judgeTrial(
    source: Source,
    offset: number,
    trial: ProposalTrial,
    signal?: AbortSignal,
  ): Promise<JudgedTrial>;
}

/** Of one query, whose place is known. */
export type JudgePlans = (plans: readonly PlanToJudge[]) => Promise<readonly JudgedPlanReading[]>;

/** Whom to ask, and how long it may take. */
export interface ProofAsking {
  readonly reader: Reader;
  readonly limits: ReadOptions & { readonly signal: AbortSignal };
  readonly expectedArraySize: number;
}
