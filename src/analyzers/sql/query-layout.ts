import { coveringSpan, type Span } from '../span';
import type { ClauseSpans } from './model';
import {
  closingIndex,
  isAt,
  spanOfTokens,
  tokenIndexBefore,
  tokenTextAt,
  type TokenRange,
  type TokenText,
  withoutParentheses,
  withParentheses,
  wordAt,
} from './token-text';

/** Where the parts of one SELECT, VALUES or TABLE stand. No grammar tells: PostgreSQL's tree has no positions for clauses. */
export interface QueryLayout {
  /** Without enclosing parentheses. */
  readonly span: Span;
  readonly clauses: ClauseSpans;
  /** The token FROM. */
  readonly from?: number;
  /** The two sides of the set operation that is done last. */
  readonly arms?: { readonly left: TokenRange; readonly right: TokenRange };
}

type ClauseName = keyof ClauseSpans;

interface ClauseStart {
  readonly index: number;
  /** `other` ends the clause before it and is none of ours: INTO, WINDOW. */
  readonly clause: ClauseName | 'set-operation' | 'other';
}

/** Behind the last arm of a set operation these belong to the whole; the other clauses are the arm's own (gram.y, `select_no_parens`). */
const OF_SET_OPERATION = new Set<ClauseStart['clause']>(['orderBy', 'limit', 'offset', 'locking']);

export function readQueryLayout(source: TokenText, range: TokenRange): QueryLayout {
  const { first, last } = withoutParentheses(source, range);
  const span = spanOfTokens(source, first, last);
  const body = wordAt(source, first) === 'with' ? afterWithList(source, first, last) : first;
  const starts = findClauseStarts(source, body, last);
  const operator = lastOperator(source, starts);
  if (operator !== undefined) {
    const ofWhole = starts.filter(({ index, clause }) => index > operator && OF_SET_OPERATION.has(clause));
    const end = (ofWhole[0]?.index ?? last + 1) - 1;
    const arms = armsAround(source, operator, body, end);
    return { span, clauses: measureClauses(source, ofWhole, last), arms };
  }
  const trailing = starts.filter(({ index }) => index > body);
  const clauses = measureClauses(source, trailing, last);
  if (isAt(source, body, '(')) {
    const inner = readQueryLayout(source, { first: body, last: closingIndex(source, body) });
    return { ...inner, span, clauses: { ...inner.clauses, ...clauses } };
  }
  const targets = measureTargets(source, body, (trailing[0]?.index ?? last + 1) - 1);
  const from = trailing.find(({ clause }) => clause === 'from')?.index;
  return {
    span,
    clauses: { ...(targets && { targets }), ...clauses },
    ...(from !== undefined && { from }),
  };
}

/** The first token of the query behind WITH's list. */
export function afterWithList(source: TokenText, first: number, last: number): number {
  for (let i = first + 1; i <= last; i++) {
    if (isAt(source, i, '(')) {
      if (isAt(source, i - 1, ')')) return i;
      i = closingIndex(source, i);
    } else if (STATEMENT_WORDS.has(wordAt(source, i)) && !isNameOnly(source, i)) return i;
  }
  return last;
}

const STATEMENT_WORDS = new Set(['select', 'values', 'table', 'insert', 'update', 'delete', 'merge']);
const LOCK_WORDS = new Set(['update', 'no', 'share', 'key', 'read']);

/** Any word may stand behind a dot or AS as a name. */
function isNameOnly(source: TokenText, index: number): boolean {
  return isAt(source, index - 1, '.') || wordAt(source, index - 1) === 'as';
}

function findClauseStarts(source: TokenText, first: number, last: number): readonly ClauseStart[] {
  const starts: ClauseStart[] = [];
  for (let i = first; i <= last; i++) {
    const closing = source.partners[i] ?? -1;
    if (closing > i) i = closing;
    else {
      const clause = clauseAt(source, i);
      if (clause && !isNameOnly(source, i)) starts.push({ index: i, clause });
    }
  }
  return starts;
}

function clauseAt(source: TokenText, index: number): ClauseStart['clause'] | undefined {
  const next = (): string => wordAt(source, index + 1);
  switch (wordAt(source, index)) {
    case 'union':
    case 'intersect':
    case 'except':
      return 'set-operation';
    case 'from':
      return isDistinctFrom(source, index) ? undefined : 'from';
    case 'where':
      return 'where';
    case 'group':
      return next() === 'by' ? 'groupBy' : undefined;
    case 'having':
      return 'having';
    case 'order':
      return next() === 'by' ? 'orderBy' : undefined;
    case 'limit':
    case 'fetch':
      return 'limit';
    case 'offset':
      return 'offset';
    case 'for':
      return wordAt(source, index - 1) !== 'collation' && LOCK_WORDS.has(next()) ? 'locking' : undefined;
    case 'into':
    case 'window':
      return 'other';
    default:
      return undefined;
  }
}

/** The FROM of `IS [NOT] DISTINCT FROM`. */
export function isDistinctFrom(source: TokenText, index: number): boolean {
  if (wordAt(source, index - 1) !== 'distinct') return false;
  const before = wordAt(source, index - 2);
  return before === 'is' || before === 'not';
}

/** INTERSECT binds tighter than UNION and EXCEPT, and all of them to the left (manual, "UNION Clause"). */
function lastOperator(source: TokenText, starts: readonly ClauseStart[]): number | undefined {
  const operators = starts.filter(({ clause }) => clause === 'set-operation');
  const loosest = operators.filter(({ index }) => wordAt(source, index) !== 'intersect');
  return (loosest.at(-1) ?? operators.at(-1))?.index;
}

function armsAround(
  source: TokenText,
  operator: number,
  first: number,
  last: number,
): { left: TokenRange; right: TokenRange } {
  const quantifier = /^(?:all|distinct)$/.test(wordAt(source, operator + 1)) ? 1 : 0;
  return {
    left: { first, last: operator - 1 },
    right: { first: operator + 1 + quantifier, last },
  };
}

function measureClauses(source: TokenText, starts: readonly ClauseStart[], last: number): ClauseSpans {
  const clauses: Partial<Record<ClauseName, Span>> = {};
  starts.forEach(({ index, clause }, i) => {
    if (clause === 'other' || clause === 'set-operation') return;
    const span = spanOfTokens(source, index, (starts[i + 1]?.index ?? last + 1) - 1);
    const earlier = clauses[clause];
    // FOR UPDATE OF a FOR SHARE OF b
    clauses[clause] = earlier ? coveringSpan(earlier, span) : span;
  });
  return clauses;
}

function measureTargets(source: TokenText, body: number, last: number): Span | undefined {
  if (wordAt(source, body) !== 'select') return undefined;
  let first = body + 1;
  const quantifier = wordAt(source, first);
  if (quantifier === 'all' || quantifier === 'distinct') first++;
  if (quantifier === 'distinct' && wordAt(source, first) === 'on')
    first = closingIndex(source, first + 1) + 1;
  return first <= last && tokenTextAt(source, first) !== '' ? spanOfTokens(source, first, last) : undefined;
}

/** An ORDER BY key with its ASC, DESC, USING and NULLS words. */
export function orderKeySpan(source: TokenText, expression: Span): Span {
  const { start, end } = withParentheses(source, expression);
  let last = tokenIndexBefore(source, end);
  const next = wordAt(source, last + 1);
  if (next === 'asc' || next === 'desc') last++;
  if (next === 'using') last += 2;
  if (wordAt(source, last + 1) === 'nulls') last += 2;
  return { start, end: spanOfTokens(source, last, last).end };
}
