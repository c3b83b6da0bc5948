import type { Span } from '../span';
import type { FragmentEdit, Piece } from './edit';
import type { Fragment, SplicedText } from './fragment';

/**
 * Whether edits leave whole what the program takes from somewhere else: another query may use the same constant. A splice is copied as a whole
 * or not touched at all.
 */
export function keepSplices(edits: readonly FragmentEdit[], { splices }: Fragment): boolean {
  const copied = edits.flatMap(({ pieces }) => pieces.filter(isSpan));
  return splices.every((splice) => {
    const isKept = [...edits.map(({ span }) => span), ...copied].every((span) => keepsWhole(span, splice));
    const isReplaced = edits.some(({ span }) => holds(span, splice.span));
    return isKept && (!isReplaced || copied.some((span) => holds(span, splice.span)));
  });
}

function isSpan(piece: Piece): piece is Span {
  return typeof piece !== 'string';
}

function keepsWhole(span: Span, { span: spliced, isInPlace }: SplicedText): boolean {
  const { start, end } = span;
  if (start === end) {
    const isAtEdge = start === spliced.start || start === spliced.end;
    return isAtEdge ? !isInPlace : start < spliced.start || spliced.end < start;
  }
  if (end <= spliced.start || spliced.end <= start) return true;
  // The edges of a literal in a hole are not those of the hole.
  if (isInPlace) return start < spliced.start && spliced.end < end;
  return holds(span, spliced);
}

function holds({ start, end }: Span, inner: Span): boolean {
  return start <= inner.start && inner.end <= end;
}
