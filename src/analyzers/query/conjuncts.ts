import type { Expression, LogicalExpression, RowExpression } from '../sql/model';
import type { Span } from '../span';

/**
 * The AND-ed parts of a condition as PostgreSQL's planner sees them: NOT is pushed down to what can be turned round, and rows are compared
 * column by column. A part that is not written so keeps the place of what is.
 */
export function plannedConjuncts(expression: Expression | undefined): readonly Expression[] {
  if (!expression) return [];
  switch (expression.kind) {
    case 'and':
      return expression.args.flatMap(plannedConjuncts);
    case 'not': {
      const [arg] = expression.args;
      const turned = arg && negated(arg, expression.span);
      return turned ? plannedConjuncts(turned) : [expression];
    }
    case 'operator': {
      const { operator, left, right, span } = expression;
      return operator === '=' && left?.kind === 'row' && right.kind === 'row'
        ? equalColumns(left, right, span)
        : [expression];
    }
    case 'in-list': {
      const { left, list, span } = expression;
      const [only, ...others] = list;
      return left.kind === 'row' && only?.kind === 'row' && others.length === 0 && !expression.negated
        ? equalColumns(left, only, span)
        : [expression];
    }
    default:
      return [expression];
  }
}

function equalColumns(left: RowExpression, right: RowExpression, span: Span): readonly Expression[] {
  return left.args.flatMap((arg, position): readonly Expression[] => {
    const other = right.args[position];
    return other ? [{ kind: 'operator', operator: '=', left: arg, right: other, span }] : [];
  });
}

const NEGATORS: Readonly<Record<string, string>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '~~': '!~~',
  '!~~': '~~',
  '~~*': '!~~*',
  '!~~*': '~~*',
  'is distinct from': 'is not distinct from',
  'is not distinct from': 'is distinct from',
};

/** The opposite without a NOT around it; `undefined` for what has none. */
function negated(expression: Expression, span: Span): Expression | undefined {
  switch (expression.kind) {
    case 'not':
      return expression.args[0];
    case 'null-test':
    case 'in-list':
    case 'between':
      return { ...expression, negated: !expression.negated, span };
    case 'operator': {
      const operator = expression.left && NEGATORS[expression.operator];
      return operator === undefined || expression.right.kind === 'row'
        ? undefined
        : { ...expression, operator, span };
    }
    case 'or':
      return { kind: 'and', args: expression.args.map(negation), span } satisfies LogicalExpression;
    default:
      return undefined;
  }
}

function negation(expression: Expression): Expression {
  return { kind: 'not', args: [expression], span: expression.span };
}
