import { formatMessage, message, type Message } from '../../analyzers/message';
import type { QueryText } from '../../analyzers/query/explainable-query';
import type { Reader, ReadOptions } from '../reading/reader';
import type { InsideReader } from '../reading/step';
import { askSteps } from './ask-steps';
import { declaredOids } from './declared-types';
import { documentOf, explainQuery } from './explain-query';
import { type ExplainOption, explainStep, type ParameterText } from './explain-steps';
import type { InferredQuery } from './inferred-query';
import { whyNotRunHere } from './why-not-run-here';

/**
 * That a person wants this query run, with these values, for at most this long. Made where the person has said so, for each run anew, and
 * nowhere else.
 */
export interface RunConsent {
  readonly text: QueryText;
  readonly values: readonly ParameterText[];
  readonly statementTimeoutMs: number;
}

export interface RunOptions extends Omit<ReadOptions, 'statementTimeoutMs'> {
  /** Times of nodes cost time of their own: on some machines several times that of the query (manual, "EXPLAIN", TIMING). */
  readonly timing?: boolean;
}

/** A query that is not run; the sentence says why. */
export class RunRefused extends Error {
  override readonly name = 'RunRefused';

  constructor(readonly reason: Message) {
    super(formatMessage(reason));
  }
}

const NO_ROWS = message(
  'The embedded planner has the schema and the sizes of the tables, but no rows to run the query on. Connect a database to run it there.',
);

const OPTIONS: readonly ExplainOption[] = ['ANALYZE', 'BUFFERS', 'SETTINGS', 'SUMMARY', 'VERBOSE', 'WAL'];

/**
 * Runs a query that only reads, in a transaction that cannot write, and takes what it has done back. Resolves to the answer of EXPLAIN
 * (ANALYZE, FORMAT JSON) as text; rejects with a RunRefused before anything is run, an ExplainFailure, or as the reader does.
 */
export async function runQuery(
  reader: Reader,
  inferred: InferredQuery,
  consent: RunConsent,
  { timing = true, ...options }: RunOptions = {},
): Promise<string> {
  const { sent, query } = inferred;
  const { values, statementTimeoutMs } = consent;
  if (consent.text !== query.text) {
    throw new RunRefused(
      message('The query has changed since you agreed to run it. Choose Explain and Run again.'),
    );
  }
  if (reader.ownPlanner) throw new RunRefused(NO_ROWS);
  if (query.notRun) throw new RunRefused(query.notRun);
  const step = {
    ...explainStep(sent.text, timing ? OPTIONS : [...OPTIONS, 'TIMING OFF'], values, declaredOids(sent)),
    // In one transaction: its locks keep the views and tables that were looked at as they are until it is run.
    before: async (inside: InsideReader) => {
      const { document } = await explainQuery(inside, inferred, values, options);
      const reason = await whyNotRunHere(inside, inferred, document, options);
      if (reason) throw new RunRefused(reason);
    },
  };
  return documentOf(await askSteps(reader, inferred, [step], { ...options, statementTimeoutMs }));
}
