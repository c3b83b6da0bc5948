import type { Expr, ExprArrayFromSelect, SelectStatement } from 'pgsql-ast-parser';
import type { Span } from '../../span';
import type { Expression, SubqueryExpression } from '../model';
import { closingIndex, isAt, spanOfTokens, tokenIndexBefore, type TokenRange } from '../token-text';
import { type AstContext, firstToken, notRead } from './ast-context';
import { readSelect } from './read-query';

export function isSelect(node: Expr): node is SelectStatement {
  switch (node.type) {
    case 'select':
    case 'values':
    case 'union':
    case 'union all':
    case 'with':
    case 'with recursive':
      return true;
    default:
      return false;
  }
}

export function readScalarSelect(node: SelectStatement, context: AstContext): Expression {
  const range = enclosingParentheses(node, context);
  return {
    kind: 'subquery',
    form: 'scalar',
    query: readSelect(node, range, context),
    span: spanOfTokens(context, range.first, range.last),
  };
}

export function readArraySelect(node: ExprArrayFromSelect, context: AstContext): Expression {
  const first = firstToken(node, context);
  const range = { first: first + 1, last: closingIndex(context, first + 1) };
  return {
    kind: 'subquery',
    form: 'array',
    query: readSelect(node.select, range, context),
    span: spanOfTokens(context, first, range.last),
  };
}

/** `x IN (SELECT …)`, `x = ANY (SELECT …)`. */
export function readComparedSelect(
  node: SelectStatement,
  {
    open,
    ...rest
  }: Required<Pick<SubqueryExpression, 'form' | 'left' | 'operator'>> & { open: number; span: Span },
  context: AstContext,
): SubqueryExpression {
  const query = readSelect(node, { first: open, last: closingIndex(context, open) }, context);
  return { kind: 'subquery', ...rest, query };
}

export function readExists(node: SelectStatement, first: number, context: AstContext): Expression {
  const range = { first: first + 1, last: closingIndex(context, first + 1) };
  return {
    kind: 'subquery',
    form: 'exists',
    query: readSelect(node, range, context),
    span: spanOfTokens(context, first, range.last),
  };
}

/**
 * The nearest pair of parentheses around the whole select. Its place in the tree leaves them out or has them in;
 * `(SELECT …) UNION (SELECT …)` begins with a pair that is not around the whole.
 */
function enclosingParentheses(node: SelectStatement, context: AstContext): TokenRange {
  const end = tokenIndexBefore(context, node._location?.end ?? 0);
  const token = firstToken(node, context);
  let first = isAt(context, token, '(') ? token : token - 1;
  while (isAt(context, first, '(') && closingIndex(context, first) < end) first--;
  if (!isAt(context, first, '(')) return notRead('a sub-select without parentheses');
  let last = closingIndex(context, first);
  while (isAt(context, first + 1, '(') && closingIndex(context, first + 1) === last - 1) {
    first++;
    last--;
  }
  return { first, last };
}
