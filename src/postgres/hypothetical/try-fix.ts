import type { FoundQuery } from '../../analyzers/find-query';
import type { Fix } from '../../analyzers/finding';
import { message, type Message } from '../../analyzers/message';
import type { TriedDocuments } from '../../analyzers/plans/evidence/judge-trial';
import type { Evidence } from '../../analyzers/plans/evidence/proof';
import type { ExplainableQuery } from '../../analyzers/query/explainable-query';
import { inferParameters } from '../explain/infer-parameters';
import type { InferredQuery } from '../explain/inferred-query';
import type { RunConsent } from '../explain/run-query';
import { sampleValues } from '../values/sample-values';
import type { ValueSet } from '../values/value-set';
import { proveProposal } from './prove-proposal';
import type { ProofAsking, ProvingEngine } from './proving-engine';
import { withSpreads } from './with-spreads';

interface TriedSource {
  readonly text: string;
}

/** A query of a document, and what one has to know of its planner. */
export interface TriedSubject<Source> {
  readonly source: Source;
  readonly found: FoundQuery;
  readonly remarks?: readonly Message[] | undefined;
}

export interface Evidenced<Source> extends Evidence {
  /** The set of values that the evidence tells of, and its plans. */
  readonly tried: TriedDocuments;
  readonly query: TriedQuery<Source>;
  /** So often would the query be run to measure it. Absent: it is measured, or cannot be run. */
  readonly runs?: number;
}

export interface TriedQuery<Source> {
  readonly inferred: InferredQuery;
  readonly set: Pick<ValueSet, 'label' | 'values'>;
  /** The document with the rewrite in it. */
  readonly changed: Source | undefined;
  readonly signal: AbortSignal;
}

export interface Unproven {
  readonly reason: Message;
  /** A planner that can pretend the index could tell. */
  readonly lacksPlanner?: true;
}

/**
 * Has the server plan the query as it is and as the fix would have it, or run it where somebody has agreed to that. Nothing is created.
 *
 * @param runTimeoutMs of each run; absent: nothing is run
 */
export async function tryFix<Source extends TriedSource>(
  engine: ProvingEngine<Source>,
  { source, found, remarks = [] }: TriedSubject<Source>,
  fix: Fix,
  asking: ProofAsking,
  runTimeoutMs?: number,
): Promise<Evidenced<Source> | Unproven> {
  const { reader, limits } = asking;
  const { signal } = limits;
  const rewritten = await rewrittenQuery(engine, source, found.span.start, fix, signal);
  if (rewritten !== undefined && 'reason' in rewritten) return rewritten;
  const { inferred, sets } = await valueSets(asking, found.query);
  const index = fix.ddl?.index;
  const proposal = { ...(rewritten && { rewritten: rewritten.query }), ...(index && { index }) };
  const planned = await proveProposal(reader, inferred, proposal, sets, {
    ...limits,
    ...(runTimeoutMs !== undefined && { consentTo: consentFor(runTimeoutMs) }),
  });
  if (planned.kind === 'unproven') return planned;
  const trial = await withSpreads(
    (plans) => engine.judgePlans(source, found.span.start, plans, signal),
    planned,
    asking,
  );
  const judged = await engine.judgeTrial(source, found.span.start, trial, signal);
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
    ...restingOn(reader, remarks, sets),
    tried,
    query: { inferred, set, changed: rewritten?.source, signal },
    ...(isOpen && { runs: 2 * sets.length }),
  };
}

type TriedValueSet = Pick<ValueSet, 'label' | 'values'>;

/** What was planned on and for which values; of a server it is what it is. */
function restingOn(
  { ownPlanner }: ProofAsking['reader'],
  [planned]: readonly Message[],
  sets: readonly TriedValueSet[],
): Pick<Evidence, 'basis' | 'isByAverages'> {
  if (!ownPlanner) return { basis: [], isByAverages: false };
  const values = sets.flatMap((set) => set.values);
  const isGuessed = values.some(({ guessed }) => guessed !== undefined);
  const told = values.length === 0 ? [] : [isGuessed ? BY_AVERAGES : BY_VALUES];
  // Of a written value nobody knows whether it is a common one.
  return { basis: [...(planned ? [planned] : []), ...told], isByAverages: isGuessed || values.length === 0 };
}

const BY_AVERAGES = message('No values of these columns are known: an average one was planned for.');

const BY_VALUES = message('Common and rare values of the statistics were planned for.');

/** Of a query without parameters there is one, which is empty. */
async function valueSets(
  { reader, limits, expectedArraySize }: ProofAsking,
  query: ExplainableQuery,
): Promise<{ readonly inferred: InferredQuery; readonly sets: readonly TriedValueSet[] }> {
  const inferred = await inferParameters(reader, query, limits);
  const types = inferred.parameters.flatMap(({ number, type }) =>
    type ? [{ number, type: type.name }] : [],
  );
  const { signal } = limits;
  const sampled = await sampleValues(reader, query, types, { expectedArraySize, signal });
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

interface RewrittenQuery<Source> {
  readonly query: ExplainableQuery;
  /** The document with the fix in it. */
  readonly source: Source;
}

/** The document with the fix in it is read as any other. */
async function rewrittenQuery<Source extends TriedSource>(
  engine: ProvingEngine<Source>,
  source: Source,
  offset: number,
  { kind, edits }: Fix,
  signal: AbortSignal,
): Promise<RewrittenQuery<Source> | { readonly reason: Message } | undefined> {
  if (kind !== 'rewrite' || edits.length === 0) return undefined;
  const text = [...edits]
    .sort((one, other) => other.span.start - one.span.start)
    .reduce(
      (all, { span, newText }) => all.slice(0, span.start) + newText + all.slice(span.end),
      source.text,
    );
  const changed = { ...source, text };
  const search = await engine.findQuery(changed, offset, signal);
  return search.kind === 'query' ? { query: search.query, source: changed } : search;
}
