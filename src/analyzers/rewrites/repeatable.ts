import type { Fragment } from '../sources/fragment';
import type { Span } from '../span';

/** `${limit}`, `${options.limit}`, `${page[0]}`, `${cursor.createdAt.toISOString()}`: reading it once more or less has no effect. */
const PLAIN_SUBSTITUTION =
  /^(?:\$\{)?[\w$.?!\s[\]'"]*(?:\.(?:toISOString|toString|toJSON|valueOf|getTime)\(\))?\}?$/;

/** A substitution with an effect (`${++i}`) or a call happens as often as it is written. `?` belongs to its place. */
export function isRepeatable(fragment: Fragment, documentText: string, repeated: Span): boolean {
  return fragment.holes
    .filter(({ span }) => span.start < repeated.end && repeated.start < span.end)
    .every(({ origin, documentSpan: { start, end } }) =>
      origin === 'substitution'
        ? PLAIN_SUBSTITUTION.test(documentText.slice(start, end))
        : fragment.placeholders !== 'positional',
    );
}

/** Text of the fragment as its document has it, so that the same substitution reads the same. */
export function writtenText({ map }: Fragment, documentText: string, span: Span): string {
  const { start, end } = map.spanToDocument(span);
  return documentText.slice(start, end).replace(/\s+/g, ' ');
}
