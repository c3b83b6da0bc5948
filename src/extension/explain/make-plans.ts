import type { Message } from '../../analyzers/message';
import type { ExplainableQuery } from '../../analyzers/query/explainable-query';
import type { PlanValues } from '../../postgres/explain/explain-query';
import type { InferredParameter, InferredQuery } from '../../postgres/explain/inferred-query';
import type { RunConsent } from '../../postgres/explain/run-query';
import type { ProofAsking } from '../../postgres/hypothetical/proving-engine';
import type { PostgresRoom } from '../load-postgres';
import type { TypedValue } from './check-value';
import {
  genericLabel,
  genericRemark,
  notSampledRemark,
  onlyLabel,
  runLabel,
  sampledValues,
  typedLabel,
} from './describe-values';

/** A value for each parameter that a query uses, by its number. */
export interface NamedValues {
  /** Why these: "10 values of stream_id in the newest rows". */
  readonly label: string;
  readonly remarks: readonly string[];
  readonly texts: ReadonlyMap<number, TypedValue>;
}

/** A plan as the server has made it, and what for. */
export interface MadePlan extends Omit<NamedValues, 'texts'> {
  /** Of the parameters that the query uses; none for a generic plan. */
  readonly values: readonly MadeValue[];
  /** The same as the server was told it. */
  readonly planned: PlanValues;
  /** The answer of EXPLAIN (FORMAT JSON). */
  readonly document: string;
}

export interface MadeValue {
  readonly parameter: InferredParameter;
  readonly text: TypedValue;
}

/** Whom to ask, by which code, and how long it may take. */
export interface Asking extends ProofAsking {
  readonly postgres: PostgresRoom;
}

export interface FoundValues {
  readonly inferred: InferredQuery;
  /** Of the tables; none for a query without parameters. */
  readonly sampled: readonly NamedValues[];
  /** Why there are none. */
  readonly notSampled?: Message;
}

/** What the server takes the parameters for, and values for them. Without values (a table is locked, or large) there is still the generic plan. */
export async function inferValues(asking: Asking, query: ExplainableQuery): Promise<FoundValues> {
  const { postgres, reader, limits, expectedArraySize } = asking;
  const inferred = await postgres.inferParameters(reader, query, limits);
  const types = inferred.parameters.flatMap(({ number, type }) =>
    type ? [{ number, type: type.name }] : [],
  );
  const { signal } = limits;
  try {
    const sets = await postgres.sampleValues(reader, query, types, { expectedArraySize, signal });
    return { inferred, sampled: sets.map(sampledValues) };
  } catch (error) {
    if (signal.aborted) throw error;
    return { inferred, sampled: [], notSampled: postgres.describeReadError(error) };
  }
}

export function typedValues(texts: ReadonlyMap<number, TypedValue>): NamedValues {
  return { label: typedLabel(), remarks: [], texts };
}

/** Of a query without parameters. */
export function noValues(): NamedValues {
  return { label: onlyLabel(), remarks: [], texts: new Map() };
}

/** The plan for each of the values, then the generic one. */
export async function planEach(
  asking: Asking,
  { inferred, notSampled }: FoundValues,
  wanted: readonly NamedValues[],
): Promise<readonly MadePlan[]> {
  if (!usesParameters(inferred.query)) {
    return [await planFor(asking, inferred, noValues())];
  }
  const plans: MadePlan[] = [];
  for (const values of wanted) plans.push(await planFor(asking, inferred, values));
  const generic = await planGenerically(asking, inferred);
  const remarks = notSampled ? [...generic.remarks, notSampledRemark(notSampled)] : generic.remarks;
  plans.push({ ...generic, remarks });
  return plans;
}

/** The plan with what the run has counted. Only for a query that may be run, of somebody who wants it. */
export async function runWith(
  { postgres, reader, limits }: Asking,
  inferred: InferredQuery,
  values: NamedValues,
  consent: RunConsent,
): Promise<MadePlan> {
  const document = await postgres.runQuery(reader, inferred, consent, limits);
  return madePlan(inferred, { ...values, label: runLabel(values.label) }, document);
}

async function planFor(asking: Asking, inferred: InferredQuery, values: NamedValues): Promise<MadePlan> {
  const { document } = await explain(asking, inferred, textsOf(inferred, values));
  return madePlan(inferred, values, document);
}

async function planGenerically(asking: Asking, inferred: InferredQuery): Promise<MadePlan> {
  const { document } = await explain(asking, inferred, 'generic');
  return {
    label: genericLabel(),
    remarks: [genericRemark()],
    values: [],
    planned: 'generic',
    document,
  };
}

function explain({ postgres, reader, limits }: Asking, inferred: InferredQuery, values: PlanValues) {
  return postgres.explainQuery(reader, inferred, values, limits);
}

/** NULL for those that the text leaves out: the protocol wants a value for each. */
export function textsOf(inferred: InferredQuery, { texts }: NamedValues): readonly TypedValue[] {
  return inferred.parameters.map(({ number }) => texts.get(number) ?? null);
}

export function madePlan(inferred: InferredQuery, named: NamedValues, document: string): MadePlan {
  const { label, remarks, texts } = named;
  const planned = textsOf(inferred, named);
  const values = inferred.parameters.flatMap((parameter): MadeValue[] =>
    parameter.isUsed ? [{ parameter, text: texts.get(parameter.number) ?? null }] : [],
  );
  return { label, remarks, values, planned, document };
}

export function usesParameters({ parameters }: ExplainableQuery): boolean {
  return parameters.some(({ isUsed }) => isUsed);
}
