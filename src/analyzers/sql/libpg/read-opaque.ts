import { coveringSpan, type Span } from '../../span';
import type { Expression } from '../model';
import { closingIndex, isAt, spanOfTokens, tokenIndexBefore, withParentheses, wordAt } from '../token-text';
import { offsetOf, type ReadContext, tokenOf } from './read-context';
import { readExpression, readExpressionsAt, readOperand } from './read-expression';
import { type Fields, nodesAt, textAt, toNode, type TreeNode } from './tree';

/** What the model has no form for. Its children still count as read. */
export function readOpaque(node: TreeNode, context: ReadContext): Expression {
  const { type, fields } = node;
  if (type === 'A_Indirection') return readIndirection(fields, context);
  if (type === 'NamedArgExpr') return readOperand(fields, 'arg', context);
  const children =
    type === 'GroupingSet'
      ? readExpressionsAt(fields, 'content', context)
      : findExpressions(fields).map((child) => readExpression(child, context));
  const span = opaqueSpan(fields, children, context);
  const text = SAID_BY_WORD.has(type) ? undefined : context.text.slice(span.start, span.end);
  return { kind: 'opaque', what: nameOpaque(type, fields), ...(text && { text }), children, span };
}

const NAMES: Readonly<Record<string, string>> = {
  GroupingFunc: 'grouping',
  SetToDefault: 'default',
  CurrentOfExpr: 'current of',
  MergeSupportFunc: 'merge_action',
};

const SAID_BY_WORD = new Set([...Object.keys(NAMES), 'GroupingSet']);

const GROUPING_SETS: Readonly<Record<string, string>> = {
  GROUPING_SET_ROLLUP: 'rollup',
  GROUPING_SET_CUBE: 'cube',
};

function nameOpaque(type: string, fields: Fields): string {
  if (type === 'GroupingSet') return GROUPING_SETS[textAt(fields, 'kind') ?? ''] ?? 'grouping sets';
  if (type.startsWith('Json')) return 'json';
  if (type.startsWith('Xml') || type === 'RangeTableFunc') return 'xml';
  return NAMES[type] ?? type;
}

/** `(row).field`, `array[1]`, `array[1:2]`. */
function readIndirection(fields: Fields, context: ReadContext): Expression {
  const arg = readOperand(fields, 'arg', context);
  const subscripts = nodesAt(fields, 'indirection')
    .filter(({ type }) => type === 'A_Indices')
    .flatMap((indices) => ['lidx', 'uidx'].map((field) => toNode(indices.fields[field])))
    .filter((node) => node !== undefined)
    .map((node) => readExpression(node, context));
  const { start, end: argEnd } = withParentheses(context, arg.span);
  const end = indirectionEnd(argEnd, context);
  return {
    kind: 'opaque',
    what: 'indirection',
    text: context.text.slice(argEnd, end),
    children: [arg, ...subscripts],
    span: { start, end },
  };
}

function indirectionEnd(end: number, context: ReadContext): number {
  let last = tokenIndexBefore(context, end);
  for (;;) {
    if (isAt(context, last + 1, '[')) last = closingIndex(context, last + 1);
    else if (isAt(context, last + 1, '.')) last += 2;
    else return spanOfTokens(context, last, last).end;
  }
}

const EXPRESSIONS = new Set(
  `A_ArrayExpr A_Const A_Expr A_Indirection BoolExpr BooleanTest CaseExpr CoalesceExpr CollateClause ColumnRef FuncCall GroupingFunc
  MinMaxExpr NullTest ParamRef RowExpr SQLValueFunction SubLink TypeCast XmlExpr`.split(/\s+/),
);

/** The outermost expressions anywhere below, in the order of the tree. */
function findExpressions(fields: Fields): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const pending: unknown[] = [fields];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const node = toNode(value);
    if (node && EXPRESSIONS.has(node.type)) found.push(node);
    else if (typeof value === 'object' && value !== null) pending.push(...Object.values<unknown>(value).reverse());
  }
  return found;
}

/** From its word to the parenthesis that it opens, its children included. */
function opaqueSpan(fields: Fields, children: readonly Expression[], context: ReadContext): Span {
  const spans = children.map(({ span }) => withParentheses(context, span));
  if (offsetOf(fields, context) === undefined || fields['location'] === undefined) {
    const [first, ...rest] = spans;
    return first ? coveringSpan(first, ...rest) : { start: 0, end: 0 };
  }
  const token = tokenOf(fields, context);
  if (wordAt(context, token) === 'is') {
    // x IS NOT DOCUMENT
    const last = token + (wordAt(context, token + 1) === 'not' ? 2 : 1);
    return coveringSpan(spanOfTokens(context, token, last), ...spans);
  }
  const open = [token, token + 1, token + 2].find((index) => isAt(context, index, '('));
  const last = open === undefined ? token : closingIndex(context, open);
  return coveringSpan(spanOfTokens(context, token, last), ...spans);
}
