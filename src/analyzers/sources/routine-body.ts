import type { Span } from '../span';
import { createTokenText, isAt, type TokenText, wordAt } from '../sql/token-text';
import { type Draft, type DraftHole, HOLE_STAND_IN } from './draft';
import type { Segment } from './offset-map';
import type { ParameterNames } from './routine-parameters';

/** A query in the body of a routine. */
export interface BodyPart {
  readonly span: Span;
  /** What the query language of the routine has and SQL has not, by offset: `PERFORM`, `INTO variable`. */
  readonly replaced: readonly { readonly span: Span; readonly text: string }[];
}

interface Stretch {
  readonly span: Span;
  /** `undefined`: a value that the program knows. */
  readonly text?: string;
}

/** @param offset of the body in the document, which has it as it is */
export function bodyDraft(
  body: string,
  { span, replaced }: BodyPart,
  names: ParameterNames,
  offset: number,
): Draft {
  const source = createTokenText(body);
  const values = valuesIn(source, span, names).filter(
    (value) =>
      !replaced.some((other) => other.span.start <= value.span.start && value.span.end <= other.span.end),
  );
  const stretches: Stretch[] = [...replaced, ...values].sort(
    (one, other) => one.span.start - other.span.start,
  );
  const segments: Segment[] = [];
  const holes: DraftHole[] = [];
  let text = '';
  const add = (added: string, { start, end }: Span, verbatim: boolean): void => {
    if (added === '') return;
    const document = { start: start + offset, end: end + offset };
    segments.push({ start: text.length, end: text.length + added.length, document, verbatim });
    text += added;
  };
  let at = span.start;
  for (const { span: stretch, text: other } of stretches) {
    add(body.slice(at, stretch.start), { start: at, end: stretch.start }, true);
    if (other === undefined) {
      const documentSpan = { start: stretch.start + offset, end: stretch.end + offset };
      holes.push({ offset: text.length, documentSpan, content: 'bound' });
    }
    add(other ?? HOLE_STAND_IN, stretch, false);
    at = stretch.end;
  }
  add(body.slice(at, span.end), { start: at, end: span.end }, true);
  return { text, segments, holes, splices: [], host: { kind: 'sql' } };
}

/** Parameters and variables, as `p_id`, `f.p_id` or, of a trigger's row, `NEW.id`. */
function valuesIn(
  source: TokenText,
  { start, end }: Span,
  { routine, names }: ParameterNames,
): readonly Stretch[] {
  const values: Stretch[] = [];
  source.tokens.forEach((token, i) => {
    if (token.start < start || token.end > end || isAt(source, i - 1, '.')) return;
    const word = wordAt(source, i);
    const isQualified = isAt(source, i + 1, '.');
    const field = source.tokens[i + 2];
    if (
      isQualified &&
      field &&
      (/^(?:new|old)$/.test(word) || (word === routine && names.has(wordAt(source, i + 2))))
    )
      values.push({ span: { start: token.start, end: field.end } });
    else if (!isQualified && names.has(word) && !isAt(source, i + 1, '(') && wordAt(source, i - 1) !== 'as')
      values.push({ span: token });
  });
  return values;
}
