import type { Span } from './span';

/** The one that holds the offset, the smallest of several; between two, the one that ends nearest before it on the same line. */
export function placeAt<Place extends { readonly span: Span }>(
  places: readonly Place[],
  offset: number,
  text: string,
): Place | undefined {
  const inside = places.filter(({ span }) => span.start <= offset && offset <= span.end);
  if (inside.length > 0) return inside.reduce((one, other) => (size(other) < size(one) ? other : one));
  return places.findLast(({ span }) => span.end <= offset && !text.slice(span.end, offset).includes('\n'));
}

function size({ span }: { readonly span: Span }): number {
  return span.end - span.start;
}
