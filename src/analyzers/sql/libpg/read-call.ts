import { coveringSpan, type Span } from '../../span';
import type { CallExpression, Expression } from '../model';
import {
  closingIndex,
  isAt,
  isNameAt,
  nextParenthesis,
  spanOfTokens,
  tokenIndexAt,
  withParentheses,
  wordAt,
} from '../token-text';
import { isWritten, type ReadContext, readNameList, tokenOf } from './read-context';
import { readExpression, readExpressionAt, readExpressionsAt } from './read-expression';
import { readOrderKeys } from './read-order-keys';
import { fieldsAt, type Fields, flagAt, integerAt, nodesAt, textAt } from './tree';

const PLAIN = { star: false, distinct: false, windowed: false, orderBy: [] } as const;

export function readCall(fields: Fields, context: ReadContext): Expression {
  const args = readArguments(fields, context);
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

/** `substring(x FOR 3)` has a third argument, 1, that PostgreSQL adds: its span is empty, behind the argument before it. */
function readArguments(fields: Fields, context: ReadContext): readonly Expression[] {
  let end = 0;
  const args = nodesAt(fields, 'args').map((node): Expression => {
    const arg = readExpression(node, context);
    const span = isWritten(node) ? arg.span : { start: end, end };
    end = span.end;
    return { ...arg, span };
  });
  const last = args.at(-1);
  return flagAt(fields, 'func_variadic') && last ? [...args.slice(0, -1), variadic(last, context)] : args;
}

/** `VARIADIC array`: the array's elements are the arguments. */
function variadic(arg: Expression, context: ReadContext): Expression {
  const { start, end } = withParentheses(context, arg.span);
  const word = tokenIndexAt(context, start) - 1;
  return {
    kind: 'opaque',
    what: 'variadic',
    children: [arg],
    span: { start: spanOfTokens(context, word, word).start, end },
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
    args: readPrecision(fields, first, context),
    ...PLAIN,
    span: spanOfTokens(context, first, last),
  };
}

/** Of `current_timestamp(0)`; the tree has it as a type modifier. */
function readPrecision(fields: Fields, first: number, context: ReadContext): readonly Expression[] {
  if (!isAt(context, first + 1, '(')) return [];
  const span = spanOfTokens(context, first + 2, first + 2);
  return [{ kind: 'constant', type: 'integer', value: String(integerAt(fields, 'typmod')), span }];
}

function callSpan(fields: Fields, args: readonly Expression[], context: ReadContext): Span {
  const token = tokenOf(fields, context);
  const infix = infixSpan(token, args, context);
  if (infix) return infix;
  return spanOfTokens(context, token, callEnd(token, fieldsAt(fields, 'over') !== undefined, context));
}

/** The last token of a call with its WITHIN GROUP, FILTER and OVER. */
function callEnd(first: number, windowed: boolean, context: ReadContext): number {
  let last = closingIndex(context, nextParenthesis(context, first));
  if (wordAt(context, last + 1) === 'within') last = closingIndex(context, last + 3);
  if (wordAt(context, last + 1) === 'filter') last = closingIndex(context, last + 2);
  if (!windowed) return last;
  return isNameAt(context, last + 2) ? last + 2 : closingIndex(context, last + 2);
}

/** JSON_OBJECTAGG and JSON_ARRAYAGG, with what stands in their parentheses as arguments. */
export function readJsonAggregate(
  name: string,
  fields: Fields,
  args: readonly Expression[],
  context: ReadContext,
): CallExpression {
  const constructor = fieldsAt(fields, 'constructor') ?? {};
  const over = fieldsAt(constructor, 'over');
  const filter = readExpressionAt(constructor, 'agg_filter', context);
  const window = over && readWindow(over, context);
  const first = tokenOf(constructor, context);
  return {
    kind: 'call',
    name,
    args,
    star: false,
    distinct: false,
    windowed: over !== undefined,
    ...(window && window.length > 0 && { window }),
    ...(filter && { filter }),
    orderBy: readOrderKeys(constructor, 'agg_order', context),
    span: spanOfTokens(context, first, callEnd(first, over !== undefined, context)),
  };
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
