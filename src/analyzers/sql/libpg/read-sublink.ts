import { coveringSpan } from '../../span';
import type { Expression, SubqueryExpression } from '../model';
import { closingIndex, isAt, nextParenthesis, spanOfTokens, withParentheses } from '../token-text';
import { type ReadContext, tokenOf } from './read-context';
import { readExpressionAt } from './read-expression';
import { operatorName, quantifierParenthesis } from './read-operator';
import { readSelect } from './read-query';
import { type Fields, nodeAt, nodesAt, textAt } from './tree';

const FORMS: Readonly<Record<string, SubqueryExpression['form']>> = {
  EXISTS_SUBLINK: 'exists',
  ANY_SUBLINK: 'any',
  ALL_SUBLINK: 'all',
  ARRAY_SUBLINK: 'array',
};

/** A sub-select in an expression. */
export function readSublink(fields: Fields, context: ReadContext): Expression {
  const form = FORMS[textAt(fields, 'subLinkType') ?? ''] ?? 'scalar';
  const left = readExpressionAt(fields, 'testexpr', context);
  const operator = nodesAt(fields, 'operName').length === 0 ? undefined : operatorName(fields, 'operName');
  const first = tokenOf(fields, context);
  // IN has no operator in the tree; every other ANY and ALL does.
  const parenthesis =
    operator === undefined ? nextParenthesis(context, first) : quantifierParenthesis(context, first);
  const open = innermost(parenthesis, context);
  const close = closingIndex(context, open);
  // A scalar sub-select is its own parentheses, the innermost of `((SELECT …))`.
  const span =
    first === parenthesis
      ? spanOfTokens(context, open, close)
      : spanOfTokens(context, first, closingIndex(context, parenthesis));
  return {
    kind: 'subquery',
    form,
    ...(left && { left, operator: operator ?? '=' }),
    query: readSelect(nodeAt(fields, 'subselect')?.fields ?? {}, { first: open, last: close }, context),
    span: left ? coveringSpan(withParentheses(context, left.span), span) : span,
  };
}

function innermost(parenthesis: number, context: ReadContext): number {
  let open = parenthesis;
  while (isAt(context, open + 1, '(') && closingIndex(context, open + 1) === closingIndex(context, open) - 1)
    open++;
  return open;
}
