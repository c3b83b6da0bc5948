import type { Expression, IndexKeyDefinition } from './model';

/**
 * What an index key written as an expression is a key of. `(column)` means the column itself, and COLLATE in
 * the parentheses the same as behind them (indexcmds.c, `ComputeIndexAttrs`).
 */
export function indexKeySubject(
  expression: Expression,
): Pick<IndexKeyDefinition, 'column' | 'expression' | 'collation' | 'collationSchema'> {
  const { collation, schema } = expression.kind === 'collate' ? expression : {};
  const subject = expression.kind === 'collate' ? expression.arg : expression;
  return {
    ...(subject.kind === 'column' ? { column: subject.name } : { expression: subject }),
    ...(collation !== undefined && { collation }),
    ...(schema !== undefined && { collationSchema: schema }),
  };
}
