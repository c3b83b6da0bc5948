/** Reading 1,000 levels takes a third of the stack that Node's main thread has; nobody writes such a query by hand. */
const MAX_DEPTH = 1000;

/** How deep reading is in nested expressions and queries. */
export interface Nesting {
  depth: number;
}

export class NestedTooDeepError extends Error {}

/** Counts a level down (1) and up again (-1). After an error the count is wrong, and the reading it belongs to is over. */
export function countDepth({ nesting }: { readonly nesting: Nesting }, change: 1 | -1): void {
  nesting.depth += change;
  if (nesting.depth > MAX_DEPTH) throw new NestedTooDeepError();
}
