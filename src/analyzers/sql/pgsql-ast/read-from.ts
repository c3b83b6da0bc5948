import type { From, FromCall, FromStatement, FromTable, JoinClause, QNameAliased } from 'pgsql-ast-parser';
import { coveringSpan } from '../../span';
import { aliasEnd, functionRange, nextSubselect, tableRange, usingEnd } from '../from-layout';
import type {
  FromItem,
  FunctionReference,
  JoinNode,
  QualifiedName,
  SubqueryReference,
  TableReference,
} from '../model';
import {
  closingIndex,
  qualifiedNameEnd,
  spanOfTokens,
  tokenIndexAt,
  tokenIndexBefore,
  withParentheses,
  wordAt,
} from '../token-text';
import { type AstContext, firstToken, notRead } from './ast-context';
import { readCall } from './read-call';
import { readExpression } from './read-expression';
import { readSelect } from './read-query';

/** The list is flat: an item with a join is joined to all before it up to the last comma. */
export function readFromList(
  items: readonly From[] | null | undefined,
  firstTokenOfList: number,
  context: AstContext,
): readonly FromItem[] {
  const list: FromItem[] = [];
  let token = firstTokenOfList;
  for (const item of items ?? []) {
    const right = readItem(item, token, context);
    const left = item.join ? list.pop() : undefined;
    const read = item.join
      ? readJoin(left ?? notRead('a join of nothing'), right, item.join, context)
      : right;
    list.push(read);
    token = tokenIndexBefore(context, read.span.end) + 1;
  }
  return list;
}

function readItem(item: From, token: number, context: AstContext): FromItem {
  switch (item.type) {
    case 'table':
      return readTableItem(item, context);
    case 'statement':
      return readSubselect(item, token, context);
    case 'call':
      return readFunction(item, context);
  }
}

function readTableItem(item: FromTable, context: AstContext): TableReference {
  return readTable(item.name, (item.name.columnNames ?? []).length > 0, context);
}

export function readTable(name: QNameAliased, hasColumns: boolean, context: AstContext): TableReference {
  const token = firstToken(name, context);
  const { first, last } = tableRange(context, token, qualifiedNameEnd(context, token));
  const { alias } = name;
  return {
    kind: 'table',
    name: readName(name, context),
    ...(alias !== undefined && { alias }),
    only: false,
    span: spanOfTokens(context, first, aliasEnd(context, last, { hasName: alias !== undefined, hasColumns })),
  };
}

export function readName(name: QNameAliased, context: AstContext): QualifiedName {
  const first = firstToken(name, context);
  return {
    ...(name.schema !== undefined && { schema: name.schema }),
    name: name.name,
    span: spanOfTokens(context, first, qualifiedNameEnd(context, first)),
  };
}

function readSubselect(item: FromStatement, token: number, context: AstContext): SubqueryReference {
  const open = nextSubselect(context, token);
  const close = closingIndex(context, open);
  const lateral = wordAt(context, open - 1) === 'lateral';
  const columnAliases = (item.columnNames ?? []).map(({ name }) => name);
  const alias = { hasName: true, hasColumns: columnAliases.length > 0 };
  return {
    kind: 'subquery',
    query: readSelect(item.statement, { first: open, last: close }, context),
    alias: item.alias,
    columnAliases,
    lateral,
    span: spanOfTokens(context, lateral ? open - 1 : open, aliasEnd(context, close, alias)),
  };
}

function readFunction(item: FromCall, context: AstContext): FunctionReference {
  const call = readCall(item, context);
  const { first, last } = functionRange(context, {
    first: tokenIndexAt(context, call.span.start),
    last: tokenIndexBefore(context, call.span.end),
  });
  const columnAliases = (item.alias?.columns ?? []).map(({ name }) => name);
  const alias = { hasName: item.alias !== undefined, hasColumns: columnAliases.length > 0 };
  return {
    kind: 'function',
    calls: [call],
    ...(item.alias && { alias: item.alias.name }),
    columnAliases,
    // The grammar reads LATERAL before a function and forgets it.
    lateral: wordAt(context, first) === 'lateral',
    ...(item.withOrdinality === true && { withOrdinality: true }),
    span: spanOfTokens(context, first, aliasEnd(context, last, alias)),
  };
}

const JOINS = {
  'INNER JOIN': 'inner',
  'LEFT JOIN': 'left',
  'RIGHT JOIN': 'right',
  'FULL JOIN': 'full',
  'CROSS JOIN': 'cross',
} as const;

function readJoin(left: FromItem, right: FromItem, join: JoinClause, context: AstContext): JoinNode {
  const on = join.on ? readExpression(join.on, context) : undefined;
  const using = (join.using ?? []).map(({ name }) => name);
  let span = coveringSpan(withParentheses(context, left.span), right.span);
  if (on) span = coveringSpan(span, withParentheses(context, on.span));
  if (using.length > 0) {
    const last = usingEnd(context, tokenIndexBefore(context, right.span.end) + 1);
    span = { start: span.start, end: spanOfTokens(context, last, last).end };
  }
  return {
    kind: 'join',
    join: JOINS[join.type],
    natural: false,
    left,
    right,
    ...(on && { on }),
    using,
    span,
  };
}
