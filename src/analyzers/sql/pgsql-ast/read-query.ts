import type {
  Expr,
  LimitStatement,
  SelectedColumn,
  SelectFromStatement,
  SelectFromUnion,
  SelectStatement,
  ValuesStatement,
  WithStatementBinding,
} from 'pgsql-ast-parser';
import type {
  CommonTableExpression,
  Expression,
  LockingClause,
  QueryStatement,
  SelectNode,
  Target,
} from '../model';
import { countDepth } from '../nesting';
import { type QueryLayout, readQueryLayout } from '../query-layout';
import {
  closingIndex,
  isNameAt,
  nextParenthesis,
  spanOfTokens,
  tokenIndexBefore,
  type TokenRange,
  withParentheses,
  wordAt,
} from '../token-text';
import { type AstContext, firstToken, notRead } from './ast-context';
import { readOrderKeys } from './read-call';
import { readNumber } from './read-constant';
import { readDelete, readInsert, readUpdate } from './read-changes';
import { readExpression, readExpressions } from './read-expression';
import { readFromList } from './read-from';
import { readUnion } from './read-union';

type With = readonly CommonTableExpression[];

/** A statement that reads or changes rows. `range` holds its tokens, with or without parentheses around. */
export function readQuery(
  node: WithStatementBinding,
  range: TokenRange,
  context: AstContext,
  ctes: With = [],
): QueryStatement {
  switch (node.type) {
    case 'with':
    case 'with recursive':
      if (ctes.length > 0) return notRead('WITH behind WITH');
      return readQuery(node.in, range, context, readWith(node, context));
    case 'insert':
      return readInsert(node, range, ctes, context);
    case 'update':
      return readUpdate(node, range, ctes, context);
    case 'delete':
      return readDelete(node, range, ctes, context);
    default:
      return readBlock(node, range, ctes, context);
  }
}

export function readSelect(node: SelectStatement, range: TokenRange, context: AstContext): SelectNode {
  const query = readQuery(node, range, context);
  return query.kind === 'select' ? query : notRead('a sub-select that changes rows');
}

function readWith(
  node: Extract<WithStatementBinding, { type: 'with' | 'with recursive' }>,
  context: AstContext,
): With {
  if (node.type === 'with')
    return node.bind.map(({ alias, statement }) =>
      readCommonTable(alias.name, firstToken(alias, context), [], statement, context),
    );
  const columns = node.columnNames.map(({ name }) => name);
  const table = readCommonTable(
    node.alias.name,
    firstToken(node.alias, context),
    columns,
    node.bind,
    context,
  );
  return [{ ...table, recursive: true }];
}

function readCommonTable(
  name: string,
  first: number,
  columns: readonly string[],
  statement: WithStatementBinding,
  context: AstContext,
): CommonTableExpression {
  const behindColumns = columns.length > 0 ? closingIndex(context, first + 1) + 1 : first + 1;
  const open = nextParenthesis(context, behindColumns);
  const close = closingIndex(context, open);
  return {
    name,
    columns,
    materialized: 'default',
    recursive: false,
    query: readQuery(statement, { first: open, last: close }, context),
    span: spanOfTokens(context, first, close),
  };
}

function readBlock(
  node: SelectFromStatement | SelectFromUnion | ValuesStatement,
  range: TokenRange,
  ctes: With,
  context: AstContext,
): SelectNode {
  countDepth(context, 1);
  const layout = readQueryLayout(context, range);
  const shared = { ...EMPTY_SELECT, span: layout.span, clauses: layout.clauses, with: ctes };
  let select: SelectNode;
  if (node.type === 'select') select = { ...shared, ...readSelectParts(node, layout, range, context) };
  else if (node.type === 'values') {
    if (layout.arms || layout.clauses.orderBy || layout.clauses.limit)
      return notRead('clauses behind VALUES');
    select = { ...shared, values: node.values.map((row) => readExpressions(row, context)) };
  } else select = { ...shared, setOperation: readUnion(node, layout, context) };
  countDepth(context, -1);
  return select;
}

export const EMPTY_SELECT = {
  kind: 'select',
  distinct: 'none',
  targets: [],
  from: [],
  groupBy: [],
  orderBy: [],
  withTies: false,
  locking: [],
} as const;

function readSelectParts(
  node: SelectFromStatement,
  layout: QueryLayout,
  range: TokenRange,
  context: AstContext,
): Partial<SelectNode> {
  if (layout.arms) return notRead('a set operation');
  const { distinct } = node;
  return {
    distinct: Array.isArray(distinct)
      ? readExpressions(distinct, context)
      : distinct === 'distinct'
        ? 'all'
        : 'none',
    targets: readTargets(node.columns, context),
    from: readFromList(node.from, layout.from ?? range.first, context),
    ...(node.where && { where: readExpression(node.where, context) }),
    groupBy: readGroups(node, context),
    ...(node.having && { having: readExpression(node.having, context) }),
    orderBy: readOrderKeys(node.orderBy, context),
    ...readLimit(node.limit, context),
    locking: readLocking(node),
  };
}

/** ROLLUP and CUBE look like calls to this grammar. */
function readGroups(node: SelectFromStatement, context: AstContext): SelectNode['groupBy'] {
  return readExpressions(node.groupBy, context).map((group) => {
    if (group.kind !== 'call' || group.schema !== undefined || !/^(?:rollup|cube)$/.test(group.name))
      return group;
    return { kind: 'opaque', what: group.name, children: group.args, span: group.span };
  });
}

function readLimit(
  node: LimitStatement | null | undefined,
  context: AstContext,
): Pick<SelectNode, 'limit' | 'offset'> {
  return {
    ...(node?.limit && { limit: readCount(node.limit, context) }),
    ...(node?.offset && { offset: readExpression(node.offset, context) }),
  };
}

/** The place of the number in `FETCH FIRST 2 ROWS ONLY` is that of FETCH. */
function readCount(node: Expr, context: AstContext): Expression {
  const first = firstToken(node, context);
  if (wordAt(context, first) !== 'fetch') return readExpression(node, context);
  return node.type === 'integer' ? readNumber(first + 2, context) : notRead('the count of FETCH');
}

function readLocking({ for: strength, skip }: SelectFromStatement): readonly LockingClause[] {
  return strength ? [{ strength: strength.type, wait: skip?.type ?? 'block', of: [] }] : [];
}

export function readTargets(
  columns: readonly SelectedColumn[] | null | undefined,
  context: AstContext,
): readonly Target[] {
  return (columns ?? []).map(({ expr, alias }) => {
    const expression = readExpression(expr, context);
    const { start, end } = withParentheses(context, expression.span);
    let last = tokenIndexBefore(context, end);
    if (alias) last += wordAt(context, last + 1) === 'as' ? 2 : isNameAt(context, last + 1) ? 1 : 0;
    return {
      expression,
      ...(alias && { alias: alias.name }),
      span: { start, end: spanOfTokens(context, last, last).end },
    };
  });
}
