import type { Span } from '../../analyzers/span';
import type { NodePlace, PlanSource } from '../shown-plans';

/**
 * How far the explained statement has moved in its document: 0 where nothing changed before it. Of several equal statements the nearest
 * counts. Undefined when it is gone or was changed itself.
 */
export function shiftOf(text: string, source: PlanSource): number | undefined {
  const { span } = source;
  if (text.startsWith(source.text, span.start)) return 0;
  if (source.text === '') return undefined;
  let nearest: number | undefined;
  for (let at = text.indexOf(source.text); at >= 0; at = text.indexOf(source.text, at + 1)) {
    const shift = at - span.start;
    if (nearest === undefined || Math.abs(shift) < Math.abs(nearest)) nearest = shift;
  }
  return nearest;
}

/** Where a node's first condition stands now, or the whole statement for a node without one. */
export function spanOfNode(
  source: PlanSource,
  places: readonly NodePlace[],
  node: number | undefined,
  shift: number,
): Span {
  const { start, end } = places.find((place) => place.node === node)?.span ?? source.span;
  return { start: start + shift, end: end + shift };
}

/** The node whose condition is the smallest around an offset of the document; the root for any other place of the statement. */
export function nodeAt(
  source: PlanSource,
  places: readonly NodePlace[],
  offset: number,
  shift: number,
): number | undefined {
  const then = offset - shift;
  const isAround = ({ start, end }: Span): boolean => start <= then && then <= end;
  if (!isAround(source.span)) return undefined;
  const around = places.filter(({ span }) => isAround(span));
  const smallest = around.reduce<NodePlace | undefined>(
    (best, place) => (best === undefined || size(place.span) < size(best.span) ? place : best),
    undefined,
  );
  return smallest?.node ?? 0;
}

function size({ start, end }: Span): number {
  return end - start;
}
