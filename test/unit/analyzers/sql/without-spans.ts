const POSITIONS = new Set(['span', 'clauses', 'nameSpan', 'afterIndexKeyword', 'afterObjectKeyword']);

/** A part of the model without its positions, as plain data to compare with. */
export function withoutSpans(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, child: unknown) => (POSITIONS.has(key) ? undefined : child)));
}
