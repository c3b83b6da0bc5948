import type { Span } from '../span';
import { findWord } from './change-layout';
import type { QualifiedName } from './model';
import {
  closingIndex,
  isAt,
  qualifiedNameEnd,
  spanOfTokens,
  type TokenRange,
  type TokenText,
  wordAt,
} from './token-text';

/** Where the parts of DDL stand. Neither grammar says where keywords are, and PostgreSQL's not where index keys are. */

/** The last token of the list item or action that starts at the index: before the next comma, or before the bracket that closes the list. */
export function itemEnd(source: TokenText, first: number, last: number): number {
  for (let i = first; i <= last; i++) {
    if (isAt(source, i, '(') || isAt(source, i, '[')) i = closingIndex(source, i);
    else if (isAt(source, i, ',') || isAt(source, i, ')')) return i - 1;
  }
  return last;
}

/** The items of the list in the parentheses that open at the index. */
export function listItems(source: TokenText, open: number): readonly TokenRange[] {
  const close = closingIndex(source, open);
  const items: TokenRange[] = [];
  for (let first = open + 1; first < close;) {
    const last = itemEnd(source, first, close);
    items.push({ first, last });
    first = last + 2;
  }
  return items;
}

/** The name that starts at the token, with its schema. */
export function nameSpan(source: TokenText, first: number): Span {
  return spanOfTokens(source, first, qualifiedNameEnd(source, first));
}

/** The token behind `IF EXISTS`, `IF NOT EXISTS` or, without them, the token itself. */
export function behindIfExists(source: TokenText, index: number): number {
  if (wordAt(source, index) !== 'if') return index;
  if (wordAt(source, index + 1) === 'exists') return index + 2;
  return wordAt(source, index + 1) === 'not' && wordAt(source, index + 2) === 'exists' ? index + 3 : index;
}

export interface CreateIndexLayout {
  /** Where the word INDEX ends. */
  readonly afterIndexKeyword: number;
  /** The token of the name; absent when there is none. */
  readonly name?: number;
  readonly keys: readonly TokenRange[];
}

/** @param table the first token of the table's name */
export function readCreateIndexLayout(
  source: TokenText,
  { first }: TokenRange,
  table: number,
): CreateIndexLayout {
  const keyword = wordAt(source, first + 1) === 'unique' ? first + 2 : first + 1;
  const concurrently = wordAt(source, keyword + 1) === 'concurrently' ? 1 : 0;
  const name = behindIfExists(source, keyword + 1 + concurrently);
  let open = qualifiedNameEnd(source, table) + 1;
  if (isAt(source, open, '*')) open++;
  if (wordAt(source, open) === 'using') open += 2;
  return {
    afterIndexKeyword: spanOfTokens(source, keyword, keyword).end,
    // ON is reserved: as a name it is quoted.
    ...(wordAt(source, name) !== 'on' && { name }),
    keys: listItems(source, open),
  };
}

/** DROP, ALTER and REINDEX name their objects behind one or two words, such as MATERIALIZED VIEW, and perhaps CONCURRENTLY. */
export interface ObjectLayout {
  /** Where the last word of the kind ends. */
  readonly afterKeyword: number;
  /** The first token of the first name. */
  readonly names: number;
}

const FIRST_OF_TWO = new Set(['materialized', 'foreign', 'event', 'access', 'user', 'text']);

export function readObjectLayout(source: TokenText, first: number): ObjectLayout {
  let keyword = first + 1;
  if (isAt(source, keyword, '(')) keyword = closingIndex(source, keyword) + 1;
  if (FIRST_OF_TWO.has(wordAt(source, keyword))) keyword++;
  let names = keyword + 1;
  if (wordAt(source, names) === 'concurrently') names++;
  names = behindIfExists(source, names);
  if (wordAt(source, names) === 'only') names++;
  return { afterKeyword: spanOfTokens(source, keyword, keyword).end, names };
}

/** Where each of the names in a list behind the token stands, such as those of DROP. A function's name may have arguments behind it. */
export function placeNames(
  source: TokenText,
  { names: first }: ObjectLayout,
  names: readonly Omit<QualifiedName, 'span'>[],
): readonly QualifiedName[] {
  let token = first;
  return names.map((name) => {
    const placed = { ...name, span: nameSpan(source, token) };
    token = itemEnd(source, token, source.tokens.length - 1) + 2;
    return placed;
  });
}

/** The query of a view, without WITH [NO] DATA, WITH CHECK OPTION and their like. `name` is the token of the view's name. */
export function viewQueryRange(source: TokenText, name: number, last: number): TokenRange {
  const first = (findWord(source, 'as', name, last) ?? name) + 1;
  const tail = findWord(source, 'with', first + 1, last);
  const isTail = tail !== undefined && /^(?:data|no|check|local|cascaded)$/.test(wordAt(source, tail + 1));
  return { first, last: isTail ? tail - 1 : last };
}
