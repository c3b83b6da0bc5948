import type { Span } from '../span';
import type { Fragment, OffsetMap } from './fragment';

/** A part of a fragment's text as a fragment of its own. It belongs to the same statement of the host. */
export function cutFragment(fragment: Fragment, { start, end }: Span): Fragment {
  const { text, map, holes, splices, operands } = fragment;
  const shift = (span: Span): Span => ({
    start: Math.max(span.start, start) - start,
    end: Math.min(span.end, end) - start,
  });
  const inside = <T extends { readonly span: Span }>(parts: readonly T[]): readonly T[] =>
    parts
      .filter(({ span }) => span.start < end && span.end > start)
      .map((part) => ({ ...part, span: shift(part.span) }));
  return {
    ...fragment,
    text: text.slice(start, end),
    map: cutMap(map, { start, end }),
    holes: inside(holes),
    splices: inside(splices),
    ...(operands && { operands: inside(operands) }),
    documentSpan: map.spanToDocument({ start, end }),
  };
}

function cutMap(map: OffsetMap, { start, end }: Span): OffsetMap {
  return {
    toDocument: (offset, bias) => map.toDocument(offset + start, bias),
    spanToDocument: (span) => map.spanToDocument({ start: span.start + start, end: span.end + start }),
    toFragment(offset) {
      const whole = map.toFragment(offset);
      return whole === undefined || whole < start || whole > end ? undefined : whole - start;
    },
  };
}
