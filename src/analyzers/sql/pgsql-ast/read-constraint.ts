import type { ColumnConstraint, TableConstraint } from 'pgsql-ast-parser';
import type { ConstraintDefinition } from '../model';
import { spanOfTokens, type TokenRange } from '../token-text';
import { type AstContext, notRead } from './ast-context';
import { readExpression } from './read-expression';
import { readName } from './read-from';

type Constraint = ColumnConstraint | TableConstraint;

/**
 * A constraint that has a name of its own in the model; `undefined` for what belongs to a column.
 *
 * @param range the tokens of the constraint, with its CONSTRAINT and name
 * @param column the column that it is written at
 */
export function readConstraint(
  node: Constraint,
  { first, last }: TokenRange,
  context: AstContext,
  column?: string,
): ConstraintDefinition | undefined {
  const content = readContent(node, context, column);
  if (!content) return undefined;
  const name = node.constraintName?.name;
  return {
    ...(name !== undefined && { name }),
    include: [],
    nullsNotDistinct: false,
    ...content,
    span: spanOfTokens(context, first, last),
  };
}

type Content = Pick<ConstraintDefinition, 'kind' | 'columns' | 'references' | 'check'>;

function readContent(node: Constraint, context: AstContext, column: string | undefined): Content | undefined {
  switch (node.type) {
    case 'primary key':
      return { kind: 'primary-key', columns: columnsOf(node, column) };
    case 'unique':
      return { kind: 'unique', columns: columnsOf(node, column) };
    case 'check':
      return { kind: 'check', columns: [], check: readExpression(node.expr, context) };
    case 'reference':
      return readForeignKey(node, [column ?? notRead('REFERENCES without a column')], context);
    case 'foreign key':
      return readForeignKey(node, names(node.localColumns), context);
    case 'not null':
    case 'null':
    case 'default':
    case 'add generated':
      return undefined;
  }
}

function columnsOf(node: Constraint, column: string | undefined): readonly string[] {
  if (column !== undefined) return [column];
  return 'columns' in node ? names(node.columns) : [];
}

function names(columns: readonly { readonly name: string }[]): readonly string[] {
  return columns.map(({ name }) => name);
}

type ForeignKey = Extract<Constraint, { type: 'reference' | 'foreign key' }>;

function readForeignKey(node: ForeignKey, columns: readonly string[], context: AstContext): Content {
  const { onDelete } = node;
  return {
    kind: 'foreign-key',
    columns,
    references: {
      table: readName(node.foreignTable, context),
      columns: names(node.foreignColumns),
      ...(onDelete !== undefined && onDelete !== 'no action' && { onDelete }),
    },
  };
}
