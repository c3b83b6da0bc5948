import type { Target } from '../model';
import { isNameAt, spanOfTokens, tokenIndexBefore, withParentheses, wordAt } from '../token-text';
import type { ReadContext } from './read-context';
import { readOperand } from './read-expression';
import { bodiesAt, type Fields, fieldsAt, textAt } from './tree';

/** A list of ResTarget: what SELECT and RETURNING give back. */
export function readTargets(fields: Fields, field: string, context: ReadContext): readonly Target[] {
  return bodiesAt(fields, field, 'ResTarget').map((target) => {
    const expression = readOperand(target, 'val', context);
    const alias = textAt(target, 'name');
    const { start, end } = withParentheses(context, expression.span);
    const last = targetEnd(context, tokenIndexBefore(context, end), alias !== undefined);
    return {
      expression,
      ...(alias !== undefined && { alias }),
      span: { start, end: spanOfTokens(context, last, last).end },
    };
  });
}

function targetEnd(context: ReadContext, last: number, hasAlias: boolean): number {
  if (!hasAlias) return last;
  if (wordAt(context, last + 1) === 'as') return last + 2;
  return isNameAt(context, last + 1) ? last + 1 : last;
}

export function readReturning(fields: Fields, context: ReadContext): readonly Target[] {
  return readTargets(fieldsAt(fields, 'returningClause') ?? {}, 'exprs', context);
}
