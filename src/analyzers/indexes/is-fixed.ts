import { someExpression } from '../query/walk-expression';
import { holdsHole } from '../sources/fragment';
import type { Expression } from '../sql/model';

/** The same for every execution, so that an index can hold it: no parameter in it, and nothing that the program puts in. */
export function isFixed(expression: Expression): boolean {
  return !someExpression(
    expression,
    (node) => node.kind === 'parameter' || (node.kind === 'constant' && holdsHole(node.value)),
  );
}
