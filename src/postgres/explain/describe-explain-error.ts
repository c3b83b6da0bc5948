import type { DatabaseError } from 'pg';
import { message, type Message } from '../../analyzers/message';
import type { ExplainableQuery, QueryParameter } from '../../analyzers/query/explainable-query';
import type { Span } from '../../analyzers/span';
import {
  createTokenText,
  qualifiedNameEnd,
  spanOfTokens,
  tokenIndexAt,
} from '../../analyzers/sql/token-text';
import { describeReadError } from '../reading/describe-error';
import { DEFAULT_LIMITS } from '../reading/envelope';
import { ExplainFailure } from './explain-failure';
import { RunRefused } from './run-query';

/** What a plan was refused with, for a person. */
export interface ExplainError {
  /** What is wrong, why, and what to do. The server's words are in it, which may name a value. */
  readonly message: Message;
  /** In the query's text, which is that of the fragment. */
  readonly span?: Span;
  /** Whose value or type it is about. */
  readonly parameter?: number;
}

/** @param query that was asked about */
export function describeExplainError(error: unknown, query: ExplainableQuery): ExplainError {
  if (error instanceof RunRefused) return { message: error.reason };
  if (!(error instanceof ExplainFailure)) return { message: describeReadError(error) };
  const parameter = parameterOf(error, query);
  const span = spanOf(error, query, parameter);
  return {
    message: sentenceOf(error, parameter),
    ...(span && { span }),
    ...(parameter && { parameter: parameter.number }),
  };
}

/** Codes of values that have not the form of their type, or do not fit it (manual, "PostgreSQL Error Codes"). */
const BAD_VALUES = /^(?:22P02|22P03|22007|22008|22003|22001|22021|22023|22030|22032|2202E|23514)$/;
const UNTYPED = /^(?:42P18|42P08|42725|42804)$/;
const MISSING = /^(?:42P01|42703|42704|3F000|42P02)$/;

function sentenceOf(
  { cause, limits, parameters }: ExplainFailure,
  parameter: QueryParameter | undefined,
): Message {
  const { code = '', message: words } = cause;
  if (parameter && BAD_VALUES.test(code)) {
    const type = parameters.find(({ number }) => number === parameter.number)?.type?.name;
    return badValue(words, parameter, type);
  }
  if (UNTYPED.test(code)) return untyped(words, parameter);
  if (MISSING.test(code)) {
    return message(
      'This database does not have what the query names: {0}. Connect to the database that the program uses, or apply the migrations that are missing here.',
      words,
    );
  }
  switch (code) {
    case '57014':
      return message(
        'The server did not finish within {0} seconds, or an administrator cancelled it. Try again when it is less busy, or allow more time in the settings (indexwright.explain).',
        (limits.statementTimeoutMs ?? DEFAULT_LIMITS.statementTimeoutMs) / 1000,
      );
    case '42883':
      return message(
        'The server has no such function or operator for these types: {0}. Write the type that is meant behind the value, such as {1}, or connect to the database that has the function.',
        words,
        '$1::bigint',
      );
    case '25006':
      return message(
        'Something in the query would write or lock rows ({0}), so the server refused it: here it may only read. Look for a function or a view that does.',
        words,
      );
    case '42601':
      return message(
        'This server does not understand the query: {0}. It may be older than what the query uses: connect to a server of the version that the program has.',
        words,
      );
    default:
      return describeReadError(cause);
  }
}

function badValue(words: string, parameter: QueryParameter, type: string | undefined): Message {
  return type === undefined
    ? message('The value of {0} does not have the form that the query needs: {1}.', parameter.label, words)
    : message('The value of {0} is no {1}: {2}.', parameter.label, type, words);
}

function untyped(words: string, parameter: QueryParameter | undefined): Message {
  return message(
    'The server cannot tell the type of something in the query: {0}. Write the type behind it, such as {1}.',
    words,
    `${parameter?.label ?? '$1'}::text`,
  );
}

/** The server names it by its number, in its message or in the context of the error: `unnamed portal parameter $2`. */
function parameterOf(
  { cause, offset }: ExplainFailure,
  { parameters }: ExplainableQuery,
): QueryParameter | undefined {
  const named = numberIn(cause);
  return parameters.find(
    ({ number, spans }) =>
      number === named ||
      spans.some(({ start, end }) => offset !== undefined && start <= offset && offset < end),
  );
}

function numberIn({ code = '', message: words, where = '' }: DatabaseError): number | undefined {
  const text = BAD_VALUES.test(code) ? where : UNTYPED.test(code) ? words : '';
  const number = /\$(\d+)/.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

function spanOf(
  { offset }: ExplainFailure,
  { text }: ExplainableQuery,
  parameter: QueryParameter | undefined,
): Span | undefined {
  if (offset === undefined) return parameter?.spans[0];
  const source = createTokenText(text);
  const index = Math.max(0, tokenIndexAt(source, offset));
  return spanOfTokens(source, index, qualifiedNameEnd(source, index));
}
