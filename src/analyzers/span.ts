/** A half-open range of UTF-16 code units. Which text it counts in (document or fragment) is said where it is used. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function spanContains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function coveringSpan(first: Span, ...rest: readonly Span[]): Span {
  let { start, end } = first;
  for (const span of rest) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { start, end };
}
