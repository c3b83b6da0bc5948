import type { ProposedIndex } from '../../analyzers/finding';
import type { ProposalTrial, TriedDocuments } from '../../analyzers/plans/evidence/judge-trial';
import type { ExplainableQuery } from '../../analyzers/query/explainable-query';
import { explainQuery, type PlanValues } from '../explain/explain-query';
import type { ParameterText } from '../explain/explain-steps';
import { inferParameters } from '../explain/infer-parameters';
import type { InferredQuery } from '../explain/inferred-query';
import { type RunConsent, runQuery } from '../explain/run-query';
import type { Reader, ReadOptions } from '../reading/reader';
import type { ValueSet } from '../values/value-set';
import { explainWithIndex, findHypotheticalIndex, type HypotheticalIndex } from './hypothetical-index';

/** Another text for a query, an index, or both. */
export interface Proposal {
  readonly rewritten?: ExplainableQuery;
  readonly index?: ProposedIndex;
}

export interface ProveOptions extends ReadOptions {
  /**
   * Whether a person wants this query run with these values. Absent, and where it gives none: it is planned only, as everything is that needs
   * an index which does not exist.
   */
  readonly consentTo?: (query: ExplainableQuery, values: readonly ParameterText[]) => RunConsent | undefined;
}

const EXISTS = `
  SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND ic.relname = $3 AND i.indisvalid`;

/**
 * Plans or runs a query for each set of values, as it is and as it is proposed. Without hypopg a rewrite can be proven whose index is there;
 * else the trial says what is missing. Rejects as `explainQuery` and `runQuery` do.
 */
export async function proveProposal(
  reader: Reader,
  inferred: InferredQuery,
  { rewritten, index }: Proposal,
  sets: readonly Pick<ValueSet, 'label' | 'values'>[],
  options: ProveOptions = {},
): Promise<ProposalTrial> {
  const pretended = index && (await findMissing(reader, index, options));
  if (pretended?.kind === 'impossible')
    return { kind: 'unproven', reason: pretended.reason, lacksPlanner: true };
  const proposed = rewritten ? await inferParameters(reader, rewritten, options) : inferred;
  const tried: TriedDocuments[] = [];
  for (const set of sets) {
    const before: Trial = { reader, inferred, values: textsFor(inferred, set), options };
    const after: Trial = { ...before, inferred: proposed, values: textsFor(proposed, set) };
    tried.push({ label: set.label, ...(await tryBoth(before, after, pretended)) });
  }
  const isRun = pretended === undefined && options.consentTo !== undefined;
  const hasGeneric = !isRun && [inferred, proposed].every(({ parameters }) => parameters.length > 0);
  const anyValue = (query: InferredQuery): Trial => ({ reader, inferred: query, values: 'generic', options });
  return {
    kind: 'tried',
    ...(index && { index: index.name }),
    sets: tried,
    ...(hasGeneric && { generic: await tryBoth(anyValue(inferred), anyValue(proposed), pretended) }),
    ...(reader.ownPlanner && { placesUnknown: true }),
    notes: pretended ? [pretended.note] : [],
  };
}

type Pretended = Extract<HypotheticalIndex, { kind: 'possible' }>;

/** `undefined`: the index is there. */
async function findMissing(
  reader: Reader,
  index: ProposedIndex,
  options: ReadOptions,
): Promise<HypotheticalIndex | undefined> {
  const existing = await reader.read(EXISTS, [index.schema, index.table, index.name], options);
  return existing.length > 0 ? undefined : findHypotheticalIndex(reader, index, options);
}

interface Trial {
  readonly reader: Reader;
  readonly inferred: InferredQuery;
  readonly values: PlanValues;
  readonly options: ProveOptions;
}

/** Both are run, or neither: blocks are compared with blocks, costs with costs. */
async function tryBoth(
  before: Trial,
  after: Trial,
  pretended: Pretended | undefined,
): Promise<{ readonly before: string; readonly after: string }> {
  if (pretended) {
    const { reader, inferred, values, options } = after;
    const { document } = await explainWithIndex(reader, inferred, values, pretended, limitsOf(options));
    return { before: await plan(before), after: document };
  }
  const consents = [before, after].map(consentOf);
  const [toRunBefore, toRunAfter] = consents;
  if (toRunBefore && toRunAfter)
    return { before: await run(before, toRunBefore), after: await run(after, toRunAfter) };
  return { before: await plan(before), after: await plan(after) };
}

function consentOf({ inferred, values, options }: Trial): RunConsent | undefined {
  return values === 'generic' ? undefined : options.consentTo?.(inferred.query, values);
}

function run({ reader, inferred, options }: Trial, consent: RunConsent): Promise<string> {
  const { signal } = options;
  return runQuery(reader, inferred, consent, signal ? { signal } : {});
}

async function plan({ reader, inferred, values, options }: Trial): Promise<string> {
  return (await explainQuery(reader, inferred, values, limitsOf(options))).document;
}

function limitsOf({ statementTimeoutMs, lockTimeoutMs, signal }: ProveOptions): ReadOptions {
  return {
    ...(statementTimeoutMs !== undefined && { statementTimeoutMs }),
    ...(lockTimeoutMs !== undefined && { lockTimeoutMs }),
    ...(signal && { signal }),
  };
}

/** The protocol wants one for each number, also of those that the text leaves out. */
function textsFor(
  { parameters }: InferredQuery,
  { values }: Pick<ValueSet, 'values'>,
): Extract<PlanValues, readonly unknown[]> {
  return parameters.map(({ number }) => values.find(({ parameter }) => parameter === number)?.text ?? null);
}
