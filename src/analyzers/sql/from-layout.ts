import { closingIndex, isAt, isNameAt, type TokenRange, type TokenText, wordAt } from './token-text';

const QUERY_WORDS = new Set(['select', 'values', 'with', 'table']);
const GOES_ON_AS_QUERY = new Set([
  'union',
  'intersect',
  'except',
  'order',
  'limit',
  'offset',
  'fetch',
  'for',
]);

/** The parenthesis of the next sub-select in a FROM list; those before it stand around joins. */
export function nextSubselect(source: TokenText, from: number): number {
  for (let i = from; i < source.tokens.length; i++) {
    if (isAt(source, i, '(') && opensQuery(source, i)) return i;
  }
  return from;
}

function opensQuery(source: TokenText, open: number): boolean {
  if (!isAt(source, open + 1, '(')) return QUERY_WORDS.has(wordAt(source, open + 1));
  // ((SELECT …) UNION …) and ((SELECT …)) are queries; in ((SELECT …) AS a JOIN …) the outer ones stand around a join.
  const afterInner = closingIndex(source, open + 1) + 1;
  return afterInner === closingIndex(source, open) || GOES_ON_AS_QUERY.has(wordAt(source, afterInner));
}

/** The last token of a FROM item with its alias and column aliases. */
export function aliasEnd(
  source: TokenText,
  last: number,
  alias: { readonly hasName: boolean; readonly hasColumns: boolean },
): number {
  let end = last;
  if (!alias.hasName && !alias.hasColumns) return end;
  if (wordAt(source, end + 1) === 'as') end++;
  if (alias.hasName && isNameAt(source, end + 1)) end++;
  return alias.hasColumns && isAt(source, end + 1, '(') ? closingIndex(source, end + 1) : end;
}

/** A table with ONLY, `*` and the parentheses that ONLY allows, without its alias. */
export function tableRange(source: TokenText, first: number, nameEnd: number): TokenRange {
  if (wordAt(source, first - 1) === 'only') return { first: first - 1, last: nameEnd };
  if (wordAt(source, first - 2) === 'only' && isAt(source, first - 1, '('))
    return { first: first - 2, last: nameEnd + 1 };
  return { first, last: isAt(source, nameEnd + 1, '*') ? nameEnd + 1 : nameEnd };
}

/** Behind a table with its alias: `TABLESAMPLE bernoulli (10) REPEATABLE (1)`. */
export function tableSampleEnd(source: TokenText, last: number): number {
  let end = last;
  if (wordAt(source, end + 1) !== 'tablesample') return end;
  while (!isAt(source, end + 1, '(') && end + 1 < source.tokens.length) end++;
  end = closingIndex(source, end + 1);
  return wordAt(source, end + 1) === 'repeatable' ? closingIndex(source, end + 2) : end;
}

/** A function in FROM: LATERAL, ROWS FROM (…) and WITH ORDINALITY belong to it. `call` is its first call. */
export function functionRange(source: TokenText, call: TokenRange): TokenRange {
  let { first, last } = call;
  if (wordAt(source, first - 2) === 'from' && wordAt(source, first - 3) === 'rows') {
    last = closingIndex(source, first - 1);
    first -= 3;
  }
  if (wordAt(source, first - 1) === 'lateral') first--;
  if (wordAt(source, last + 1) === 'with' && wordAt(source, last + 2) === 'ordinality') last += 2;
  return { first, last };
}

/** The last token of a join's USING list; `last` is the end of its right side. */
export function usingEnd(source: TokenText, last: number): number {
  let end = last;
  while (end < source.tokens.length && wordAt(source, end) !== 'using') end++;
  end = closingIndex(source, end + 1);
  return wordAt(source, end + 1) === 'as' ? end + 2 : end;
}
