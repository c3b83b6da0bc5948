import { isRelabelling } from '../../query/classify-value';
import type { ArrayComparisonExpression, CastExpression, Expression } from '../../sql/model';
import type { Column } from '../snapshot';

/**
 * An expression without what the server adds when it prints one: `((status)::text = 'open'::text)` is `status = 'open'`. Casts stay where they
 * may change a value.
 */
export function plainExpression(expression: Expression, columns: readonly Column[]): Expression {
  const plain = (part: Expression): Expression => plainExpression(part, columns);
  switch (expression.kind) {
    case 'cast':
      return plainCast(expression, columns);
    case 'operator': {
      const { left, right } = expression;
      if (!left) return { ...expression, right: plain(right) };
      const [one, other] = plainOperands([left, right], columns);
      return { ...expression, ...(one && { left: one }), ...(other && { right: other }) };
    }
    case 'array-comparison':
      return plainArrayComparison(expression, columns);
    case 'call':
      return { ...expression, args: plainOperands(expression.args, columns) };
    case 'and':
    case 'or':
    case 'not':
      return { ...expression, args: expression.args.map(plain) };
    case 'null-test':
    case 'collate':
      return { ...expression, arg: plain(expression.arg) };
    case 'case':
      return {
        ...expression,
        whens: expression.whens.map(({ when, then }) => ({ when: plain(when), then: plain(then) })),
        ...(expression.otherwise && { otherwise: plain(expression.otherwise) }),
      };
    default:
      return expression;
  }
}

/** `status IN ('new', 'open')` is printed as `status = ANY (ARRAY['new'::text, 'open'::text])`. */
function plainArrayComparison(expression: ArrayComparisonExpression, columns: readonly Column[]): Expression {
  const { operator, quantifier, span } = expression;
  const left = plainExpression(expression.left, columns);
  const right = withoutCast(expression.right);
  if (right.kind !== 'array')
    return { ...expression, left, right: plainExpression(expression.right, columns) };
  const list = right.elements.map((element) => plainExpression(withoutLiteralCast(element), columns));
  const isIn = operator === '=' && quantifier === 'any';
  if (isIn || (operator === '<>' && quantifier === 'all'))
    return { kind: 'in-list', left, list, negated: !isIn, span };
  return { ...expression, left, right: { ...right, elements: list } };
}

/** A default has its column's type; `nextval` takes its sequence's name as a text. */
export function plainDefault(expression: Expression, columns: readonly Column[]): Expression {
  if (expression.kind === 'call' && expression.name === 'nextval')
    return { ...expression, args: expression.args.map(withoutLiteralCast) };
  return plainExpression(withoutLiteralCast(expression), columns);
}

/** `email::text` of a varchar column changes no bit, and the server writes it wherever a function takes text. */
function plainCast(cast: CastExpression, columns: readonly Column[]): Expression {
  const arg = plainExpression(cast.arg, columns);
  if (arg.kind === 'column' && !cast.modifiers) {
    const type = columns.find(({ name }) => name === arg.name)?.type;
    if (isRelabelling(type, cast.type)) return arg;
  }
  return { ...cast, arg };
}

/** A literal takes its type from what it meets, where that is a column or an expression whose type is known. */
function plainOperands(operands: readonly Expression[], columns: readonly Column[]): readonly Expression[] {
  const meetsOthers = operands.some((operand) => !isTypedLiteral(operand));
  return operands.map((operand) =>
    plainExpression(meetsOthers && operands.length > 1 ? withoutLiteralCast(operand) : operand, columns),
  );
}

function isTypedLiteral(expression: Expression): boolean {
  return expression.kind === 'constant' || (expression.kind === 'cast' && isTypedLiteral(expression.arg));
}

function withoutLiteralCast(expression: Expression): Expression {
  const bare = withoutCast(expression);
  return bare.kind === 'constant' && bare.type === 'string' ? bare : expression;
}

function withoutCast(expression: Expression): Expression {
  return expression.kind === 'cast' ? withoutCast(expression.arg) : expression;
}
