import { type Span } from '../../span';
import type { Expression } from '../model';
import {
  closingIndex,
  nextParenthesis,
  normalizedText,
  spanOfTokens,
  tokenIndexBefore,
  withParentheses,
  wordAt,
} from '../token-text';
import { readJsonAggregate } from './read-call';
import { type ReadContext, tokenOf } from './read-context';
import { readExpression } from './read-expression';
import { findExpressions } from './find-expressions';
import { readSelect } from './read-query';
import { fieldsAt, type Fields, nodeAt, type TreeNode } from './tree';

const AGGREGATES: Readonly<Record<string, string>> = {
  JsonObjectAgg: 'json_objectagg',
  JsonArrayAgg: 'json_arrayagg',
};

/** The parts of SQL/JSON that are more than a word with parentheses; `undefined` for any other node. */
export function readJson({ type, fields }: TreeNode, context: ReadContext): Expression | undefined {
  const aggregate = AGGREGATES[type];
  if (aggregate !== undefined) {
    const args = findExpressions(fieldsAt(fields, 'arg') ?? {}).map((node) => readExpression(node, context));
    return readJsonAggregate(aggregate, fields, args, context);
  }
  if (type === 'JsonArrayQueryConstructor') return readArrayQuery(fields, context);
  return type === 'JsonIsPredicate' ? readPredicate(fields, context) : undefined;
}

/** `JSON_ARRAY(SELECT …)`, which is to the query what ARRAY is. */
function readArrayQuery(fields: Fields, context: ReadContext): Expression {
  const first = tokenOf(fields, context);
  const open = nextParenthesis(context, first);
  const close = closingIndex(context, open);
  const query = readSelect(nodeAt(fields, 'query')?.fields ?? {}, { first: open, last: close }, context);
  return { kind: 'subquery', form: 'array', query, span: spanOfTokens(context, first, close) };
}

function readPredicate(fields: Fields, context: ReadContext): Expression {
  const children = findExpressions(fields).map((node) => readExpression(node, context));
  const arg = withParentheses(context, children[0]?.span ?? { start: 0, end: 0 });
  const span = { start: arg.start, end: predicateEnd(arg, context) };
  return {
    kind: 'opaque',
    what: 'json',
    text: normalizedText(context, { start: arg.end, end: span.end }),
    children,
    span,
  };
}

/** `x IS [NOT] JSON [OBJECT] [WITHOUT UNIQUE KEYS]` */
function predicateEnd(arg: Span, context: ReadContext): number {
  let last = tokenIndexBefore(context, arg.end) + 1;
  while (wordAt(context, last) !== 'json' && last + 1 < context.tokens.length) last++;
  if (/^(?:value|array|object|scalar)$/.test(wordAt(context, last + 1))) last++;
  if (/^with(?:out)?$/.test(wordAt(context, last + 1)) && wordAt(context, last + 2) === 'unique') last += 2;
  if (wordAt(context, last) === 'unique' && wordAt(context, last + 1) === 'keys') last++;
  return spanOfTokens(context, last, last).end;
}
