import * as vscode from 'vscode';
import type { Fix } from '../../analyzers/finding';
import { message, type Message } from '../../analyzers/message';
import type { ProposalEvidence } from '../../analyzers/plans/evidence/judge-proposal';
import type { TriedDocuments } from '../../analyzers/plans/evidence/judge-trial';
import type { ExplainableQuery } from '../../analyzers/query/explainable-query';
import type { InferredQuery } from '../../postgres/explain/inferred-query';
import type { RunConsent } from '../../postgres/explain/run-query';
import type { ValueSet } from '../../postgres/values/value-set';
import type { Judge } from '../judge';
import type { JudgedText } from '../judgement';
import { localize } from '../localize';
import type { Proof } from '../proven-findings';
import type { ShownPlans } from '../shown-plans';
import { comparedPlans, type TriedQuery } from './compared-plans';
import type { Subject } from './judge-made';
import type { Asking } from './make-plans';
import { withSpreads } from './with-spreads';

/** One of them; asked for where there are several. */
export async function chooseFix(fixes: readonly Fix[]): Promise<Fix | undefined> {
  if (fixes.length < 2) return fixes[0];
  const items = fixes.map((fix) => ({ label: localize(fix.title), fix }));
  const title = vscode.l10n.t('Prove with the Planner');
  const placeHolder = vscode.l10n.t('Which proposal is to be proven?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.fix;
}

/** What a proposal is worth by the plans of a planner. */
export interface Evidenced {
  readonly evidence: ProposalEvidence;
  /** What the planner planned with, where it is not the server's own; the weightiest first. */
  readonly basis: readonly Message[];
  /** The set of values that the evidence tells of, and its plans. */
  readonly tried: TriedDocuments;
  readonly query: TriedQuery;
  /** So often would the query be run to measure it. Absent: it is measured, or cannot be run. */
  readonly runs?: number;
}

/** With the query as it is and as it is proposed, side by side. */
export interface Proven extends Evidenced {
  readonly shown: ShownPlans;
}

export interface Unproven {
  readonly reason: Message;
}

type TriedSubject = Pick<Subject, 'source' | 'found' | 'database'>;

/**
 * Has the server plan the query as it is and as the fix would have it, or run it where somebody has agreed to that. Nothing is created.
 *
 * @param runTimeoutMs of each run; absent: nothing is run
 */
export async function tryFix(
  judge: Judge,
  subject: TriedSubject,
  fix: Fix,
  asking: Asking,
  runTimeoutMs?: number,
): Promise<Evidenced | Unproven> {
  const { source, found } = subject;
  const { postgres, reader, limits } = asking;
  const { signal } = limits;
  const rewritten = await rewrittenQuery(judge, source, found.span.start, fix, signal);
  if (rewritten !== undefined && 'reason' in rewritten) return rewritten;
  const { inferred, sets } = await valueSets(asking, found.query);
  const index = fix.ddl?.index;
  const proposal = { ...(rewritten && { rewritten: rewritten.query }), ...(index && { index }) };
  const planned = await postgres.proveProposal(reader, inferred, proposal, sets, {
    ...limits,
    ...(runTimeoutMs !== undefined && { consentTo: consentFor(runTimeoutMs) }),
  });
  if (planned.kind === 'unproven') return planned;
  const trial = await withSpreads(
    (plans) => judge.judgePlans(source, found.span.start, plans, signal),
    planned,
    asking,
  );
  const judged = await judge.judgeTrial(source, found.span.start, trial, signal);
  if (judged.kind === 'problem') return { reason: judged.message };
  if (judged.kind === 'unproven') return judged;
  const { evidence } = judged;
  const { telling } = evidence;
  const [set, tried] = [sets[telling], trial.sets[telling]];
  if (set === undefined || tried === undefined)
    throw new Error('The evidence tells of a set that was tried.');
  const mayRun =
    !reader.ownPlanner && found.query.notRun === undefined && rewritten?.query.notRun === undefined;
  const isOpen = evidence.certainty === 'planned' && index === undefined && mayRun;
  return {
    evidence,
    basis: subject.database.remarks ?? [],
    tried,
    query: { inferred, set, changed: rewritten?.source, signal },
    ...(isOpen && { runs: 2 * sets.length }),
  };
}

/** The same, with the plans to look at. */
export async function proveFix(
  judge: Judge,
  subject: TriedSubject,
  fix: Fix,
  asking: Asking,
  runTimeoutMs?: number,
): Promise<Proven | Unproven> {
  const outcome = await tryFix(judge, subject, fix, asking, runTimeoutMs);
  if ('reason' in outcome) return outcome;
  const shown = await comparedPlans(judge, subject, outcome.tried, outcome.query);
  return 'reason' in shown ? shown : { ...outcome, shown };
}

type TriedValueSet = Pick<ValueSet, 'label' | 'values'>;

/** Of a query without parameters there is one, which is empty. */
async function valueSets(
  { postgres, reader, limits, expectedArraySize }: Asking,
  query: ExplainableQuery,
): Promise<{ readonly inferred: InferredQuery; readonly sets: readonly TriedValueSet[] }> {
  const inferred = await postgres.inferParameters(reader, query, limits);
  const types = inferred.parameters.flatMap(({ number, type }) =>
    type ? [{ number, type: type.name }] : [],
  );
  const { signal } = limits;
  const sampled = await postgres.sampleValues(reader, query, types, { expectedArraySize, signal });
  return { inferred, sets: sampled.length > 0 ? sampled : [AS_WRITTEN] };
}

const AS_WRITTEN: TriedValueSet = { label: message('The query as it is written'), values: [] };

function consentFor(statementTimeoutMs: number) {
  return ({ text }: ExplainableQuery, values: RunConsent['values']): RunConsent => ({
    text,
    values,
    statementTimeoutMs,
  });
}

interface RewrittenQuery {
  readonly query: ExplainableQuery;
  /** The document with the fix in it. */
  readonly source: JudgedText;
}

/** The document with the fix in it is read as any other. */
async function rewrittenQuery(
  judge: Judge,
  source: JudgedText,
  offset: number,
  { kind, edits }: Fix,
  signal: AbortSignal,
): Promise<RewrittenQuery | { readonly reason: Message } | undefined> {
  if (kind !== 'rewrite' || edits.length === 0) return undefined;
  const text = [...edits]
    .sort((one, other) => other.span.start - one.span.start)
    .reduce(
      (all, { span, newText }) => all.slice(0, span.start) + newText + all.slice(span.end),
      source.text,
    );
  const changed = { ...source, text };
  const search = await judge.findQuery(changed, offset, signal);
  return search.kind === 'query' ? { query: search.query, source: changed } : search;
}

export function proofOf(
  { id }: Fix,
  { verdict, certainty, factor, sentence, notes }: ProposalEvidence,
  [basis]: readonly Message[] = [],
): Proof {
  const isWithdrawn = verdict !== 'helps';
  // The sentence of an index that is not used says so itself.
  const end = verdict === 'worse' || verdict === 'no-change' ? [NOT_PROPOSED] : [];
  return {
    fixId: id,
    certainty,
    sentences: [sentence, ...end, ...(basis ? [basis] : []), ...notes],
    isWithdrawn,
    ...(factor !== undefined && !isWithdrawn && { factor }),
  };
}

/**
 * Of a trial that nobody asked for, which has no values of the table: a proposal that gains nothing for an average value may still gain for a
 * rare one, so it stays, with less weight. Nor do averages tell which of several is best.
 */
export function backgroundProofOf(fix: Fix, { evidence, basis: [basis] }: Evidenced): Proof {
  const { certainty, verdict, sentence } = evidence;
  const isDoubted = verdict !== 'helps';
  return {
    fixId: fix.id,
    certainty,
    sentences: [isDoubted ? GAINS_NOTHING : sentence, ...(basis ? [basis] : [])],
    isWithdrawn: false,
    ...(isDoubted && { isDoubted }),
  };
}

const GAINS_NOTHING = message(
  'For an average value the planner gains nothing by it: it helps, if at all, for values that are rarer.',
);

const NOT_PROPOSED = message('So it is not proposed here any longer.');
