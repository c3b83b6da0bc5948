import { coveringSpan, type Span } from '../../span';
import type { Expression } from '../model';
import {
  closingIndex,
  isAt,
  normalizedText,
  spanOfTokens,
  tokenIndexBefore,
  withParentheses,
  wordAt,
} from '../token-text';
import { offsetOf, type ReadContext, tokenOf } from './read-context';
import { readExpression, readExpressionsAt, readOperand } from './read-expression';
import { findExpressions } from './find-expressions';
import { readJson } from './read-json';
import { type Fields, nodesAt, textAt, toNode, type TreeNode } from './tree';

/** What the model has no form for. Its children still count as read. */
export function readOpaque(node: TreeNode, context: ReadContext): Expression {
  const { type, fields } = node;
  if (type === 'A_Indirection') return readIndirection(fields, context);
  const json = readJson(node, context);
  if (json) return json;
  const children =
    type === 'GroupingSet'
      ? readExpressionsAt(fields, 'content', context)
      : findExpressions(fields).map((child) => readExpression(child, context));
  const span = type === 'CurrentOfExpr' ? currentOfSpan(context) : opaqueSpan(fields, children, context);
  const text = SAID_BY_WORD.has(type) ? undefined : normalizedText(context, span);
  return { kind: 'opaque', what: nameOpaque(type, fields), ...(text && { text }), children, span };
}

const NAMES: Readonly<Record<string, string>> = {
  GroupingFunc: 'grouping',
  SetToDefault: 'default',
  CurrentOfExpr: 'current of',
  NamedArgExpr: 'named argument',
  MergeSupportFunc: 'merge_action',
};

const SAID_BY_WORD = new Set(['GroupingFunc', 'SetToDefault', 'MergeSupportFunc', 'GroupingSet']);

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
    text: normalizedText(context, { start: argEnd, end }),
    children: [arg, ...subscripts],
    span: { start, end },
  };
}

/** `WHERE CURRENT OF cursor` has no place in the tree, and nothing stands behind it but RETURNING. */
function currentOfSpan(context: ReadContext): Span {
  const first = context.tokens.findIndex(
    (_, index) => wordAt(context, index) === 'current' && wordAt(context, index + 1) === 'of',
  );
  return spanOfTokens(context, first, first + 2);
}

function indirectionEnd(end: number, context: ReadContext): number {
  let last = tokenIndexBefore(context, end);
  for (;;) {
    if (isAt(context, last + 1, '[')) last = closingIndex(context, last + 1);
    else if (isAt(context, last + 1, '.')) last += 2;
    else return spanOfTokens(context, last, last).end;
  }
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
