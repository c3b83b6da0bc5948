import type { Expression, OperatorExpression } from '../sql/model';
import { withoutCasts } from './classify-value';
import { isOf, type Reader } from './subject';
import { columnsIn, someExpression } from './walk-expression';

/**
 * The condition that is left when the parameter of an optional filter has a value: `a = $1` of `$1 IS NULL OR a = $1`, of
 * `CASE WHEN $1 IS NULL THEN true ELSE a = $1 END`, and of `a = coalesce($1, a)`. `undefined` for any other condition.
 */
export function optionalPart(node: Expression, reader: Reader): Expression | undefined {
  switch (node.kind) {
    case 'or': {
      const [only, ...others] = node.args.filter((arg) => !isSwitch(arg));
      return others.length === 0 && node.args.length > 1 ? only : undefined;
    }
    case 'case': {
      const [first, ...others] = node.whens;
      if (!first || others.length > 0 || node.arg || !isSwitch(first.when)) return undefined;
      return isTrue(first.then) ? node.otherwise : undefined;
    }
    case 'operator':
      return node.left && withValue(node, node.left, reader);
    default:
      return undefined;
  }
}

/** Reads parameters alone: `$1 IS NULL`, `$1 = ''`, `cardinality($1) = 0`, `$2 = -1`. */
function isSwitch(expression: Expression): boolean {
  return columnsIn(expression).length === 0 && someExpression(expression, ({ kind }) => kind === 'parameter');
}

function isTrue(expression: Expression): boolean {
  return expression.kind === 'constant' && expression.type === 'boolean' && expression.value === 'true';
}

function withValue(node: OperatorExpression, left: Expression, reader: Reader): Expression | undefined {
  const right = valueOfDefault(node.right, left, reader);
  if (right) return { ...node, right };
  const other = valueOfDefault(left, node.right, reader);
  return other && { ...node, left: other };
}

/** `$1` of `coalesce($1, a)` that is compared with `a`. */
function valueOfDefault(expression: Expression, column: Expression, reader: Reader): Expression | undefined {
  if (expression.kind !== 'call' || expression.name !== 'coalesce' || !isOf(column, reader)) return undefined;
  const [value, fallback, ...others] = expression.args;
  if (!value || !fallback || others.length > 0 || !isSwitch(value)) return undefined;
  const bare = withoutCasts(fallback);
  return isOf(bare, reader) && bare.kind === 'column' && column.kind === 'column' && bare.name === column.name
    ? value
    : undefined;
}
