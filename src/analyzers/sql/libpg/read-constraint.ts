import { listItems } from '../ddl-layout';
import type { ConstraintDefinition } from '../model';
import { nextParenthesis, spanOfTokens, type TokenRange, wordAt } from '../token-text';
import { type ReadContext, readRangeVarName } from './read-context';
import { readExpressionAt } from './read-expression';
import { readIndexKey } from './read-index';
import { bodiesAt, type Fields, fieldsAt, flagAt, namesAt, nodesAt, textAt } from './tree';

const KINDS: Readonly<Record<string, ConstraintDefinition['kind']>> = {
  CONSTR_PRIMARY: 'primary-key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_FOREIGN: 'foreign-key',
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclude',
};

/**
 * A constraint that has a name of its own in the model; `undefined` for what belongs to a column (NOT NULL, DEFAULT, GENERATED).
 *
 * @param range the tokens of the constraint, with its CONSTRAINT and name
 * @param column the column that it is written at
 */
export function readConstraint(
  fields: Fields,
  range: TokenRange,
  context: ReadContext,
  column?: string,
): ConstraintDefinition | undefined {
  const kind = KINDS[textAt(fields, 'contype') ?? ''];
  if (kind === undefined) return undefined;
  const name = textAt(fields, 'conname');
  const usingIndex = textAt(fields, 'indexname');
  const references = readReferences(fields, context);
  const check = kind === 'check' ? readExpressionAt(fields, 'raw_expr', context) : undefined;
  return {
    kind,
    ...(name !== undefined && { name }),
    columns: readColumns(fields, kind, column),
    include: namesAt(fields, 'including'),
    nullsNotDistinct: flagAt(fields, 'nulls_not_distinct'),
    ...(usingIndex !== undefined && { usingIndex }),
    ...(references && { references }),
    ...(kind === 'exclude' && { exclude: readExclusion(fields, range, context) }),
    ...(check && { check }),
    ...(flagAt(fields, 'is_no_inherit') && { noInherit: true }),
    span: spanOfTokens(context, range.first, range.last),
  };
}

function readColumns(
  fields: Fields,
  kind: ConstraintDefinition['kind'],
  column: string | undefined,
): readonly string[] {
  if (kind === 'check' || kind === 'exclude') return [];
  if (column !== undefined) return [column];
  return namesAt(fields, kind === 'foreign-key' ? 'fk_attrs' : 'keys');
}

const ACTIONS: Readonly<Record<string, string>> = {
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

function readReferences(fields: Fields, context: ReadContext): ConstraintDefinition['references'] {
  const table = fieldsAt(fields, 'pktable');
  if (!table) return undefined;
  const onDelete = ACTIONS[textAt(fields, 'fk_del_action') ?? ''];
  return {
    table: readRangeVarName(table, context),
    columns: namesAt(fields, 'pk_attrs'),
    ...(onDelete !== undefined && { onDelete }),
  };
}

/** `EXCLUDE [USING method] (key WITH operator, …) [WHERE (…)]` */
function readExclusion(
  fields: Fields,
  range: TokenRange,
  context: ReadContext,
): NonNullable<ConstraintDefinition['exclude']> {
  const items = listItems(context, nextParenthesis(context, range.first));
  const where = readExpressionAt(fields, 'where_clause', context);
  const pairs = bodiesAt(fields, 'exclusions', 'List');
  return {
    method: textAt(fields, 'access_method') ?? 'btree',
    keys: pairs.flatMap((pair, i) => {
      const element = nodesAt(pair, 'items')[0];
      const item = items[i] ?? range;
      return element ? [readIndexKey(element.fields, withoutOperator(item, context), context)] : [];
    }),
    ...(where && { where }),
  };
}

/** The key without `WITH =` or `WITH OPERATOR (s.=)` behind it. */
function withoutOperator({ first, last }: TokenRange, context: ReadContext): TokenRange {
  for (let i = last; i > first; i--) if (wordAt(context, i) === 'with') return { first, last: i - 1 };
  return { first, last };
}
