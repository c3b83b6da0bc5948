import { itemEnd } from '../ddl-layout';
import type { ColumnDefinition, ConstraintDefinition, Expression, TypeName } from '../model';
import { defaultOfSerial, serialInteger } from '../serial';
import { spanOfTokens, type TokenRange } from '../token-text';
import { readConstraint } from './read-constraint';
import { type ReadContext, tokenOf } from './read-context';
import { readExpressionAt } from './read-expression';
import { readTypeName, typeNameEndOf } from './read-type-name';
import { bodiesAt, type Fields, fieldsAt, namesAt, textAt } from './tree';

/** @param table the name of the table that the column is for */
export function readColumnDefinition(fields: Fields, table: string, context: ReadContext): ColumnDefinition {
  const name = textAt(fields, 'colname') ?? '';
  const first = tokenOf(fields, context);
  const range = { first, last: itemEnd(context, first, context.range.last) };
  const typeName = fieldsAt(fields, 'typeName');
  const written = typeName ? readTypeName(typeName) : NO_TYPE;
  const integer = serialInteger(written);
  const constraints = bodiesAt(fields, 'constraints', 'Constraint');
  const types = constraints.map((constraint) => textAt(constraint, 'contype'));
  const collation = namesAt(fieldsAt(fields, 'collClause') ?? {}, 'collname').at(-1);
  const value = readDefault(constraints, context) ?? serialDefault();
  return {
    name,
    type: integer ?? written,
    ...(collation !== undefined && { collation }),
    notNull: integer !== undefined || types.includes('CONSTR_NOTNULL') || types.includes('CONSTR_IDENTITY'),
    ...readNotNullName(constraints),
    ...(value && { default: value }),
    generated: readGenerated(constraints),
    constraints: readColumnConstraints(constraints, range, name, context),
    span: spanOfTokens(context, range.first, range.last),
  };

  function serialDefault(): Expression | undefined {
    if (!integer || !typeName) return undefined;
    const type = tokenOf(typeName, context);
    return defaultOfSerial(table, name, spanOfTokens(context, type, typeNameEndOf(typeName, context)));
  }
}

const NO_TYPE: TypeName = { name: '', arrayDimensions: 0 };

function readNotNullName(constraints: readonly Fields[]): Pick<ColumnDefinition, 'notNullName'> {
  const constraint = constraints.find((candidate) => textAt(candidate, 'contype') === 'CONSTR_NOTNULL');
  const notNullName = constraint && textAt(constraint, 'conname');
  return notNullName === undefined ? {} : { notNullName };
}

function readDefault(constraints: readonly Fields[], context: ReadContext): Expression | undefined {
  const constraint = constraints.find((candidate) =>
    /^CONSTR_(?:DEFAULT|GENERATED)$/.test(textAt(candidate, 'contype') ?? ''),
  );
  return constraint && readExpressionAt(constraint, 'raw_expr', context);
}

function readGenerated(constraints: readonly Fields[]): ColumnDefinition['generated'] {
  for (const constraint of constraints) {
    const type = textAt(constraint, 'contype');
    if (type === 'CONSTR_IDENTITY') return 'identity';
    if (type === 'CONSTR_GENERATED')
      return textAt(constraint, 'generated_kind') === 'v' ? 'virtual' : 'stored';
  }
  return 'no';
}

/** Each reaches to the next one; DEFERRABLE and its like are constraints to PostgreSQL's grammar and belong to the one before. */
function readColumnConstraints(
  constraints: readonly Fields[],
  { last }: TokenRange,
  column: string,
  context: ReadContext,
): readonly ConstraintDefinition[] {
  const own = constraints.filter(
    (constraint) => !(textAt(constraint, 'contype') ?? '').startsWith('CONSTR_ATTR'),
  );
  const starts = own.map((constraint) => tokenOf(constraint, context));
  return own.flatMap((constraint, i) => {
    const range = { first: starts[i] ?? last, last: (starts[i + 1] ?? last + 1) - 1 };
    return readConstraint(constraint, range, context, column) ?? [];
  });
}
