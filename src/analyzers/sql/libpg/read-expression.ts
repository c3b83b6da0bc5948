import type { Span } from '../../span';
import type { ColumnExpression, ConstantExpression, Expression } from '../model';
import {
  closingIndex,
  isAt,
  nextParenthesis,
  qualifiedNameEnd,
  spanOfTokens,
  tokenIndexAt,
  tokenIndexBefore,
  withParentheses,
  wordAt,
} from '../token-text';
import { intervalFieldsEnd } from '../type-name-end';
import { readBooleanTest, readLogical, readNullTest, readOperator } from './read-operator';
import { readCall, readCallOf, readValueFunction } from './read-call';
import { countDepth } from '../nesting';
import { offsetOf, type ReadContext, readNameList, tokenOf } from './read-context';
import { readOpaque } from './read-opaque';
import { readSublink } from './read-sublink';
import { readTypeModifiers, readTypeName, typeNameEndOf } from './read-type-name';
import {
  bodiesAt,
  fieldsAt,
  flagAt,
  type Fields,
  integerAt,
  namesAt,
  nodeAt,
  nodesAt,
  textAt,
  type TreeNode,
} from './tree';

/** Any node that stands where an expression can. */
export function readExpression(node: TreeNode, context: ReadContext): Expression {
  countDepth(context, 1);
  const expression = readKind(node, context);
  countDepth(context, -1);
  return expression;
}

function readKind(node: TreeNode, context: ReadContext): Expression {
  const { type, fields } = node;
  switch (type) {
    case 'ColumnRef':
      return readColumn(fields, context);
    case 'ParamRef':
      return readParameter(fields, context);
    case 'A_Const':
      return readConstant(fields, context);
    case 'A_Expr':
      return readOperator(fields, context);
    case 'BoolExpr':
      return readLogical(fields, context);
    case 'NullTest':
      return readNullTest(fields, context);
    case 'BooleanTest':
      return readBooleanTest(fields, context);
    case 'FuncCall':
      return readCall(fields, context);
    case 'CoalesceExpr':
      return readCallOf('coalesce', fields, context);
    case 'MinMaxExpr':
      return readCallOf(textAt(fields, 'op') === 'IS_LEAST' ? 'least' : 'greatest', fields, context);
    case 'SQLValueFunction':
      return readValueFunction(fields, context);
    case 'TypeCast':
      return readCast(fields, context);
    case 'CollateClause':
      return readCollate(fields, context);
    case 'RowExpr':
      return readRow(fields, context);
    case 'A_ArrayExpr':
      return readArray(fields, context);
    case 'SubLink':
      return readSublink(fields, context);
    case 'CaseExpr':
      return readCase(fields, context);
    default:
      return readOpaque(node, context);
  }
}

export function readExpressionAt(
  fields: Fields,
  field: string,
  context: ReadContext,
): Expression | undefined {
  const node = nodeAt(fields, field);
  return node && readExpression(node, context);
}

export function readExpressionsAt(
  fields: Fields,
  field: string,
  context: ReadContext,
): readonly Expression[] {
  return nodesAt(fields, field).map((node) => readExpression(node, context));
}

function readColumn(fields: Fields, context: ReadContext): ColumnExpression {
  const names = namesAt(fields, 'fields');
  const qualifier = names.at(-2);
  const first = tokenOf(fields, context);
  return {
    kind: 'column',
    ...(qualifier !== undefined && { qualifier }),
    name: names.at(-1) ?? '',
    span: spanOfTokens(context, first, qualifiedNameEnd(context, first)),
  };
}

function readParameter(fields: Fields, context: ReadContext): Expression {
  const first = tokenOf(fields, context);
  return {
    kind: 'parameter',
    number: integerAt(fields, 'number'),
    span: spanOfTokens(context, first, first),
  };
}

function readConstant(fields: Fields, context: ReadContext): ConstantExpression {
  const value = constantValue(fields);
  return { kind: 'constant', ...value, span: constantSpan(fields, value.type, context) };
}

function constantValue(fields: Fields): Pick<ConstantExpression, 'type' | 'value'> {
  const integer = fieldsAt(fields, 'ival');
  if (integer) return { type: 'integer', value: String(integerAt(integer, 'ival')) };
  const float = fieldsAt(fields, 'fval');
  if (float) return numericValue(textAt(float, 'fval') ?? '');
  const string = fieldsAt(fields, 'sval');
  if (string) return { type: 'string', value: textAt(string, 'sval') ?? '' };
  const boolean = fieldsAt(fields, 'boolval');
  if (boolean) return { type: 'boolean', value: String(flagAt(boolean, 'boolval')) };
  const bits = fieldsAt(fields, 'bsval');
  if (bits) return { type: 'bit', value: textAt(bits, 'bsval') ?? '' };
  return { type: 'null', value: 'null' };
}

/** PostgreSQL's lexer gives whole numbers that do not fit in 32 bits as floats; the query says bigint. */
function numericValue(value: string): Pick<ConstantExpression, 'type' | 'value'> {
  return { type: /^[+-]?\d+$/.test(value) ? 'integer' : 'float', value };
}

/** The minus of a negative number belongs to it, and may have parentheses between: `-(1)`. */
function constantSpan(fields: Fields, type: ConstantExpression['type'], context: ReadContext): Span {
  const first = tokenOf(fields, context);
  let last = first;
  while (isAt(context, last, '-') || isAt(context, last, '(')) last++;
  // The tree puts every constant behind a minus at the minus.
  if (type !== 'integer' && type !== 'float') return spanOfTokens(context, last, last);
  const inner = spanOfTokens(context, last, last);
  const { end } = last > first ? withParentheses(context, inner) : inner;
  return { start: spanOfTokens(context, first, first).start, end };
}

function readCast(fields: Fields, context: ReadContext): Expression {
  const typeName = fieldsAt(fields, 'typeName') ?? {};
  const arg = readOperand(fields, 'arg', context);
  const modifiers = readTypeModifiers(typeName);
  return {
    kind: 'cast',
    arg,
    type: readTypeName(typeName),
    ...(modifiers && { modifiers }),
    span: castSpan(fields, typeName, arg.span, context),
  };
}

function castSpan(fields: Fields, typeName: Fields, arg: Span, context: ReadContext): Span {
  if (offsetOf(fields, context) === undefined) {
    // The cast of 3 in substring(x FOR 3) stands nowhere.
    if (offsetOf(typeName, context) === undefined) return arg;
    // interval '1' day: the type, the string, the fields of the interval
    const last = intervalFieldsEnd(context, tokenIndexBefore(context, arg.end));
    return spanOfTokens(context, tokenOf(typeName, context), last);
  }
  const first = tokenOf(fields, context);
  if (wordAt(context, first) === 'cast')
    return spanOfTokens(context, first, closingIndex(context, first + 1));
  const last = typeNameEndOf(typeName, context);
  return { start: withParentheses(context, arg).start, end: spanOfTokens(context, last, last).end };
}

function readCollate(fields: Fields, context: ReadContext): Expression {
  const arg = readOperand(fields, 'arg', context);
  const { name, schema } = readNameList(fields, 'collname');
  const last = qualifiedNameEnd(context, tokenOf(fields, context) + 1);
  return {
    kind: 'collate',
    arg,
    collation: name,
    ...(schema !== undefined && { schema }),
    span: { start: withParentheses(context, arg.span).start, end: spanOfTokens(context, last, last).end },
  };
}

function readRow(fields: Fields, context: ReadContext): Expression {
  const first = tokenOf(fields, context);
  const last = closingIndex(context, nextParenthesis(context, first));
  return {
    kind: 'row',
    args: readExpressionsAt(fields, 'args', context),
    span: spanOfTokens(context, first, last),
  };
}

function readArray(fields: Fields, context: ReadContext): Expression {
  const first = tokenOf(fields, context);
  const bracket = wordAt(context, first) === 'array' ? first + 1 : first;
  return {
    kind: 'array',
    elements: readExpressionsAt(fields, 'elements', context),
    span: spanOfTokens(context, first, closingIndex(context, bracket)),
  };
}

function readCase(fields: Fields, context: ReadContext): Expression {
  const first = tokenOf(fields, context);
  const arg = readExpressionAt(fields, 'arg', context);
  const whens = bodiesAt(fields, 'args', 'CaseWhen').map((when) => ({
    when: readOperand(when, 'expr', context),
    then: readOperand(when, 'result', context),
  }));
  const otherwise = readExpressionAt(fields, 'defresult', context);
  const lastChild = otherwise ?? whens.at(-1)?.then;
  const end = lastChild ? tokenIndexBefore(context, withParentheses(context, lastChild.span).end) + 1 : first;
  return {
    kind: 'case',
    ...(arg && { arg }),
    whens,
    ...(otherwise && { otherwise }),
    span: spanOfTokens(context, first, end),
  };
}

/** A field that the grammar always fills. What an impossible tree would leave out reads as an empty opaque expression. */
export function readOperand(fields: Fields, field: string, context: ReadContext): Expression {
  return (
    readExpressionAt(fields, field, context) ?? {
      kind: 'opaque',
      what: 'nothing',
      children: [],
      span: startOf(fields, context),
    }
  );
}

function startOf(fields: Fields, context: ReadContext): Span {
  const index = Math.max(0, tokenIndexAt(context, offsetOf(fields, context) ?? 0));
  return spanOfTokens(context, index, index);
}
