import type { Piece } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import type { Span } from '../span';
import { isRepeatable } from './repeatable';

/**
 * Whether new text for a span can hold its parts as the pieces have them: every `?` once and in its order, and no substitution with an
 * effect twice.
 */
export function keepsPlaceholders(
  pieces: readonly Piece[],
  replaced: Span,
  { fragment, documentText }: { readonly fragment: Fragment; readonly documentText: string },
): boolean {
  const copies = pieces.filter((piece) => typeof piece !== 'string');
  const isPositional = fragment.placeholders === 'positional';
  const copied = copies.flatMap((span) => holesIn(span, fragment));
  if (isPositional && String(copied) !== String(holesIn(replaced, fragment))) return false;
  const repeated = copies.filter((span, index) => copies.indexOf(span) < index);
  return repeated.every((span) => isRepeatable(fragment, documentText, span));
}

function holesIn({ start, end }: Span, { holes }: Fragment): readonly number[] {
  return holes.filter(({ span }) => start <= span.start && span.end <= end).map(({ number }) => number);
}
