import type { Piece } from '../sources/edit';
import type { Span } from '../span';
import { createTokenText, isAt, tokenIndexAt, tokenTextAt, withoutComments } from '../sql/token-text';
import type { ExplainableQuery, QueryText } from './explainable-query';

/** One place of a parameter, and the type that it is to have there. */
export interface ParameterCast {
  /** Of its `$n` in the query's text. */
  readonly span: Span;
  /** As SQL names it: `interval`, `text[]`, `shop."Kind"`. */
  readonly type: string;
}

/** Each `$n` as `$n::type`. It stays one query: where a parameter stands, a cast of it may stand. */
export function castParameters(query: ExplainableQuery, casts: readonly ParameterCast[]): ExplainableQuery {
  const shifts = shiftsOf(query.text, casts);
  let text = '';
  let at = 0;
  for (const { span, before, after } of shifts) {
    text += `${query.text.slice(at, span.start)}${before}${query.text.slice(span.start, span.end)}${after}`;
    at = span.end;
  }
  text += query.text.slice(at);
  const parameters = query.parameters.map((parameter) => ({
    ...parameter,
    spans: parameter.spans.map((span) => moved(span, shifts)),
  }));
  return { ...query, text: text as QueryText, parameters };
}

/** Where an offset of the text with casts is in the one without; what a cast has written is at its parameter. */
export function offsetBeforeCasts(offset: number, text: string, casts: readonly ParameterCast[]): number {
  let added = 0;
  for (const { span, before, after } of shiftsOf(text, casts)) {
    const start = span.start + added;
    if (offset < start) break;
    const end = span.end + added + before.length + after.length;
    if (offset < end) return span.start;
    added += before.length + after.length;
  }
  return offset - added;
}

/** What the cast writes in place of its span. */
export function piecesOfCast(text: string, { span, type }: ParameterCast): readonly Piece[] {
  const { before, after } = around(text, span, type);
  return before === '' ? [span, after] : [before, span, after];
}

interface Shift {
  readonly span: Span;
  readonly before: string;
  readonly after: string;
}

function shiftsOf(text: string, casts: readonly ParameterCast[]): readonly Shift[] {
  return [...casts]
    .sort((one, other) => one.span.start - other.span.start)
    .map(({ span, type }) => ({ span, ...around(text, span, type) }));
}

/** `$1[2]` with a type would be another type: `$1::int[2]`. */
function around(text: string, span: Span, type: string): Omit<Shift, 'span'> {
  if (!isTypeName(type)) throw new Error('A cast is written with the name of a type only.');
  const source = createTokenText(text);
  const next = tokenIndexAt(source, span.start) + 1;
  const needsParentheses = isAt(source, next, '[') || isAt(source, next, '.');
  return needsParentheses ? { before: '(', after: `::${type})` } : { before: '', after: `::${type}` };
}

/** Words, names in quotes, dots and brackets, and no comment: nothing that ends an expression. */
function isTypeName(type: string): boolean {
  const source = createTokenText(type);
  const parts = source.tokens.map((_, index) => tokenTextAt(source, index));
  const areTypes = source.tokens.every(
    ({ kind }, index) =>
      kind === 'word' || isQuoted(parts[index] ?? '') || /^[.[\]]$/.test(parts[index] ?? ''),
  );
  return parts.length > 0 && areTypes && withoutComments(source) === type;
}

function isQuoted(token: string): boolean {
  return /^"(?:[^"]|"")+"$/.test(token);
}

function moved({ start, end }: Span, shifts: readonly Shift[]): Span {
  let by = 0;
  for (const shift of shifts) {
    if (shift.span.start > start) break;
    by += shift.before.length;
    if (shift.span.start < start) by += shift.after.length;
  }
  return { start: start + by, end: end + by };
}
