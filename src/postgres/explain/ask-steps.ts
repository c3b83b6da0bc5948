import { DatabaseError } from 'pg';
import { offsetBeforeCasts, type ParameterCast } from '../../analyzers/query/cast-parameters';
import type { Reader, ReadOptions, Row } from '../reading/reader';
import type { Step } from '../reading/step';
import { ExplainFailure, offsetOfPosition } from './explain-failure';
import type { QueryStep } from './explain-steps';
import type { InferredParameter } from './inferred-query';

/** What the code has, and the casts that were put into it before it is sent. */
export interface QueryOrigin {
  readonly query: { readonly text: string };
  readonly mends: readonly ParameterCast[];
  readonly parameters?: readonly InferredParameter[];
}

/**
 * The rows of the last of the steps, one of which holds the query. What the server refuses is rejected as an ExplainFailure, the rest as the
 * reader does.
 */
export async function askSteps(
  reader: Reader,
  origin: QueryOrigin,
  steps: readonly [...Step[], Step],
  options: ReadOptions,
): Promise<readonly Row[]> {
  try {
    return (await reader.readSteps(steps, options)).at(-1) ?? [];
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    throw new ExplainFailure(error, offsetIn(origin, error, steps), options, origin.parameters);
  }
}

/** An error of EXECUTE too counts from the start of what was prepared. */
function offsetIn(
  { query, mends }: QueryOrigin,
  { position }: DatabaseError,
  steps: readonly Step[],
): number | undefined {
  const step = steps.find(isQueryStep);
  const offset = step && offsetOfPosition(position, step.text);
  if (!step || offset === undefined || offset < step.queryStart) return undefined;
  return offsetBeforeCasts(offset - step.queryStart, query.text, mends);
}

function isQueryStep(step: Step): step is QueryStep {
  return 'queryStart' in step;
}
