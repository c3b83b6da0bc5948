import type { DeleteStatement, InsertStatement, UpdateStatement } from 'pgsql-ast-parser';
import { findWord, insertSourceRange } from '../change-layout';
import type { CommonTableExpression, DeleteNode, InsertNode, UpdateNode } from '../model';
import { spanOfTokens, tokenIndexBefore, type TokenRange, withoutParentheses } from '../token-text';
import type { AstContext } from './ast-context';
import { readExpression } from './read-expression';
import { readFromList, readTable } from './read-from';
import { readSelect, readTargets } from './read-query';

type With = readonly CommonTableExpression[];

export function readInsert(
  node: InsertStatement,
  range: TokenRange,
  ctes: With,
  context: AstContext,
): InsertNode {
  const { first, last } = withoutParentheses(context, range);
  const into = readTable(node.into, false, context);
  const columns = (node.columns ?? []).map(({ name }) => name);
  const behind = tokenIndexBefore(context, into.span.end) + 1;
  const onConflict = readOnConflict(node);
  return {
    kind: 'insert',
    span: spanOfTokens(context, first, last),
    with: ctes,
    into,
    columns,
    source: readSelect(node.insert, insertSourceRange(context, behind, last, columns.length > 0), context),
    ...(onConflict && { onConflict }),
    returning: readTargets(node.returning, context),
  };
}

function readOnConflict({ onConflict }: InsertStatement): InsertNode['onConflict'] {
  if (!onConflict) return undefined;
  const { on } = onConflict;
  const inferred = on?.type === 'on expr' ? on.exprs : [];
  return {
    action: onConflict.do === 'do nothing' ? 'nothing' : 'update',
    columns: inferred.flatMap((expression) => (expression.type === 'ref' ? [expression.name] : [])),
  };
}

export function readUpdate(
  node: UpdateStatement,
  range: TokenRange,
  ctes: With,
  context: AstContext,
): UpdateNode {
  const { first, last } = withoutParentheses(context, range);
  const table = readTable(node.table, false, context);
  const from = findWord(context, 'from', tokenIndexBefore(context, table.span.end) + 1, last);
  return {
    kind: 'update',
    span: spanOfTokens(context, first, last),
    with: ctes,
    table,
    assignments: node.sets.map(({ column, value }) => ({
      column: column.name,
      value: readExpression(value, context),
    })),
    from: readFromList(node.from ? [node.from] : [], from ?? last, context),
    ...(node.where && { where: readExpression(node.where, context) }),
    returning: readTargets(node.returning, context),
  };
}

export function readDelete(
  node: DeleteStatement,
  range: TokenRange,
  ctes: With,
  context: AstContext,
): DeleteNode {
  const { first, last } = withoutParentheses(context, range);
  return {
    kind: 'delete',
    span: spanOfTokens(context, first, last),
    with: ctes,
    table: readTable(node.from, false, context),
    using: [],
    ...(node.where && { where: readExpression(node.where, context) }),
    returning: readTargets(node.returning, context),
  };
}
