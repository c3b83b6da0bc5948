import type {
  Expr,
  ExprArrayIndex,
  ExprCase,
  ExprCast,
  ExprList,
  ExprRef,
  ExprTernary,
} from 'pgsql-ast-parser';
import { coveringSpan, type Span } from '../../span';
import type { Expression, OpaqueExpression } from '../model';
import { countDepth } from '../nesting';
import {
  closingIndex,
  isAt,
  normalizedText,
  qualifiedNameEnd,
  spanOfTokens,
  withParentheses,
  wordAt,
} from '../token-text';
import { typeNameEnd } from '../type-name-end';
import { type AstContext, firstToken, notRead, spanOfToken, tokenBehind } from './ast-context';
import { checkPrecedence } from './precedence';
import { readCall, readExtract, readOverlay, readSubstring, readValueKeyword } from './read-call';
import { readConstant } from './read-constant';
import { readBinary, readMember, readUnary } from './read-operator';
import { readArraySelect, readScalarSelect } from './read-subquery';
import { readTypeModifiers, readTypeName } from './read-type-name';

export function readExpression(node: Expr, context: AstContext): Expression {
  countDepth(context, 1);
  const expression = readKind(node, context);
  checkPrecedence(expression, context);
  countDepth(context, -1);
  return expression;
}

export function readExpressions(
  nodes: readonly Expr[] | null | undefined,
  context: AstContext,
): readonly Expression[] {
  return (nodes ?? []).map((node) => readExpression(node, context));
}

function readKind(node: Expr, context: AstContext): Expression {
  switch (node.type) {
    case 'ref':
      return readReference(node, context);
    case 'parameter':
      return readParameter(node.name, firstToken(node, context), context);
    case 'integer':
    case 'numeric':
    case 'string':
    case 'boolean':
    case 'null':
      return readConstant(node, context);
    case 'binary':
      return readBinary(node, context);
    case 'member':
      return readMember(node, context);
    case 'unary':
      return readUnary(node, context);
    case 'ternary':
      return readBetween(node, context);
    case 'cast':
      return readCast(node, context);
    case 'case':
      return readCase(node, context);
    case 'list':
      return readRow(node.expressions, context);
    case 'array':
      return readArray(node, context);
    case 'arrayIndex':
      return readSubscripts(node, context);
    default:
      return readFunctionLike(node, context);
  }
}

function readFunctionLike(node: Expr, context: AstContext): Expression {
  switch (node.type) {
    case 'call':
      return readCall(node, context);
    case 'extract':
      return readExtract(node, context);
    case 'substring':
      return readSubstring(node, context);
    case 'overlay':
      return readOverlay(node, context);
    case 'keyword':
      return readValueKeyword(node.keyword, firstToken(node, context), context);
    case 'default':
      return {
        kind: 'opaque',
        what: 'default',
        children: [],
        span: spanOfToken(firstToken(node, context), context),
      };
    case 'array select':
      return readArraySelect(node, context);
    case 'select':
    case 'values':
    case 'union':
    case 'union all':
    case 'with':
    case 'with recursive':
      return readScalarSelect(node, context);
    default:
      return notRead(node.type);
  }
}

function readReference(node: ExprRef, context: AstContext): Expression {
  const first = firstToken(node, context);
  return {
    kind: 'column',
    ...(node.table && { qualifier: node.table.name }),
    name: node.name,
    span: spanOfTokens(context, first, qualifiedNameEnd(context, first)),
  };
}

function readParameter(name: string, token: number, context: AstContext): Expression {
  if (!/^\$\d+$/.test(name)) return notRead('a named parameter');
  return { kind: 'parameter', number: Number(name.slice(1)), span: spanOfToken(token, context) };
}

function readBetween(node: ExprTernary, context: AstContext): Expression {
  const arg = readExpression(node.value, context);
  const high = readExpression(node.hi, context);
  return {
    kind: 'between',
    arg,
    low: readExpression(node.lo, context),
    high,
    negated: node.op === 'NOT BETWEEN',
    symmetric: false,
    span: coveringSpan(withParentheses(context, arg.span), withParentheses(context, high.span)),
  };
}

function readCast(node: ExprCast, context: AstContext): Expression {
  const arg = readExpression(node.operand, context);
  const modifiers = readTypeModifiers(node.to);
  return {
    kind: 'cast',
    arg,
    type: readTypeName(node.to),
    ...(modifiers && { modifiers }),
    span: castSpan(node, arg.span, context),
  };
}

/** `x::type`, `CAST (x AS type)`, `type 'x'`. */
function castSpan(node: ExprCast, arg: Span, context: AstContext): Span {
  const behind = tokenBehind(arg, context);
  const isBefore = (node.to._location?.start ?? arg.end) < arg.start;
  if (!isBefore && context.text.startsWith('::', spanOfToken(behind, context).start)) {
    const last = typeNameEnd(context, behind + 1);
    return { start: withParentheses(context, arg).start, end: spanOfToken(last, context).end };
  }
  const token = firstToken(node, context);
  if (wordAt(context, token) === 'cast')
    return spanOfTokens(context, token, closingIndex(context, token + 1));
  // The place of `timestamp with time zone '…'` is that of its second word.
  const first = /^with(?:out)?$/.test(wordAt(context, token)) ? token - 1 : token;
  return { start: spanOfToken(first, context).start, end: arg.end };
}

function readCase(node: ExprCase, context: AstContext): Expression {
  const whens = node.whens.map(({ when, value }) => ({
    when: readExpression(when, context),
    then: readExpression(value, context),
  }));
  const otherwise = node.else ? readExpression(node.else, context) : undefined;
  const lastChild = otherwise ?? whens.at(-1)?.then ?? notRead('a CASE without branches');
  const first = firstToken(node, context);
  return {
    kind: 'case',
    ...(node.value && { arg: readExpression(node.value, context) }),
    whens,
    ...(otherwise && { otherwise }),
    span: spanOfTokens(context, first, tokenBehind(lastChild.span, context)),
  };
}

/** `(a, b)`: the tree's place leaves the parentheses out. */
function readRow(nodes: readonly Expr[], context: AstContext): Expression {
  const args = readExpressions(nodes, context);
  const [first] = args;
  if (!first || args.length === 1) return notRead('a list in parentheses');
  const open = tokenBeforeItem(first.span, context);
  return { kind: 'row', args, span: spanOfTokens(context, open, closingIndex(context, open)) };
}

/** The bracket that opens a list of several items, of which the first has this span. */
export function tokenBeforeItem(first: Span, context: AstContext): number {
  const { start } = withParentheses(context, first);
  return tokenBehind({ start, end: start }, context) - 1;
}

/** The place of an array inside an array is not that of its bracket. */
function readArray(node: ExprList, context: AstContext): Expression {
  const elements = readExpressions(node.expressions, context);
  const [element] = elements;
  const bracket = element ? tokenBeforeItem(element.span, context) : firstToken(node, context) + 1;
  if (!isAt(context, bracket, '[')) return notRead('an array without a bracket');
  const first = wordAt(context, bracket - 1) === 'array' ? bracket - 1 : bracket;
  return { kind: 'array', elements, span: spanOfTokens(context, first, closingIndex(context, bracket)) };
}

/** `a[1][2]` is one expression with two subscripts, as PostgreSQL has it. */
function readSubscripts(node: ExprArrayIndex, context: AstContext): OpaqueExpression {
  const inner =
    node.array.type === 'arrayIndex'
      ? readSubscripts(node.array, context)
      : readExpression(node.array, context);
  const { start, end: argEnd } = withParentheses(context, inner.span);
  const isNested = node.array.type === 'arrayIndex' && inner.kind === 'opaque' && start === inner.span.start;
  const open = tokenBehind(inner.span, context);
  const { end } = spanOfToken(closingIndex(context, open), context);
  const children = isNested ? inner.children : [inner];
  return {
    kind: 'opaque',
    what: 'indirection',
    text: [isNested ? inner.text : undefined, normalizedText(context, { start: argEnd, end })]
      .filter((part) => part !== undefined)
      .join(' '),
    children: [...children, readExpression(node.index, context)],
    span: { start, end },
  };
}
