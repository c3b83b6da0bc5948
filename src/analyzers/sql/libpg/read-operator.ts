import { coveringSpan, type Span } from '../../span';
import type { Expression } from '../model';
import {
  balancedSpan,
  closingIndex,
  nextParenthesis,
  spanOfTokens,
  type TokenText,
  withParentheses,
  wordAt,
} from '../token-text';
import { type ReadContext, readNameList, tokenOf } from './read-context';
import { readExpression, readExpressionAt, readExpressionsAt, readOperand } from './read-expression';
import { type Fields, integerAt, nodeAt, nodesAt, textAt } from './tree';

/** A_Expr: operators, and what PostgreSQL builds from them. */
export function readOperator(fields: Fields, context: ReadContext): Expression {
  const kind = textAt(fields, 'kind');
  const name = operatorName(fields);
  switch (kind) {
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return readArrayComparison(fields, name, kind === 'AEXPR_OP_ANY' ? 'any' : 'all', context);
    case 'AEXPR_IN':
      return readInList(fields, name, context);
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return readBetween(fields, kind, context);
    case 'AEXPR_NULLIF':
      return readNullif(fields, context);
    case 'AEXPR_DISTINCT':
      return readBinary(fields, 'is distinct from', context);
    case 'AEXPR_NOT_DISTINCT':
      return readBinary(fields, 'is not distinct from', context);
    default:
      // LIKE, ILIKE and SIMILAR TO stand there under the names of their operators.
      return readBinary(fields, name, context);
  }
}

/** `schema.+` for OPERATOR(schema.+), unless it is PostgreSQL's own. */
export function operatorName(fields: Fields, field = 'name'): string {
  const { schema, name } = readNameList(fields, field);
  return schema === undefined ? name : `${schema}.${name}`;
}

function readBinary(fields: Fields, operator: string, context: ReadContext): Expression {
  const left = readExpressionAt(fields, 'lexpr', context);
  const right = readOperand(fields, 'rexpr', context);
  const token = tokenOf(fields, context);
  const spans = [right, ...(left ? [left] : [])].map(({ span }) => withParentheses(context, span));
  return {
    kind: 'operator',
    operator,
    ...(left && { left }),
    right,
    span: coveringSpan(spanOfTokens(context, token, token), ...spans),
  };
}

function readArrayComparison(
  fields: Fields,
  operator: string,
  quantifier: 'any' | 'all',
  context: ReadContext,
): Expression {
  const left = readOperand(fields, 'lexpr', context);
  const right = readOperand(fields, 'rexpr', context);
  const close = closingIndex(context, quantifierParenthesis(context, tokenOf(fields, context)));
  return {
    kind: 'array-comparison',
    operator,
    quantifier,
    left,
    right,
    span: coveringSpan(withParentheses(context, left.span), spanOfTokens(context, close, close)),
  };
}

/** The parenthesis behind ANY, SOME or ALL. */
export function quantifierParenthesis(source: TokenText, operator: number): number {
  let index = operator;
  while (index < source.tokens.length && !/^(?:any|some|all)$/.test(wordAt(source, index))) index++;
  return nextParenthesis(source, index);
}

function readInList(fields: Fields, name: string, context: ReadContext): Expression {
  const left = readOperand(fields, 'lexpr', context);
  const list = nodeAt(fields, 'rexpr');
  const close =
    integerAt(fields, 'rexpr_list_end') > 0
      ? tokenOf(fields, context, 'rexpr_list_end')
      : closingIndex(context, nextParenthesis(context, tokenOf(fields, context)));
  return {
    kind: 'in-list',
    left,
    list: list ? readExpressionsAt(list.fields, 'items', context) : [],
    negated: name === '<>',
    span: coveringSpan(withParentheses(context, left.span), spanOfTokens(context, close, close)),
  };
}

function readBetween(fields: Fields, kind: string, context: ReadContext): Expression {
  const arg = readOperand(fields, 'lexpr', context);
  const [low, high] = readExpressionsAt(nodeAt(fields, 'rexpr')?.fields ?? {}, 'items', context);
  if (!low || !high) return arg;
  return {
    kind: 'between',
    arg,
    low,
    high,
    negated: kind.startsWith('AEXPR_NOT'),
    symmetric: kind.endsWith('SYM'),
    span: coveringSpan(withParentheses(context, arg.span), withParentheses(context, high.span)),
  };
}

function readNullif(fields: Fields, context: ReadContext): Expression {
  const first = tokenOf(fields, context);
  return {
    kind: 'call',
    name: 'nullif',
    args: [readOperand(fields, 'lexpr', context), readOperand(fields, 'rexpr', context)],
    star: false,
    distinct: false,
    windowed: false,
    orderBy: [],
    span: spanOfTokens(context, first, closingIndex(context, first + 1)),
  };
}

/** AND, OR, NOT. */
export function readLogical(fields: Fields, context: ReadContext): Expression {
  const operator = textAt(fields, 'boolop');
  const kind = operator === 'AND_EXPR' ? 'and' : operator === 'OR_EXPR' ? 'or' : 'not';
  const written = nodesAt(fields, 'args').map((node) => readExpression(node, context));
  // `a AND (b AND c)` comes as two levels, `a AND b AND c` as one.
  const args = written.flatMap((arg) => (kind !== 'not' && arg.kind === kind ? arg.args : [arg]));
  const token = tokenOf(fields, context);
  const [arg] = written;
  // NOT IN, IS NOT JSON, IS NOT DOCUMENT: the word stands inside.
  const word = spanOfTokens(context, token, token);
  if (kind === 'not' && arg && arg.span.start <= word.start) return { kind, args, span: arg.span };
  const spans = written.map(({ span }) => withParentheses(context, span));
  return { kind, args, span: balancedSpan(context, coveringSpan(word, ...spans)) };
}

/** IS [NOT] NULL, ISNULL, NOTNULL. */
export function readNullTest(fields: Fields, context: ReadContext): Expression {
  const arg = readOperand(fields, 'arg', context);
  return {
    kind: 'null-test',
    arg,
    negated: textAt(fields, 'nulltesttype') === 'IS_NOT_NULL',
    span: testSpan(fields, arg, context),
  };
}

/** IS [NOT] TRUE, FALSE, UNKNOWN. */
export function readBooleanTest(fields: Fields, context: ReadContext): Expression {
  const arg = readOperand(fields, 'arg', context);
  return {
    kind: 'opaque',
    what: (textAt(fields, 'booltesttype') ?? '').toLowerCase().replaceAll('_', ' '),
    children: [arg],
    span: testSpan(fields, arg, context),
  };
}

/** From the operand to the last word of `IS NOT x`; `ISNULL` is one word. */
function testSpan(fields: Fields, arg: Expression, context: ReadContext): Span {
  let last = tokenOf(fields, context);
  if (wordAt(context, last) === 'is') last += wordAt(context, last + 1) === 'not' ? 2 : 1;
  return coveringSpan(withParentheses(context, arg.span), spanOfTokens(context, last, last));
}
