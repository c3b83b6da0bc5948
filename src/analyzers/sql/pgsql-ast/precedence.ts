import type { Expression } from '../model';
import { isAt, withParentheses, wordAt } from '../token-text';
import { type AstContext, notRead, tokenAhead, tokenBehind } from './ast-context';

/** How tightly PostgreSQL's operators bind, the loosest first (manual, "Operator Precedence"). */
const LEVEL = {
  or: 1,
  and: 2,
  not: 3,
  test: 4,
  comparison: 5,
  membership: 6,
  other: 7,
  sum: 8,
  product: 9,
  power: 10,
  zone: 11,
  sign: 12,
  cast: 13,
  whole: 14,
} as const;

const OPERATOR_LEVELS: Readonly<Record<string, number>> = {
  '=': LEVEL.comparison,
  '<>': LEVEL.comparison,
  '<': LEVEL.comparison,
  '>': LEVEL.comparison,
  '<=': LEVEL.comparison,
  '>=': LEVEL.comparison,
  '~~': LEVEL.membership,
  '!~~': LEVEL.membership,
  '~~*': LEVEL.membership,
  '!~~*': LEVEL.membership,
  '+': LEVEL.sum,
  '-': LEVEL.sum,
  '*': LEVEL.product,
  '/': LEVEL.product,
  '%': LEVEL.product,
  '^': LEVEL.power,
};

function levelOf(expression: Expression, context: AstContext): number {
  switch (expression.kind) {
    case 'or':
    case 'and':
    case 'not':
      return LEVEL[expression.kind];
    case 'null-test':
      return LEVEL.test;
    case 'opaque':
      return expression.what.startsWith('is ') ? LEVEL.test : LEVEL.whole;
    case 'operator':
      if (expression.left) return OPERATOR_LEVELS[expression.operator] ?? LEVEL.other;
      return /^[-+]$/.test(expression.operator) ? LEVEL.sign : LEVEL.other;
    case 'in-list':
    case 'between':
      return LEVEL.membership;
    case 'array-comparison':
      return OPERATOR_LEVELS[expression.operator] ?? LEVEL.other;
    case 'subquery':
      return expression.left ? LEVEL.comparison : LEVEL.whole;
    case 'call':
      return isInfix(expression, context) ? LEVEL.zone : LEVEL.whole;
    case 'constant':
      return expression.value.startsWith('-') && expression.type !== 'string' ? LEVEL.sign : LEVEL.whole;
    case 'cast':
      return isInfix(expression, context) ? LEVEL.cast : LEVEL.whole;
    default:
      return LEVEL.whole;
  }
}

/** `x AT TIME ZONE y` and `x::type`, as against `timezone(y, x)` and `CAST (x AS type)`. */
function isInfix(expression: Extract<Expression, { kind: 'call' | 'cast' }>, context: AstContext): boolean {
  if (expression.kind === 'call' && expression.name !== 'timezone') return false;
  const arg = expression.kind === 'cast' ? expression.arg : expression.args[1];
  if (!arg) return false;
  const behind = tokenBehind(arg.span, context);
  return isAt(context, behind, '::') || wordAt(context, behind) === 'at';
}

function isBare({ span }: Expression, context: AstContext): boolean {
  return withParentheses(context, span).start === span.start;
}

/** The grammar gives `||` and some others a place of their own: a tree that PostgreSQL would not build is not read. */
export function checkPrecedence(expression: Expression, context: AstContext): void {
  const level = levelOf(expression, context);
  const [left, right] = operandsOf(expression, context);
  const isLoose = (operand: Expression | undefined, atLeast: number): boolean =>
    operand !== undefined && isBare(operand, context) && levelOf(operand, context) < atLeast;
  // Comparisons and memberships do not chain; other operators do from the left.
  const chains = level !== LEVEL.comparison && level !== LEVEL.membership;
  if (isLoose(left, chains ? level : level + 1) || isLoose(right, level + (left ? 1 : 0)))
    notRead('the order of the operators');
}

function operandsOf(
  expression: Expression,
  context: AstContext,
): readonly [Expression | undefined, Expression | undefined] {
  switch (expression.kind) {
    case 'operator':
      return [expression.left, expression.right];
    case 'and':
    case 'or':
      return [undefined, undefined];
    case 'not':
      return [undefined, expression.args[0]];
    case 'null-test':
    case 'between':
      return [expression.arg, undefined];
    case 'opaque':
      return [expression.children[0], undefined];
    case 'in-list':
    case 'array-comparison':
    case 'subquery':
      return [expression.left, undefined];
    case 'cast':
      return [isInfix(expression, context) ? expression.arg : undefined, undefined];
    case 'call':
      return isInfix(expression, context) ? [expression.args[1], expression.args[0]] : [undefined, undefined];
    default:
      return [undefined, undefined];
  }
}

/** The operator's token stands alone between its operands: `?-` is read as `?` and a minus otherwise. */
export function checkOperator(
  operator: string,
  left: Expression,
  right: Expression,
  context: AstContext,
): void {
  const token = tokenBehind(left.span, context);
  const isAlone = tokenAhead(right.span, context) === token;
  const isSame = isAt(context, token, operator) || (operator === '<>' && isAt(context, token, '!='));
  if (!isAlone || !isSame) notRead('an operator');
}
