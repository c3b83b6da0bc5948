import type { Expression } from '../sql/model';

/** One comparison as it is written: what is compared, and the values on the other side. */
export interface Comparison {
  readonly subject: Expression;
  readonly values: readonly Expression[];
  /** The one value is an array of what is compared. */
  readonly isArray: boolean;
}

/**
 * The comparison of a condition that `isSubject` knows its subject in. Of rows the columns that stand against each other; `undefined` for
 * forms that are put together from several (OR).
 */
export function comparisonIn(
  node: Expression,
  isSubject: (expression: Expression) => boolean,
): Comparison | undefined {
  switch (node.kind) {
    case 'operator': {
      const { left, right } = node;
      if (!left) return undefined;
      const pairs =
        left.kind === 'row' && right.kind === 'row'
          ? left.args.map((arg, position) => [arg, right.args[position]] as const)
          : [[left, right] as const];
      return pairs.map(([one, other]) => comparisonOf(one, other, isSubject)).find((found) => found);
    }
    case 'between':
      return isSubject(node.arg)
        ? { subject: node.arg, values: [node.low, node.high], isArray: false }
        : undefined;
    case 'in-list':
      return isSubject(node.left) ? { subject: node.left, values: node.list, isArray: false } : undefined;
    case 'array-comparison':
      return isSubject(node.left) ? { subject: node.left, values: [node.right], isArray: true } : undefined;
    default:
      return undefined;
  }
}

function comparisonOf(
  one: Expression,
  other: Expression | undefined,
  isSubject: (expression: Expression) => boolean,
): Comparison | undefined {
  if (!other) return undefined;
  if (isSubject(one)) return { subject: one, values: [other], isArray: false };
  return isSubject(other) ? { subject: other, values: [one], isArray: false } : undefined;
}
