import { statementOf } from './find-query';
import { type JudgedTrial, judgeTrial, type ProposalTrial } from './plans/evidence/judge-trial';
import { judgePlan } from './plans/judge-plan';
import { locateConditions } from './plans/locate-conditions';
import { parseJsonPlan } from './plans/parse-json-plan';
import type { Plan } from './plans/plan';
import type { PlanContext, RowSpread } from './plans/plan-context';
import type { PlanFinding } from './plans/plan-finding';
import { passedOver, type PassedOver } from './plans/passed-over';
import { explainPassedOver } from './plans/findings/index-passed-over';
import { askForSpread, type SpreadQuestion } from './plans/spread-question';
import type { PlanReading } from './plans/plan-reading';
import { readPlan } from './plans/read-plan';
import type { AnalysisInput } from './read-document';
import type { OffsetMap } from './sources/fragment';
import { isQuery } from './sql/statement-kind';
import type { Span } from './span';

export interface PlanToJudge {
  /** What EXPLAIN (FORMAT JSON) answered, as a value; or a text, whatever a person has pasted. */
  readonly document: unknown;
  /** Where the rows lie that were asked for. */
  readonly spread?: RowSpread;
  /** Plans that the server has made without the paths that keep it from an index. */
  readonly others?: readonly OtherPlan[];
}

export interface OtherPlan extends Pick<IndexPassedOver, 'node' | 'index'> {
  readonly document: unknown;
}

/** An index that a scan could use and does not. */
export type IndexPassedOver = Pick<PassedOver, 'node' | 'index' | 'switches'>;

/** Where a condition of a node stands in the document. */
export interface ConditionPlace {
  /** `PlanNode.number`. */
  readonly node: number;
  readonly span: Span;
}

export type JudgedPlanReading =
  | {
      readonly kind: 'plan';
      readonly plan: Plan;
      readonly findings: readonly PlanFinding[];
      /** None for a plan whose query is not known. */
      readonly places: readonly ConditionPlace[];
      /** What a server can be asked, so that the plan can be judged better: where the rows lie, */
      readonly question?: SpreadQuestion;
      /** and what the plan with the index would cost. */
      readonly passedOver: readonly IndexPassedOver[];
    }
  | Extract<PlanReading, { kind: 'problem' }>;

/** Plans of the query at an offset of a document; where there is none any more, plans from anywhere. */
export function judgePlansOf(
  plans: readonly PlanToJudge[],
  input: AnalysisInput,
  offset: number,
): readonly JudgedPlanReading[] {
  const { context, map } = contextOf(input, offset);
  return judgePlans(plans, context, map);
}

/** What a proposal for the query at an offset of a document was tried with, before and after. */
export function judgeTrialOf(trial: ProposalTrial, input: AnalysisInput, offset: number): JudgedTrial {
  return judgeTrial(trial, contextOf(input, offset).context);
}

interface ContextOfQuery {
  readonly context: Omit<PlanContext, 'spread'>;
  readonly map?: OffsetMap;
}

function contextOf(input: AnalysisInput, offset: number): ContextOfQuery {
  const { feeder, snapshot } = input;
  const found = statementOf(input, offset);
  const result = found?.fed.result;
  if (!found || result?.kind !== 'statement') return { context: { feeder, snapshot } };
  const { statement } = result;
  if (!isQuery(statement)) return { context: { feeder, snapshot } };
  const { text, map } = found.fed.fragment;
  return { context: { feeder, query: { statement, text }, snapshot: found.snapshot }, map };
}

/** `map` takes the query's places to its document. */
export function judgePlans(
  plans: readonly PlanToJudge[],
  context: Omit<PlanContext, 'spread'>,
  map?: OffsetMap,
): readonly JudgedPlanReading[] {
  return plans.map((toJudge) => {
    const { document, spread } = toJudge;
    const reading = readDocument(document);
    if (reading.kind === 'problem') return reading;
    const { plan } = reading;
    const known = { ...context, ...(spread && { spread }) };
    const findings = judgePlan(plan, known);
    const candidates = passedOver(plan, known).filter(({ node }) => isToldPassedOver(findings, node));
    const question = spread ? undefined : askForSpread(plan, known);
    return {
      kind: 'plan',
      plan,
      findings: withComparisons(findings, plan, candidates, toJudge),
      places: map ? placesOf(plan, context, map) : [],
      ...(question && { question }),
      passedOver: candidates.map(({ node, index, switches }) => ({ node, index, switches })),
    };
  });
}

function readDocument(document: unknown): PlanReading {
  return typeof document === 'string' ? readPlan(document) : parseJsonPlan(document);
}

function isToldPassedOver(findings: readonly PlanFinding[], node: number): boolean {
  return findings.some((finding) => finding.kind === 'index-passed-over' && finding.node === node);
}

/** Why an index is passed over, where the server has planned without the other paths. */
function withComparisons(
  findings: readonly PlanFinding[],
  plan: Plan,
  candidates: readonly PassedOver[],
  { others = [] }: PlanToJudge,
): readonly PlanFinding[] {
  if (others.length === 0) return findings;
  return findings.map((finding) => {
    if (finding.kind !== 'index-passed-over') return finding;
    const reasons = candidates.flatMap((candidate) => {
      const other = others.find(({ node, index }) => node === candidate.node && index === candidate.index);
      const reading = other && readDocument(other.document);
      const isAbout = candidate.node === finding.node && finding.message.args.includes(candidate.index);
      return isAbout && reading?.kind === 'plan' ? [explainPassedOver(candidate, plan, reading.plan)] : [];
    });
    return { ...finding, evidence: [...finding.evidence, ...reasons] };
  });
}

/** The conditions of each node first, then the relation that it scans: that is what one looks for behind a click. */
function placesOf(plan: Plan, context: PlanContext, map: OffsetMap): readonly ConditionPlace[] {
  return locateConditions(plan, context).flatMap(({ node, relation, conditions }) => {
    const spans = [...conditions.flatMap((condition) => condition.spans), ...(relation ? [relation] : [])];
    return spans.map((span) => ({ node, span: map.spanToDocument(span) }));
  });
}
