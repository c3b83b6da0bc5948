import type { Span } from '../span';
import { splitStatements } from '../sql/split-statements';
import { createTokenText, isAt, spanOfTokens, type TokenText, tokenTextAt, wordAt } from '../sql/token-text';
import { buildFragments } from './build-fragments';
import type { Fragment } from './fragment';
import { plpgsqlQueries, plpgsqlVariables } from './plpgsql-queries';
import { bodyDraft, type BodyPart } from './routine-body';
import { parameterNames, type ParameterNames } from './routine-parameters';

/**
 * The queries in the body of a function in SQL or PL/pgSQL, its parameters read as values. What PL/pgSQL builds at run time is
 * not seen, and what its variables hold is not known, so its queries are approximate.
 */
export function routineQueries(fragment: Fragment, source: TokenText): readonly Fragment[] {
  if (fragment.host.kind !== 'sql' || fragment.holes.length > 0) return [];
  const body = findBody(source);
  const written = source.words.indexOf('language');
  const language = written < 0 ? 'sql' : wordAt(source, written + 1);
  if (!body || (language !== 'sql' && language !== 'plpgsql')) return [];
  const text = fragment.text.slice(body.start, body.end);
  const parameters = parameterNames(source);
  const isSql = language === 'sql';
  const names = isSql
    ? parameters
    : { ...parameters, names: new Set([...parameters.names, ...plpgsqlVariables(text)]) };
  const parts: readonly BodyPart[] = isSql
    ? splitStatements(text).map(({ span }) => ({ span, replaced: [] }))
    : plpgsqlQueries(text);
  const offset = fragment.map.toDocument(body.start, 'start');
  const isCertain = isSql && isPlain(text, names);
  return parts.flatMap((part) =>
    buildFragments(bodyDraft(text, part, names, offset)).map((query) => ({
      ...query,
      approximate: query.approximate || !isCertain,
      hostStatement: fragment.hostStatement,
      carrier: 'routine' as const,
    })),
  );
}

/** Between the quotes behind AS, or in BEGIN ATOMIC … END. */
function findBody(source: TokenText): Span | undefined {
  const atomic = source.words.findIndex((word, i) => word === 'atomic' && wordAt(source, i - 1) === 'begin');
  if (atomic < 0) return dollarQuoted(source) ?? quoted(source);
  const end = source.words.lastIndexOf('end');
  return end > atomic ? spanOfTokens(source, atomic + 1, end - 1) : undefined;
}

/** A string that stands for itself: nothing in it is doubled or escaped. */
function quoted(source: TokenText): Span | undefined {
  const index = source.words.findIndex(
    (word, i) => word === 'as' && /^'[^'\\]+'$/.test(tokenTextAt(source, i + 1)),
  );
  const token = source.tokens[index + 1];
  return index < 0 || !token ? undefined : { start: token.start + 1, end: token.end - 1 };
}

function dollarQuoted(source: TokenText): Span | undefined {
  const index = source.words.findIndex(
    (word, i) => word === 'as' && /^\$[^$]*\$/.test(tokenTextAt(source, i + 1)),
  );
  const token = source.tokens[index + 1];
  const quote = /^\$[^$]*\$/.exec(tokenTextAt(source, index + 1))?.[0];
  if (index < 0 || !token || quote === undefined) return undefined;
  // Somebody is still typing it.
  if (token.end - token.start < 2 * quote.length || !tokenTextAt(source, index + 1).endsWith(quote))
    return undefined;
  return { start: token.start + quote.length, end: token.end - quote.length };
}

/** A parameter that may have the name of a column is the column in SQL; those that are named as parameters are no columns. */
function isPlain(text: string, { names }: ParameterNames): boolean {
  const source = createTokenText(text);
  return source.words.every(
    (word, i) =>
      !names.has(word) ||
      /^_|^(?:p|in|arg|param|v)_|_$|_(?:in|arg|param)$/.test(word) ||
      isAt(source, i - 1, '.'),
  );
}
