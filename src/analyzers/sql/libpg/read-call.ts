import { coveringSpan, type Span } from '../../span';
import type { CallExpression, Expression } from '../model';
import {
  closingIndex,
  isAt,
  isNameAt,
  nextParenthesis,
  spanOfTokens,
  withParentheses,
  wordAt,
} from '../token-text';
import { type ReadContext, readNameList, tokenOf } from './read-context';
import { readExpressionAt, readExpressionsAt } from './read-expression';
import { readOrderKeys } from './read-order-keys';
import { fieldsAt, type Fields, flagAt, textAt } from './tree';

const PLAIN = { star: false, distinct: false, windowed: false, orderBy: [] } as const;

export function readCall(fields: Fields, context: ReadContext): Expression {
  const args = readExpressionsAt(fields, 'args', context);
  const over = fieldsAt(fields, 'over');
  const filter = readExpressionAt(fields, 'agg_filter', context);
  const window = over && readWindow(over, context);
  return {
    kind: 'call',
    ...readNameList(fields, 'funcname'),
    args,
    star: flagAt(fields, 'agg_star'),
    distinct: flagAt(fields, 'agg_distinct'),
    windowed: over !== undefined,
    ...(window && window.length > 0 && { window }),
    ...(filter && { filter }),
    orderBy: readOrderKeys(fields, 'agg_order', context),
    span: callSpan(fields, args, context),
  };
}

/** What PARTITION BY, ORDER BY and the frame of a window read. */
export function readWindow(over: Fields, context: ReadContext): readonly Expression[] {
  return [
    ...readExpressionsAt(over, 'partitionClause', context),
    ...readOrderKeys(over, 'orderClause', context).map(({ expression }) => expression),
    ...['startOffset', 'endOffset'].flatMap((field) => readExpressionAt(over, field, context) ?? []),
  ];
}

/** COALESCE, GREATEST, LEAST: functions to their reader, nodes of their own to PostgreSQL. */
export function readCallOf(name: string, fields: Fields, context: ReadContext): CallExpression {
  const first = tokenOf(fields, context);
  return {
    kind: 'call',
    name,
    args: readExpressionsAt(fields, 'args', context),
    ...PLAIN,
    span: spanOfTokens(context, first, closingIndex(context, first + 1)),
  };
}

/** CURRENT_TIMESTAMP, LOCALTIME(0), CURRENT_USER, … */
export function readValueFunction(fields: Fields, context: ReadContext): Expression {
  const first = tokenOf(fields, context);
  const last = isAt(context, first + 1, '(') ? closingIndex(context, first + 1) : first;
  const name = (textAt(fields, 'op') ?? '').replace(/^SVFOP_/, '').replace(/_N$/, '');
  return {
    kind: 'call',
    name: name.toLowerCase(),
    args: [],
    ...PLAIN,
    span: spanOfTokens(context, first, last),
  };
}

function callSpan(fields: Fields, args: readonly Expression[], context: ReadContext): Span {
  const token = tokenOf(fields, context);
  const infix = infixSpan(token, args, context);
  if (infix) return infix;
  let last = closingIndex(context, nextParenthesis(context, token));
  if (wordAt(context, last + 1) === 'within') last = closingIndex(context, last + 3);
  if (wordAt(context, last + 1) === 'filter') last = closingIndex(context, last + 2);
  if (fieldsAt(fields, 'over'))
    last = isNameAt(context, last + 2) ? last + 2 : closingIndex(context, last + 2);
  return spanOfTokens(context, token, last);
}

/**
 * Forms that PostgreSQL reads as calls and that are written between or behind their arguments: AT TIME ZONE, OVERLAPS, IS NORMALIZED,
 * and the pattern of LIKE … ESCAPE and SIMILAR TO, whose location is that of the operator.
 */
function infixSpan(token: number, args: readonly Expression[], context: ReadContext): Span | undefined {
  const spans = args.map(({ span }) => withParentheses(context, span));
  const [span, ...rest] = spans;
  if (!span) return undefined;
  const all = coveringSpan(span, ...rest);
  switch (wordAt(context, token)) {
    case 'at': {
      const next = wordAt(context, token + 1);
      if (next === 'time') return all;
      // AT LOCAL has no second argument.
      return next === 'local' ? coveringSpan(all, spanOfTokens(context, token, token + 1)) : undefined;
    }
    case 'overlaps':
      return isAt(context, token - 1, ')')
        ? spanOfTokens(context, context.partners[token - 1] ?? token, closingIndex(context, token + 1))
        : undefined;
    case 'is': {
      let last = token;
      while (wordAt(context, last) !== 'normalized' && last < context.tokens.length) last++;
      return coveringSpan(all, spanOfTokens(context, token, last));
    }
    case 'like':
    case 'ilike':
    case 'similar':
    case 'not':
      return all;
    default:
      return undefined;
  }
}
