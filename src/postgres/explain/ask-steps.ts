import { DatabaseError } from 'pg';
import type { Reader, ReadOptions, Row } from '../reading/reader';
import type { Step } from '../reading/step';
import { ExplainFailure, offsetOfPosition } from './explain-failure';
import type { QueryStep } from './explain-steps';

/**
 * The rows of the last of the steps, one of which holds the query. What the server refuses is rejected as an ExplainFailure, the rest as the
 * reader does.
 */
export async function askSteps(
  reader: Reader,
  steps: readonly [...Step[], Step],
  options: ReadOptions,
): Promise<readonly Row[]> {
  try {
    return (await reader.readSteps(steps, options)).at(-1) ?? [];
  } catch (error) {
    throw error instanceof DatabaseError ? failureOf(error, steps, options) : error;
  }
}

/** An error of EXECUTE too counts from the start of what was prepared. */
function failureOf(error: DatabaseError, steps: readonly Step[], options: ReadOptions): ExplainFailure {
  const step = steps.find(isQueryStep);
  const offset = step ? offsetInQuery(error, step) : undefined;
  return new ExplainFailure(error, offset, options);
}

function offsetInQuery({ position }: DatabaseError, { text, queryStart }: QueryStep): number | undefined {
  const offset = offsetOfPosition(position, text);
  return offset !== undefined && offset >= queryStart ? offset - queryStart : undefined;
}

function isQueryStep(step: Step): step is QueryStep {
  return 'queryStart' in step;
}
