import type { Span } from '../span';
import type { OffsetMap } from './fragment';

/** A stretch of a fragment's text and where it stands in the document. Segments follow each other in both, with gaps only in the document. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly document: Span;
  /** The document has the same text, unit for unit. Otherwise the two stretches stand for each other as wholes: an escape, a hole. */
  readonly verbatim: boolean;
}

/** At least one segment; the first begins at 0. */
export function createOffsetMap(segments: readonly Segment[]): OffsetMap {
  const toDocument = (offset: number, bias: 'start' | 'end'): number => {
    // At a seam the start belongs to what follows, the end to what came before.
    const reached = bias === 'start' ? offset + 1 : offset;
    const segment = segments[lastIndex(segments, ({ start }) => start < reached)] ?? segments[0];
    return segment ? placeInSegment(segment, offset, bias) : 0;
  };
  return {
    toDocument,
    spanToDocument({ start, end }) {
      if (start < end) return { start: toDocument(start, 'start'), end: toDocument(end, 'end') };
      const place = toDocument(end, 'end');
      return { start: place, end: place };
    },
    toFragment(offset) {
      let index = lastIndex(segments, ({ document }) => document.start <= offset);
      // All of a text from elsewhere has the same place: its start counts.
      while (isSamePlace(segments[index], segments[index - 1])) index--;
      const segment = segments[index];
      if (!segment || offset > segment.document.end) return undefined;
      if (segment.verbatim) return segment.start + offset - segment.document.start;
      return offset === segment.document.end ? segment.end : segment.start;
    },
  };
}

function isSamePlace(one: Segment | undefined, other: Segment | undefined): boolean {
  return (
    one?.verbatim === false &&
    other?.verbatim === false &&
    one.document.start === other.document.start &&
    one.document.end === other.document.end
  );
}

function placeInSegment(
  { start, end, document, verbatim }: Segment,
  offset: number,
  bias: 'start' | 'end',
): number {
  if (offset <= start) return document.start;
  if (offset >= end) return document.end;
  if (verbatim) return document.start + offset - start;
  return document[bias];
}

/** The map of a text of this length as plain data: what `createOffsetMap` makes of it says the same. */
export function segmentsOf(map: OffsetMap, length: number): readonly Segment[] {
  const segments: Segment[] = [];
  for (let start = 0; start < length; start++) {
    const document = map.spanToDocument({ start, end: start + 1 });
    const verbatim = document.end - document.start === 1;
    const last = segments.at(-1);
    const goesOn =
      last?.verbatim === verbatim &&
      (verbatim ? last.document.end === document.start : last.document.start === document.start);
    if (goesOn) segments[segments.length - 1] = joined(last, start + 1, document.end);
    else segments.push({ start, end: start + 1, document, verbatim });
  }
  return segments;
}

function joined(segment: Segment, end: number, documentEnd: number): Segment {
  return { ...segment, end, document: { start: segment.document.start, end: documentEnd } };
}

/** Index of the last segment that passes, when all that pass come first; -1 for none. */
function lastIndex(segments: readonly Segment[], passes: (segment: Segment) => boolean): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const segment = segments[middle];
    if (segment && passes(segment)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The segments of a part of the text, counted from its start. */
export function sliceSegments(segments: readonly Segment[], { start, end }: Span): readonly Segment[] {
  const slice: Segment[] = [];
  for (
    let i = Math.max(
      0,
      lastIndex(segments, (segment) => segment.start <= start),
    );
    i < segments.length;
    i++
  ) {
    const segment = segments[i];
    if (!segment || segment.start >= end) break;
    const from = Math.max(segment.start, start);
    const to = Math.min(segment.end, end);
    if (from >= to) continue;
    slice.push({
      start: from - start,
      end: to - start,
      document: {
        start: placeInSegment(segment, from, 'start'),
        end: placeInSegment(segment, to, 'end'),
      },
      verbatim: segment.verbatim,
    });
  }
  return slice;
}
