import { castParameters } from '../../analyzers/query/cast-parameters';
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
 * until it accepts the query. Rejects with an ExplainFailure when none helps, and as the reader does.
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
      const { types, versionNumber } = await readTypes(reader, { query, sent, mends }, options);
      const parameters = query.parameters.map((parameter, index): InferredParameter => {
        const type = types[index];
        return parameter.isUsed && type ? { ...parameter, type } : parameter;
      });
      return { query, sent, mends: [...mends].sort(byPlace), parameters, versionNumber };
    } catch (error) {
      if (!(error instanceof ExplainFailure)) throw error;
      const mend = mends.length < MOST_MENDS ? await findMend(reader, query, mends, error) : undefined;
      if (!mend) throw error;
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
  asked: Pick<InferredQuery, 'query' | 'sent' | 'mends'>,
  options: ReadOptions,
): Promise<PreparedTypes> {
  const { sent } = asked;
  const prepare = prepareStep(sent.text, declaredTypes(sent));
  const [row] = await askSteps(reader, asked, [prepare, readPreparedStep(PREPARED_TYPES)], options);
  if (!row) throw new Error('The server does not know what it has just prepared.');
  return {
    versionNumber: Number(row['versionNumber']),
    types: (row['types'] ?? []) as readonly ServerType[],
  };
}

function byPlace(one: CastMend, other: CastMend): number {
  return one.span.start - other.span.start;
}
