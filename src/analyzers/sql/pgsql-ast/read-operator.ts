import type { Expr, ExprBinary, ExprMember, ExprUnary } from 'pgsql-ast-parser';
import { coveringSpan, type Span } from '../../span';
import type { CallExpression, ConstantExpression, Expression } from '../model';
import { balancedSpan, closingIndex, isAt, withParentheses, wordAt } from '../token-text';
import { type AstContext, notRead, spanOfToken, tokenAhead, tokenBehind } from './ast-context';
import { checkOperator } from './precedence';
import { readNumber } from './read-constant';
import { readExpression, readExpressions } from './read-expression';
import { isSelect, readComparedSelect } from './read-subquery';

const OPERATORS: Readonly<Record<string, string>> = {
  '!=': '<>',
  LIKE: '~~',
  'NOT LIKE': '!~~',
  ILIKE: '~~*',
  'NOT ILIKE': '!~~*',
};

export function readBinary(node: ExprBinary, context: AstContext): Expression {
  switch (node.op) {
    case 'AND':
    case 'OR':
      return readLogical(node, node.op, context);
    case 'IN':
    case 'NOT IN':
      return readIn(node, node.op === 'NOT IN', context);
    case 'AT TIME ZONE':
      return readTimeZone(node, context);
    default: {
      const operator = OPERATORS[node.op] ?? node.op;
      return readQuantified(node, operator, context) ?? readPlain(node, operator, context);
    }
  }
}

function readPlain(node: ExprBinary, operator: string, context: AstContext): Expression {
  const left = readExpression(node.left, context);
  const right = readExpression(node.right, context);
  if (!WORD_OPERATORS.has(operator)) checkOperator(operator, left, right, context);
  return { kind: 'operator', operator, left, right, span: between(left, right, context) };
}

const WORD_OPERATORS = new Set(['~~', '!~~', '~~*', '!~~*']);

function between(left: Expression, right: Expression, context: AstContext): Span {
  return coveringSpan(withParentheses(context, left.span), withParentheses(context, right.span));
}

/** The left spine is read in a loop: a chain of a thousand conditions is one flat AND. */
function readLogical(node: ExprBinary, op: 'AND' | 'OR', context: AstContext): Expression {
  const nodes: Expr[] = [];
  let left: Expr = node;
  while (left.type === 'binary' && left.op === op) {
    nodes.unshift(left.right);
    left = left.left;
  }
  const kind = op === 'AND' ? 'and' : 'or';
  const written = readExpressions([left, ...nodes], context);
  const args = written.flatMap((arg) => (arg.kind === kind ? arg.args : [arg]));
  const [first, ...rest] = written.map(({ span }) => withParentheses(context, span));
  const span = first ? coveringSpan(first, ...rest) : notRead('an empty condition');
  return { kind, args, span: balancedSpan(context, span) };
}

function readIn(node: ExprBinary, negated: boolean, context: AstContext): Expression {
  const left = readExpression(node.left, context);
  const word = tokenBehind(left.span, context) + (negated ? 1 : 0);
  if (wordAt(context, word) !== 'in') return notRead('IN that is not where it should be');
  const open = word + 1;
  const { start } = withParentheses(context, left.span);
  const span = { start, end: spanOfToken(closingIndex(context, open), context).end };
  if (isSelect(node.right)) {
    const subquery = readComparedSelect(
      node.right,
      { form: 'any', left, operator: '=', open, span },
      context,
    );
    return negated ? { kind: 'not', args: [subquery], span } : subquery;
  }
  const list = node.right.type === 'list' ? node.right.expressions : [node.right];
  return { kind: 'in-list', left, list: readExpressions(list, context), negated, span };
}

/** `= ANY (…)` comes as a call of a function with that name. */
function readQuantified(node: ExprBinary, operator: string, context: AstContext): Expression | undefined {
  const { right } = node;
  if (right.type !== 'call' || !/^(?:any|some|all)$/.test(right.function.name)) return undefined;
  const [arg, ...others] = right.args;
  if (!arg || others.length > 0) return notRead('ANY of several arguments');
  const left = readExpression(node.left, context);
  const quantifier = right.function.name === 'all' ? 'all' : 'any';
  const open = tokenBehind(left.span, context) + 2;
  if (!isAt(context, open, '(')) return notRead('ANY that is not where it should be');
  const { start } = withParentheses(context, left.span);
  const span = { start, end: spanOfToken(closingIndex(context, open), context).end };
  if (isSelect(arg))
    return readComparedSelect(arg, { form: quantifier, left, operator, open, span }, context);
  return { kind: 'array-comparison', operator, quantifier, left, right: readExpression(arg, context), span };
}

function readTimeZone(node: ExprBinary, context: AstContext): CallExpression {
  const value = readExpression(node.left, context);
  const zone = readExpression(node.right, context);
  return {
    kind: 'call',
    name: 'timezone',
    args: [zone, value],
    star: false,
    distinct: false,
    windowed: false,
    orderBy: [],
    span: between(value, zone, context),
  };
}

/** `->` and `->>` with a constant behind them. */
export function readMember(node: ExprMember, context: AstContext): Expression {
  const left = readExpression(node.operand, context);
  const token = tokenBehind(left.span, context) + 1;
  const right: ConstantExpression =
    typeof node.member === 'number'
      ? readNumber(token, context)
      : { kind: 'constant', type: 'string', value: node.member, span: spanOfToken(token, context) };
  return { kind: 'operator', operator: node.op, left, right, span: between(left, right, context) };
}

export function readUnary(node: ExprUnary, context: AstContext): Expression {
  const arg = readExpression(node.operand, context);
  const outer = withParentheses(context, arg.span);
  switch (node.op) {
    case 'NOT':
    case '-':
    case '+':
      return readPrefix(
        node.op,
        arg,
        coveringSpan(spanOfToken(tokenAhead(arg.span, context), context), outer),
      );
    case 'IS NULL':
    case 'IS NOT NULL':
      return {
        kind: 'null-test',
        arg,
        negated: node.op === 'IS NOT NULL',
        span: coveringSpan(outer, spanOfToken(testEnd(arg, context), context)),
      };
    default:
      return {
        kind: 'opaque',
        what: node.op.toLowerCase(),
        children: [arg],
        span: coveringSpan(outer, spanOfToken(testEnd(arg, context), context)),
      };
  }
}

function readPrefix(op: 'NOT' | '-' | '+', arg: Expression, span: Span): Expression {
  if (op === 'NOT') return { kind: 'not', args: [arg], span };
  // PostgreSQL's grammar makes a negative number of a minus and a number.
  if (op === '-' && arg.kind === 'constant' && (arg.type === 'integer' || arg.type === 'float')) {
    const value = arg.value.startsWith('-') ? arg.value.slice(1) : `-${arg.value}`;
    return { ...arg, value, span };
  }
  return { kind: 'operator', operator: op, right: arg, span };
}

/** The last word of `IS NOT NULL`; `ISNULL` is one word. */
function testEnd(arg: Expression, context: AstContext): number {
  const word = tokenBehind(arg.span, context);
  if (wordAt(context, word) !== 'is') return word;
  return word + (wordAt(context, word + 1) === 'not' ? 2 : 1);
}
