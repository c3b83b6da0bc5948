import type { Expression } from '../../sql/model';
import { columnsIn, someExpression } from '../../query/walk-expression';

/**
 * What a condition does, whatever values it does it with: the server may have put in values, added casts and turned sides round.
 * `eq`, `any`, `range <`, `null`, `op ~~`, `call starts_with`, …
 */
export function shapeOf(expression: Expression): string {
  switch (expression.kind) {
    case 'operator':
      return shapeOfOperator(expression);
    case 'array-comparison':
      if (expression.operator === '=' && expression.quantifier === 'any') return 'any';
      if (expression.operator === '<>' && expression.quantifier === 'all') return 'none';
      return `${expression.operator} ${expression.quantifier}`;
    case 'in-list':
      if (expression.list.length === 1) return expression.negated ? 'ne' : 'eq';
      return expression.negated ? 'none' : 'any';
    case 'null-test':
      return expression.negated ? 'not-null' : 'null';
    case 'call':
      return `call ${expression.name}`;
    case 'column':
      return 'flag';
    case 'not':
      return expression.args[0]?.kind === 'column' ? 'not-flag' : 'not';
    case 'subquery':
      return 'subquery';
    case 'opaque':
      return expression.what;
    default:
      return expression.kind;
  }
}

const FLIPPED: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '@>': '<@',
  '<@': '@>',
};
const NAMES: Readonly<Record<string, string>> = { '=': 'eq', '<>': 'ne' };

function shapeOfOperator({ operator, left, right }: Extract<Expression, { kind: 'operator' }>): string {
  const name = NAMES[operator];
  if (name !== undefined) return name;
  const isRange = /^[<>]=?$/.test(operator);
  const sides = [left, right].map((side) => (side ? columnsIn(side).length > 0 : false));
  if (sides[0] === sides[1])
    return isRange ? 'range' : `op ${[operator, FLIPPED[operator] ?? operator].sort()[0] ?? ''}`;
  const turned = sides[0] === true ? operator : (FLIPPED[operator] ?? operator);
  return isRange ? `range ${turned}` : `op ${turned}`;
}

/** Functions that it calls: they tell apart what compares the same columns. */
export function callsIn(expression: Expression): string {
  const names = new Set<string>();
  someExpression(expression, (node) => {
    if (node.kind === 'call' && node.name !== 'subplan') names.add(node.name);
    return false;
  });
  return [...names].sort().join(' ');
}
