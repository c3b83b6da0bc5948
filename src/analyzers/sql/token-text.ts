import type { Span } from '../span';
import { tokenize, type Token } from './tokens';

/**
 * A statement's text with its tokens. Both grammars say where a node starts but not, or not reliably, where it ends
 * and whether parentheses stand around it: the tokens do.
 */
export interface TokenText {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** For each token the unquoted word in lower case; '' for every other token. */
  readonly words: readonly string[];
  /** For each bracket the index of its partner, -1 for one that has none and for every other token. */
  readonly partners: Int32Array;
}

/** Indexes of tokens, both included. Empty when `last < first`. */
export interface TokenRange {
  readonly first: number;
  readonly last: number;
}

export function createTokenText(text: string): TokenText {
  const tokens = tokenize(text);
  const words = tokens.map(({ kind, start, end }) =>
    kind === 'word' ? text.slice(start, end).toLowerCase() : '',
  );
  return { text, tokens, words, partners: findPartners(text, tokens) };
}

function findPartners(text: string, tokens: readonly Token[]): Int32Array {
  const partners = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (token.end - token.start !== 1) return;
    const character = text[token.start];
    if (character === '(' || character === '[') open.push(index);
    if (character !== ')' && character !== ']') return;
    const partner = open.pop();
    if (partner === undefined) return;
    partners[partner] = index;
    partners[index] = partner;
  });
  return partners;
}

/** The text with blanks in the place of comments, so that every UTF-16 position stays. */
export function withoutComments({ text, tokens }: Pick<TokenText, 'text' | 'tokens'>): string {
  let end = 0;
  const parts: string[] = [];
  for (const token of tokens) {
    parts.push(blank(text.slice(end, token.start)), text.slice(token.start, token.end));
    end = token.end;
  }
  parts.push(blank(text.slice(end)));
  return parts.join('');
}

function blank(gap: string): string {
  return gap.replace(/\S/g, ' ');
}

export function wholeRange({ tokens }: TokenText): TokenRange {
  return { first: 0, last: tokens.length - 1 };
}

/** The token that starts at the offset, or the last one that starts before it; -1 before the first token. */
export function tokenIndexAt({ tokens }: TokenText, offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const token = tokens[middle];
    if (token && token.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The last token that ends at or before the offset. */
export function tokenIndexBefore(source: TokenText, offset: number): number {
  return tokenIndexAt(source, offset - 1);
}

export function tokenTextAt({ text, tokens }: TokenText, index: number): string {
  const token = tokens[index];
  return token ? text.slice(token.start, token.end) : '';
}

/** The unquoted word at the index in lower case; '' for every other token. */
export function wordAt({ words }: TokenText, index: number): string {
  return words[index] ?? '';
}

/** A name as SQL writes it, quoted or not. */
export function isNameAt({ tokens }: TokenText, index: number): boolean {
  const kind = tokens[index]?.kind;
  return kind === 'word' || kind === 'quoted-identifier';
}

export function isAt(source: TokenText, index: number, symbol: string): boolean {
  return tokenTextAt(source, index) === symbol;
}

/** The bracket that closes the one at the index, or the last token when nothing does. */
export function closingIndex({ partners, tokens }: TokenText, index: number): number {
  const partner = partners[index];
  return partner === undefined || partner < index ? tokens.length - 1 : partner;
}

export function spanOfTokens({ tokens }: TokenText, first: number, last: number): Span {
  const start = tokens[first]?.start ?? 0;
  return { start, end: Math.max(start, tokens[last]?.end ?? start) };
}

/** The tokens in the span with one space between them, words in lower case: the same for the same SQL, however it is laid out. */
export function normalizedText(source: TokenText, { start, end }: Span): string {
  const texts: string[] = [];
  for (let i = tokenIndexAt(source, start - 1) + 1; (source.tokens[i]?.start ?? end) < end; i++)
    texts.push(wordAt(source, i) || tokenTextAt(source, i));
  return texts.join(' ');
}

/** The span with all pairs of parentheses that stand around nothing but it. */
export function withParentheses(source: TokenText, span: Span): Span {
  let first = tokenIndexAt(source, span.start) - 1;
  let last = tokenIndexBefore(source, span.end) + 1;
  let result = span;
  while (first >= 0 && source.partners[first] === last && isAt(source, first, '(')) {
    result = spanOfTokens(source, first, last);
    first--;
    last++;
  }
  return result;
}

/** The span with the partners of the brackets in it: of `(a AND b) AND c` PostgreSQL's tree keeps the three terms alone. */
export function balancedSpan(source: TokenText, { start, end }: Span): Span {
  let first = tokenIndexAt(source, start);
  let last = tokenIndexBefore(source, end);
  for (let i = first; i <= last; i++) {
    const partner = source.partners[i] ?? -1;
    if (partner < 0) continue;
    first = Math.min(first, partner);
    last = Math.max(last, partner);
  }
  return spanOfTokens(source, first, last);
}

/** The range without the pairs of parentheses around the whole of it. */
export function withoutParentheses(source: TokenText, { first, last }: TokenRange): TokenRange {
  while (first < last && source.partners[first] === last && isAt(source, first, '(')) {
    first++;
    last--;
  }
  return { first, last };
}

/** The end of a name such as `schema.table` or `t.*` that starts at the index. */
export function qualifiedNameEnd(source: TokenText, index: number): number {
  let last = index;
  while (isAt(source, last + 1, '.')) last += 2;
  return Math.min(last, source.tokens.length - 1);
}

/** The first opening parenthesis at or after the index; the index itself when there is none. */
export function nextParenthesis(source: TokenText, index: number): number {
  for (let i = index; i < source.tokens.length; i++) {
    if (isAt(source, i, '(')) return i;
  }
  return index;
}
