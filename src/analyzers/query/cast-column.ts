import type { ColumnExpression, Expression, TypeName } from '../sql/model';

/** A column under casts alone. */
export interface CastColumn {
  readonly column: ColumnExpression;
  /** What the outermost cast makes of it. */
  readonly type: TypeName;
}

export function castColumnOf(expression: Expression): CastColumn | undefined {
  if (expression.kind !== 'cast' || expression.modifiers) return undefined;
  let { arg } = expression;
  while (arg.kind === 'cast' && !arg.modifiers) arg = arg.arg;
  return arg.kind === 'column' ? { column: arg, type: expression.type } : undefined;
}
