import type { ExprBool, ExprInteger, ExprNull, ExprNumeric, ExprString } from 'pgsql-ast-parser';
import type { ConstantExpression } from '../model';
import { isAt, spanOfTokens, tokenTextAt } from '../token-text';
import { type AstContext, firstToken, spanOfToken } from './ast-context';

type Constant = ExprInteger | ExprNumeric | ExprString | ExprBool | ExprNull;

export function readConstant(node: Constant, context: AstContext): ConstantExpression {
  const first = firstToken(node, context);
  const span = spanOfToken(first, context);
  switch (node.type) {
    case 'integer':
    case 'numeric':
      return readNumber(first, context);
    case 'string':
      return { kind: 'constant', type: 'string', value: node.value, span };
    case 'boolean':
      return { kind: 'constant', type: 'boolean', value: String(node.value), span };
    case 'null':
      return { kind: 'constant', type: 'null', value: 'null', span };
  }
}

/** From the text: the tree holds a floating point number, which loses digits. */
export function readNumber(first: number, context: AstContext): ConstantExpression {
  const isNegative = isAt(context, first, '-');
  const last = isNegative ? first + 1 : first;
  const digits = tokenTextAt(context, last);
  const isInteger = /^\d+$/.test(digits);
  const value = isInteger ? String(BigInt(digits)) : digits;
  return {
    kind: 'constant',
    type: isInteger ? 'integer' : 'float',
    value: isNegative && value !== '0' ? `-${value}` : value,
    span: spanOfTokens(context, first, last),
  };
}
