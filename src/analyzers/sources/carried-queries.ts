import type { Span } from '../span';
import { closingIndex, createTokenText, isAt, spanOfTokens, type TokenText, wordAt } from '../sql/token-text';
import { cutFragment } from './cut-fragment';
import type { Carrier, Fragment } from './fragment';
import { routineQueries } from './routine-queries';

/**
 * The queries that a statement of another kind runs: EXPLAIN, PREPARE, DECLARE … CURSOR, COPY (…) TO, CREATE TABLE … AS, CREATE MATERIALIZED
 * VIEW, the body of a function. Each is judged as if it stood alone.
 */
export function carriedQueries(fragment: Fragment): readonly Fragment[] {
  if (!MAY_CARRY.test(fragment.text)) return [];
  const source = createTokenText(fragment.text);
  if (/^(?:function|procedure)$/.test(objectOf(source))) return routineQueries(fragment, source);
  const found = findQuery(source);
  if (!found) return [];
  const cut = cutFragment(fragment, found.span);
  const query: Fragment = {
    ...cut,
    carrier: found.carrier,
    ...(found.carrier === 'prepare' && { named: true }),
  };
  return STARTS_QUERY.test(query.text) ? [query] : carriedQueries(query);
}

const MAY_CARRY = /^(?:explain|prepare|declare|copy|create)\b/i;
const STARTS_QUERY = /^(?:select|with|insert|update|delete|merge|values|table)\b|^\(/i;

interface Found {
  readonly span: Span;
  readonly carrier: Carrier;
}

function findQuery(source: TokenText): Found | undefined {
  const last = source.tokens.length - 1;
  const from = (first: number, carrier: Carrier, end = last): Found | undefined =>
    first > 0 && first <= end ? { span: spanOfTokens(source, first, end), carrier } : undefined;
  switch (wordAt(source, 0)) {
    case 'explain':
      return from(behindExplain(source), 'explain');
    case 'prepare': {
      const as = isAt(source, 2, '(') ? closingIndex(source, 2) + 1 : 2;
      return wordAt(source, as) === 'as' ? from(as + 1, 'prepare') : undefined;
    }
    case 'declare': {
      const cursor = source.words.indexOf('cursor');
      const start = source.words.indexOf('for', cursor);
      return cursor > 0 && start > 0 ? from(start + 1, 'cursor') : undefined;
    }
    case 'copy':
      return isAt(source, 1, '(') ? from(2, 'copy', closingIndex(source, 1) - 1) : undefined;
    default:
      return findDefinition(source, from);
  }
}

/** `EXPLAIN (ANALYZE, BUFFERS) SELECT …`, `EXPLAIN ANALYZE VERBOSE SELECT …` */
function behindExplain(source: TokenText): number {
  let index = 1;
  // `EXPLAIN (SELECT …)` has a query in its parentheses.
  if (isAt(source, 1, '(') && !/^(?:select|with|values|table)$/.test(wordAt(source, 2)))
    index = closingIndex(source, 1) + 1;
  while (/^(?:analy[sz]e|verbose)$/.test(wordAt(source, index))) index++;
  return index;
}

/** `CREATE TABLE name (…) WITH (…) AS SELECT … WITH NO DATA`: the first AS outside parentheses. */
function findDefinition(
  source: TokenText,
  from: (first: number, carrier: Carrier, end?: number) => Found | undefined,
): Found | undefined {
  const object = objectOf(source);
  if (object !== 'table' && object !== 'materialized') return undefined;
  const as = firstOutside(source, 'as');
  if (as < 0) return undefined;
  let end = source.tokens.length - 1;
  if (wordAt(source, end) === 'data') end -= wordAt(source, end - 1) === 'no' ? 3 : 2;
  return from(as + 1, object === 'table' ? 'table' : 'materialized-view', end);
}

function objectOf(source: TokenText): string {
  if (wordAt(source, 0) !== 'create') return '';
  let index = 1;
  while (/^(?:or|replace|global|local|temp|temporary|unlogged)$/.test(wordAt(source, index))) index++;
  return wordAt(source, index);
}

function firstOutside(source: TokenText, word: string): number {
  for (let i = 0; i < source.tokens.length; i++) {
    if (isAt(source, i, '(')) i = closingIndex(source, i);
    else if (wordAt(source, i) === word) return i;
  }
  return -1;
}
