import type { LocatedNode } from './locate-conditions';

/**
 * The node that does what stands at a place of the query: the one with the smallest condition or key there, else the one that scans the table
 * there. `undefined` where no node does.
 *
 * @param offset in the text that the places count in
 */
export function nodeAt(located: readonly LocatedNode[], offset: number): number | undefined {
  const places = located.flatMap(({ node, relation, conditions }) => [
    ...conditions.flatMap(({ kind, spans }) =>
      spans.map((span) => ({ node, span, weight: WEIGHTS[kind] ?? 1 })),
    ),
    ...(relation ? [{ node, span: relation, weight: 3 }] : []),
  ]);
  const [best] = places
    .filter(({ span }) => span.start <= offset && offset <= span.end)
    .sort(
      (a, b) =>
        a.span.end - a.span.start - (b.span.end - b.span.start) || a.weight - b.weight || a.node - b.node,
    );
  return best?.node;
}

/** Of one place that several nodes have: the one that finds rows by it goes before one that tests it again. */
const WEIGHTS: Readonly<Record<string, number>> = { 'Index Cond': 0, 'Recheck Cond': 2 };
