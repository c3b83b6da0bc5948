import type { Expression, IndexKeyDefinition } from './model';

/**
 * What an index key written as an expression is a key of. `(column)` and `(column COLLATE c)` mean the column itself, as to PostgreSQL
 * (indexcmds.c, `ComputeIndexAttrs`).
 */
export function indexKeySubject(
  expression: Expression,
): Pick<IndexKeyDefinition, 'column' | 'expression' | 'collation'> {
  const collation = expression.kind === 'collate' ? expression.collation : undefined;
  const subject = expression.kind === 'collate' ? expression.arg : expression;
  if (subject.kind !== 'column') return { expression };
  return { column: subject.name, ...(collation !== undefined && { collation }) };
}
