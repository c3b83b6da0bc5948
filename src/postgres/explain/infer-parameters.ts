import { castParameters, offsetBeforeCasts } from '../../analyzers/query/cast-parameters';
import type { ExplainableQuery } from '../../analyzers/query/explainable-query';
import type { Reader, ReadOptions } from '../reading/reader';
import { askSteps } from './ask-steps';
import { declaredTypes } from './declared-types';
import { ExplainFailure } from './explain-failure';
import { prepareStep, readPreparedStep } from './explain-steps';
import { findMend } from './find-mend';
import type { CastMend, InferredParameter, InferredQuery } from './inferred-query';
import { PREPARED_TYPES, type ServerType } from './server-type';

/** Each takes some transactions. */
const MOST_MENDS = 8;

/**
 * The types that the server infers, as it would for a driver that states none. Where it cannot, casts are tried at the places that it names,
 * until it accepts the query. Rejects with an ExplainFailure when none helps, whose offset is one of the query's text, and as the reader does.
 */
export async function inferParameters(
  reader: Reader,
  query: ExplainableQuery,
  options: ReadOptions = {},
): Promise<InferredQuery> {
  const mends: CastMend[] = [];
  for (;;) {
    const sent = castParameters(query, mends);
    try {
      const { types, versionNumber } = await readTypes(reader, sent, options);
      const parameters = query.parameters.map((parameter, index): InferredParameter => {
        const type = types[index];
        return parameter.isUsed && type ? { ...parameter, type } : parameter;
      });
      return { query, sent, mends: [...mends].sort(byPlace), parameters, versionNumber };
    } catch (error) {
      if (!(error instanceof ExplainFailure)) throw error;
      const failure = inOwnText(error, query, mends);
      const mend = mends.length < MOST_MENDS ? await findMend(reader, query, mends, failure) : undefined;
      if (!mend) throw failure;
      mends.push(mend);
    }
  }
}

interface PreparedTypes {
  readonly versionNumber: number;
  readonly types: readonly ServerType[];
}

async function readTypes(
  reader: Reader,
  sent: ExplainableQuery,
  options: ReadOptions,
): Promise<PreparedTypes> {
  const steps = [prepareStep(sent.text, declaredTypes(sent)), readPreparedStep(PREPARED_TYPES)] as const;
  const [row] = await askSteps(reader, [...steps], options);
  if (!row) throw new Error('The server does not know what it has just prepared.');
  return {
    versionNumber: Number(row['versionNumber']),
    types: (row['types'] ?? []) as readonly ServerType[],
  };
}

function inOwnText(
  { cause, offset, limits }: ExplainFailure,
  query: ExplainableQuery,
  mends: readonly CastMend[],
): ExplainFailure {
  const own = offset === undefined ? undefined : offsetBeforeCasts(offset, query.text, mends);
  return new ExplainFailure(cause, own, limits);
}

function byPlace(one: CastMend, other: CastMend): number {
  return one.span.start - other.span.start;
}
