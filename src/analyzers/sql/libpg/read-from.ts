import { coveringSpan, type Span } from '../../span';
import { aliasEnd, functionRange, nextSubselect, tableRange, tableSampleEnd, usingEnd } from '../from-layout';
import type { Expression, FromItem, FunctionReference, JoinNode, TableReference } from '../model';
import {
  closingIndex,
  qualifiedNameEnd,
  spanOfTokens,
  tokenIndexAt,
  tokenIndexBefore,
  withParentheses,
  wordAt,
} from '../token-text';
import { countDepth } from '../nesting';
import { type ReadContext, readRangeVarName, tokenOf } from './read-context';
import { readExpression, readExpressionAt } from './read-expression';
import { readSelect } from './read-query';
import {
  bodiesAt,
  type Fields,
  fieldsAt,
  flagAt,
  namesAt,
  nodeAt,
  nodesAt,
  textAt,
  type TreeNode,
} from './tree';

/** The FROM list that starts at the token, or behind it. */
export function readFromList(
  fields: Fields,
  field: string,
  firstToken: number,
  context: ReadContext,
): readonly FromItem[] {
  let token = firstToken;
  return nodesAt(fields, field).map((node) => {
    const item = readFromItem(node, token, context);
    token = tokenAfter(item, context);
    return item;
  });
}

/**
 * Sub-selects have no location in the tree: the items are read in the order of the text, and each starts at `token` or behind it.
 */
export function readFromItem(node: TreeNode, token: number, context: ReadContext): FromItem {
  const { type, fields } = node;
  switch (type) {
    case 'RangeVar':
      return readTable(fields, context);
    case 'RangeTableSample': {
      const table = readTable(nodeAt(fields, 'relation')?.fields ?? {}, context);
      const last = tableSampleEnd(context, tokenIndexBefore(context, table.span.end));
      return { ...table, span: { start: table.span.start, end: spanOfTokens(context, last, last).end } };
    }
    case 'RangeSubselect':
      return readSubselect(fields, token, context);
    case 'RangeFunction':
      return readFunction(fields, context);
    case 'JoinExpr':
      return readJoin(fields, token, context);
    default:
      // XMLTABLE and JSON_TABLE
      return readTableFunction(node, context);
  }
}

function tokenAfter(item: FromItem, context: ReadContext): number {
  return tokenIndexBefore(context, item.span.end) + 1;
}

export function readTable(rangeVar: Fields, context: ReadContext): TableReference {
  const token = tokenOf(rangeVar, context);
  const { first, last } = tableRange(context, token, qualifiedNameEnd(context, token));
  const alias = readAlias(rangeVar);
  return {
    kind: 'table',
    name: readRangeVarName(rangeVar, context),
    ...(alias !== undefined && { alias }),
    only: !flagAt(rangeVar, 'inh'),
    span: spanOfTokens(context, first, aliasEnd(context, last, aliasParts(rangeVar))),
  };
}

function readAlias(fields: Fields): string | undefined {
  return textAt(fieldsAt(fields, 'alias') ?? {}, 'aliasname');
}

function readColumnAliases(fields: Fields): readonly string[] {
  return [
    ...namesAt(fieldsAt(fields, 'alias') ?? {}, 'colnames'),
    ...bodiesAt(fields, 'coldeflist', 'ColumnDef').map((column) => textAt(column, 'colname') ?? ''),
  ];
}

function aliasParts(fields: Fields): Parameters<typeof aliasEnd>[2] {
  return { hasName: readAlias(fields) !== undefined, hasColumns: readColumnAliases(fields).length > 0 };
}

function readSubselect(fields: Fields, token: number, context: ReadContext): FromItem {
  const open = nextSubselect(context, token);
  const close = closingIndex(context, open);
  const lateral = flagAt(fields, 'lateral');
  const alias = readAlias(fields);
  return {
    kind: 'subquery',
    query: readSelect(nodeAt(fields, 'subquery')?.fields ?? {}, { first: open, last: close }, context),
    ...(alias !== undefined && { alias }),
    columnAliases: readColumnAliases(fields),
    lateral,
    span: spanOfTokens(context, lateral ? open - 1 : open, aliasEnd(context, close, aliasParts(fields))),
  };
}

function readFunction(fields: Fields, context: ReadContext): FunctionReference {
  // Each entry is a list of the call and its column definitions.
  const calls = bodiesAt(fields, 'functions', 'List').flatMap((entry) =>
    nodesAt(entry, 'items')
      .filter(({ type }) => type !== 'List')
      .map((call) => readExpression(call, context)),
  );
  const call = calls[0]?.span ?? { start: 0, end: 0 };
  const { first, last } = functionRange(context, {
    first: tokenIndexAt(context, call.start),
    last: tokenIndexBefore(context, call.end),
  });
  return functionReference(fields, calls, spanOfTokens(context, first, last), context);
}

function readTableFunction(node: TreeNode, context: ReadContext): FunctionReference {
  const call = readExpression(node, context);
  const first = tokenIndexAt(context, call.span.start);
  const start = wordAt(context, first - 1) === 'lateral' ? first - 1 : first;
  const span = { ...call.span, start: spanOfTokens(context, start, start).start };
  return functionReference(node.fields, [call], span, context);
}

function functionReference(
  fields: Fields,
  calls: readonly Expression[],
  span: Span,
  context: ReadContext,
): FunctionReference {
  const alias = readAlias(fields);
  const last = aliasEnd(context, tokenIndexBefore(context, span.end), aliasParts(fields));
  return {
    kind: 'function',
    calls,
    ...(alias !== undefined && { alias }),
    columnAliases: readColumnAliases(fields),
    lateral: flagAt(fields, 'lateral'),
    ...(flagAt(fields, 'ordinality') && { withOrdinality: true }),
    span: { start: span.start, end: spanOfTokens(context, last, last).end },
  };
}

const JOINS: Readonly<Record<string, JoinNode['join']>> = {
  JOIN_LEFT: 'left',
  JOIN_RIGHT: 'right',
  JOIN_FULL: 'full',
};

function readJoin(fields: Fields, token: number, context: ReadContext): JoinNode {
  countDepth(context, 1);
  const left = readSide(fields, 'larg', token, context);
  const right = readSide(fields, 'rarg', tokenAfter(left, context), context);
  const on = readExpressionAt(fields, 'quals', context);
  countDepth(context, -1);
  const using = namesAt(fields, 'usingClause');
  const natural = flagAt(fields, 'isNatural');
  const alias = readAlias(fields) ?? textAt(fieldsAt(fields, 'join_using_alias') ?? {}, 'aliasname');
  const inner = on || using.length > 0 || natural ? 'inner' : 'cross';
  return {
    kind: 'join',
    join: JOINS[textAt(fields, 'jointype') ?? ''] ?? inner,
    natural,
    left,
    right,
    ...(on && { on }),
    using,
    ...(alias !== undefined && { alias }),
    span: joinSpan({ left, right, ...(on && { on }), using }, aliasParts(fields), context),
  };
}

function readSide(fields: Fields, field: string, token: number, context: ReadContext): FromItem {
  return readFromItem(nodeAt(fields, field) ?? { type: 'RangeVar', fields: {} }, token, context);
}

function joinSpan(
  { left, right, on, using }: Pick<JoinNode, 'left' | 'right' | 'on' | 'using'>,
  alias: Parameters<typeof aliasEnd>[2],
  context: ReadContext,
): Span {
  const rightSpan = withParentheses(context, right.span);
  let span = coveringSpan(withParentheses(context, left.span), rightSpan);
  if (on) span = coveringSpan(span, withParentheses(context, on.span));
  if (using.length > 0) {
    const last = usingEnd(context, tokenIndexBefore(context, rightSpan.end) + 1);
    span = { ...span, end: spanOfTokens(context, last, last).end };
  }
  if (!alias.hasName) return span;
  // An alias for the whole join stands behind its parentheses.
  const { start, end } = withParentheses(context, span);
  const last = aliasEnd(context, tokenIndexBefore(context, end), alias);
  return { start, end: spanOfTokens(context, last, last).end };
}
