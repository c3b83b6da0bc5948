import type { Span } from '../../analyzers/span';

/** A change of a text: what stood there is replaced by `length` UTF-16 units. */
export interface TextChange {
  readonly span: Span;
  readonly length: number;
}

/** Where a stretch stands after changes that follow one another. What is typed before its first character moves it. */
export function followEdits(span: Span, changes: readonly TextChange[]): Span {
  return changes.reduce(followEdit, span);
}

function followEdit({ start, end }: Span, { span: cut, length }: TextChange): Span {
  const grown = length - (cut.end - cut.start);
  if (cut.start >= end && end > start) return { start, end };
  if (cut.end <= start) return { start: start + grown, end: end + grown };
  const from = Math.min(start, cut.start);
  return { start: from, end: cut.end <= end ? end + grown : Math.max(from, cut.start + length) };
}
