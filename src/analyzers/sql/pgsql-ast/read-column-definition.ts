import type { AlterColumnAddGenerated, ColumnConstraint, CreateColumnDef, Expr } from 'pgsql-ast-parser';
import { itemEnd } from '../ddl-layout';
import type { ColumnDefinition, ConstraintDefinition, Expression } from '../model';
import { defaultOfSerial, serialInteger } from '../serial';
import { isAt, spanOfTokens, wholeRange } from '../token-text';
import { typeNameEnd } from '../type-name-end';
import { type AstContext, firstToken, notRead, spanOfToken } from './ast-context';
import { readConstraint } from './read-constraint';
import { readExpression } from './read-expression';
import { readTypeName } from './read-type-name';

/** @param table the name of the table that the column is for */
export function readColumnDefinition(
  node: CreateColumnDef,
  table: string,
  context: AstContext,
): ColumnDefinition {
  const { name } = node.name;
  const first = firstToken(node.name, context);
  const last = itemEnd(context, first, wholeRange(context).last);
  const written = readTypeName(node.dataType);
  const integer = serialInteger(written);
  const constraints = node.constraints ?? [];
  const generated = constraints.find((constraint) => constraint.type === 'add generated');
  const notNull = constraints.find(({ type }) => type === 'not null');
  const notNullName = notNull?.constraintName?.name;
  const serial = integer && defaultOfSerial(table, name, typeSpan(first, context));
  const value = readDefault(constraints, context) ?? serial;
  return {
    name,
    type: integer ?? written,
    ...(node.collate && { collation: node.collate.name }),
    notNull: integer !== undefined || notNull !== undefined || isIdentity(generated),
    ...(notNullName !== undefined && { notNullName }),
    ...(value && { default: value }),
    generated: readGenerated(generated),
    constraints: readConstraints(constraints, last, name, context),
    span: spanOfTokens(context, first, last),
  };
}

/** The type stands right behind the name. */
function typeSpan(name: number, context: AstContext): ReturnType<typeof spanOfTokens> {
  return spanOfTokens(context, name + 1, typeNameEnd(context, name + 1));
}

function isIdentity(generated: AlterColumnAddGenerated | undefined): boolean {
  return generated !== undefined && !generated.expression;
}

function readGenerated(generated: AlterColumnAddGenerated | undefined): ColumnDefinition['generated'] {
  if (!generated) return 'no';
  return isIdentity(generated) ? 'identity' : 'stored';
}

function readDefault(constraints: readonly ColumnConstraint[], context: AstContext): Expression | undefined {
  for (const constraint of constraints) {
    if (constraint.type === 'default') return readExpression(constraint.default, context);
    if (constraint.type === 'add generated' && constraint.expression)
      return readExpression(atParenthesis(constraint, constraint.expression, context), context);
  }
  return undefined;
}

/** The tree puts the expression of GENERATED ALWAYS AS (…) at the word AS. */
function atParenthesis(constraint: AlterColumnAddGenerated, expression: Expr, context: AstContext): Expr {
  let token = firstToken(constraint, context) + 3;
  if (!isAt(context, token, '(')) return notRead('a generated column that is not where it should be');
  while (isAt(context, token, '(')) token++;
  return { ...expression, _location: spanOfToken(token, context) };
}

function readConstraints(
  constraints: readonly ColumnConstraint[],
  last: number,
  column: string,
  context: AstContext,
): readonly ConstraintDefinition[] {
  const starts = constraints.map((constraint) => firstToken(constraint, context));
  return constraints.flatMap((constraint, i) => {
    const range = { first: starts[i] ?? last, last: (starts[i + 1] ?? last + 1) - 1 };
    return readConstraint(constraint, range, context, column) ?? [];
  });
}
