import type { ColumnExpression, Expression, SelectNode } from '../sql/model';

/** The direct sub-expressions; those of a sub-select are not among them. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'column':
    case 'parameter':
    case 'constant':
      return [];
    case 'operator':
    case 'array-comparison':
      return expression.left ? [expression.left, expression.right] : [expression.right];
    case 'and':
    case 'or':
    case 'not':
    case 'row':
      return expression.args;
    case 'null-test':
    case 'cast':
    case 'collate':
      return [expression.arg];
    case 'in-list':
      return [expression.left, ...expression.list];
    case 'between':
      return [expression.arg, expression.low, expression.high];
    case 'call':
      return [
        ...expression.args,
        ...(expression.window ?? []),
        ...(expression.filter ? [expression.filter] : []),
        ...expression.orderBy.map((key) => key.expression),
      ];
    case 'array':
      return expression.elements;
    case 'subquery':
      return expression.left ? [expression.left] : [];
    case 'case':
      return [
        ...(expression.arg ? [expression.arg] : []),
        ...expression.whens.flatMap(({ when, then }) => [when, then]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    case 'opaque':
      return expression.children;
  }
}

/** Calls `visit` for the expression and everything in it, parents first. Iterative: user queries hold chains of thousands of terms. */
export function walkExpression(expression: Expression, visit: (node: Expression) => void): void {
  const pending: Expression[] = [expression];
  for (let node = pending.pop(); node; node = pending.pop()) {
    visit(node);
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child) pending.push(child);
    }
  }
}

export function someExpression(expression: Expression, test: (node: Expression) => boolean): boolean {
  let found = false;
  walkExpression(expression, (node) => {
    found ||= test(node);
  });
  return found;
}

export function columnsIn(expression: Expression): readonly ColumnExpression[] {
  const columns: ColumnExpression[] = [];
  walkExpression(expression, (node) => {
    if (node.kind === 'column') columns.push(node);
  });
  return columns;
}

/** Sub-selects that stand directly in an expression (not those inside them). */
export function subqueriesIn(expression: Expression): readonly SelectNode[] {
  const queries: SelectNode[] = [];
  walkExpression(expression, (node) => {
    if (node.kind === 'subquery') queries.push(node.query);
  });
  return queries;
}

/** The AND-ed parts. */
export function conjunctsOf(expression: Expression | undefined): readonly Expression[] {
  if (!expression) return [];
  return expression.kind === 'and' ? expression.args.flatMap(conjunctsOf) : [expression];
}
