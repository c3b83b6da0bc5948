import { itemEnd } from '../ddl-layout';
import type {
  ColumnDefinition,
  CreateTable,
  Expression,
  LikeClause,
  LikePart,
  PartitionSpecification,
} from '../model';
import { spanOfTokens } from '../token-text';
import { readColumnDefinition } from './read-column-definition';
import { readConstraint } from './read-constraint';
import { type ReadContext, readRangeVarName, tokenOf } from './read-context';
import { readOperand } from './read-expression';
import { bodiesAt, type Fields, fieldsAt, flagAt, integerAt, namesAt, textAt } from './tree';

export function readCreateTable(fields: Fields, context: ReadContext): CreateTable {
  const { first, last } = context.range;
  const relation = fieldsAt(fields, 'relation') ?? {};
  const name = readRangeVarName(relation, context);
  const parents = bodiesAt(fields, 'inhRelations', 'RangeVar').map((parent) =>
    readRangeVarName(parent, context),
  );
  const isPartition = fieldsAt(fields, 'partbound') !== undefined;
  const [parent] = parents;
  const partitionBy = readPartitionBy(fields, context);
  return {
    kind: 'create-table',
    span: spanOfTokens(context, first, last),
    name,
    ifNotExists: flagAt(fields, 'if_not_exists'),
    persistence: readPersistence(relation),
    columns: readColumns(fields, name.name, context),
    constraints: bodiesAt(fields, 'tableElts', 'Constraint').flatMap((constraint) => {
      const start = tokenOf(constraint, context);
      const range = { first: start, last: itemEnd(context, start, last) };
      return readConstraint(constraint, range, context) ?? [];
    }),
    ...(partitionBy && { partitionBy }),
    ...(isPartition && parent && { partitionOf: parent }),
    inherits: isPartition ? [] : parents,
    like: bodiesAt(fields, 'tableElts', 'TableLikeClause').map((like) => readLike(like, context)),
    as: fieldsAt(fields, 'ofTypename') !== undefined,
  };
}

/** Since 18 NOT NULL can stand apart from its column. */
function readColumns(fields: Fields, table: string, context: ReadContext): readonly ColumnDefinition[] {
  const apart = bodiesAt(fields, 'tableElts', 'Constraint').filter(
    (constraint) => textAt(constraint, 'contype') === 'CONSTR_NOTNULL',
  );
  return bodiesAt(fields, 'tableElts', 'ColumnDef').map((body) => {
    const column = readColumnDefinition(body, table, context);
    const constraint = apart.find((candidate) => namesAt(candidate, 'keys').includes(column.name));
    const notNullName = constraint && textAt(constraint, 'conname');
    if (!constraint) return column;
    return { ...column, notNull: true, ...(notNullName !== undefined && { notNullName }) };
  });
}

/** CREATE TABLE AS. */
export function readCreateTableAs(fields: Fields, context: ReadContext): CreateTable {
  const { first, last } = context.range;
  const relation = fieldsAt(fieldsAt(fields, 'into') ?? {}, 'rel') ?? {};
  return {
    kind: 'create-table',
    span: spanOfTokens(context, first, last),
    name: readRangeVarName(relation, context),
    ifNotExists: flagAt(fields, 'if_not_exists'),
    persistence: readPersistence(relation),
    columns: [],
    constraints: [],
    inherits: [],
    like: [],
    as: true,
  };
}

const PERSISTENCE: Readonly<Record<string, CreateTable['persistence']>> = { t: 'temporary', u: 'unlogged' };

export function readPersistence(relation: Fields): CreateTable['persistence'] {
  return PERSISTENCE[textAt(relation, 'relpersistence') ?? ''] ?? 'permanent';
}

/** The bits of CREATE_TABLE_LIKE_… in parsenodes.h. */
const LIKE_BITS: Readonly<Record<LikePart, number>> = {
  constraints: 1 << 2,
  defaults: 1 << 3,
  generated: 1 << 4,
  identity: 1 << 5,
  indexes: 1 << 6,
};
const LIKE_PARTS: readonly LikePart[] = ['constraints', 'defaults', 'generated', 'identity', 'indexes'];

function readLike(fields: Fields, context: ReadContext): LikeClause {
  const options = integerAt(fields, 'options');
  return {
    table: readRangeVarName(fieldsAt(fields, 'relation') ?? {}, context),
    including: LIKE_PARTS.filter((part) => (options & LIKE_BITS[part]) !== 0),
  };
}

const STRATEGIES: Readonly<Record<string, PartitionSpecification['strategy']>> = {
  PARTITION_STRATEGY_LIST: 'list',
  PARTITION_STRATEGY_HASH: 'hash',
};

function readPartitionBy(fields: Fields, context: ReadContext): PartitionSpecification | undefined {
  const specification = fieldsAt(fields, 'partspec');
  if (!specification) return undefined;
  return {
    strategy: STRATEGIES[textAt(specification, 'strategy') ?? ''] ?? 'range',
    keys: bodiesAt(specification, 'partParams', 'PartitionElem').map((element) =>
      readPartitionKey(element, context),
    ),
  };
}

function readPartitionKey(element: Fields, context: ReadContext): Expression {
  const name = textAt(element, 'name');
  if (name === undefined) return readOperand(element, 'expr', context);
  const token = tokenOf(element, context);
  return { kind: 'column', name, span: spanOfTokens(context, token, token) };
}
