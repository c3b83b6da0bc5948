import type {
  CommonTableExpression,
  Expression,
  LockingClause,
  QueryStatement,
  SelectNode,
  Target,
} from '../model';
import { type QueryLayout, readQueryLayout } from '../query-layout';
import { closingIndex, nextParenthesis, spanOfTokens, type TokenRange } from '../token-text';
import { readDelete, readInsert, readMerge, readUpdate } from './read-changes';
import { countDepth } from '../nesting';
import { offsetOf, type ReadContext, tokenOf } from './read-context';
import { readExpression, readExpressionAt, readExpressionsAt } from './read-expression';
import { readFromList } from './read-from';
import { readOrderKeys } from './read-order-keys';
import { readWindow } from './read-call';
import { readTargets } from './read-targets';
import { bodiesAt, type Fields, fieldsAt, flagAt, namesAt, nodeAt, textAt, type TreeNode } from './tree';

/** A statement that reads or changes rows; `undefined` for any other. `range` holds its tokens, with or without parentheses around. */
export function readQuery(
  { type, fields }: TreeNode,
  range: TokenRange,
  context: ReadContext,
): QueryStatement | undefined {
  switch (type) {
    case 'SelectStmt':
      return readSelect(fields, range, context);
    case 'InsertStmt':
      return readInsert(fields, range, context);
    case 'UpdateStmt':
      return readUpdate(fields, range, context);
    case 'DeleteStmt':
      return readDelete(fields, range, context);
    case 'MergeStmt':
      return readMerge(fields, range, context);
    default:
      return undefined;
  }
}

/** SELECT, VALUES, TABLE and set operations. `range` holds its tokens, with or without parentheses around. */
export function readSelect(fields: Fields, range: TokenRange, context: ReadContext): SelectNode {
  countDepth(context, 1);
  const layout = readQueryLayout(context, range);
  const where = readExpressionAt(fields, 'whereClause', context);
  const having = readExpressionAt(fields, 'havingClause', context);
  const offset = readExpressionAt(fields, 'limitOffset', context);
  const limit = readLimit(fields, layout, context);
  const setOperation = readSetOperation(fields, layout, range, context);
  const windows = bodiesAt(fields, 'windowClause', 'WindowDef').flatMap((over) => readWindow(over, context));
  const select: SelectNode = {
    kind: 'select',
    span: layout.span,
    clauses: layout.clauses,
    with: readWith(fields, context),
    distinct: readDistinct(fields, context),
    targets: readSelectTargets(fields, layout, context),
    from: readFromList(fields, 'fromClause', layout.from ?? range.first, context),
    ...(where && { where }),
    groupBy: readExpressionsAt(fields, 'groupClause', context),
    ...(having && { having }),
    ...(windows.length > 0 && { windows }),
    orderBy: readOrderKeys(fields, 'sortClause', context),
    ...(limit && { limit }),
    ...(offset && { offset }),
    withTies: textAt(fields, 'limitOption') === 'LIMIT_OPTION_WITH_TIES',
    locking: bodiesAt(fields, 'lockingClause', 'LockingClause').map(readLocking),
    ...(setOperation && { setOperation }),
    ...readValues(fields, context),
  };
  countDepth(context, -1);
  return select;
}

function readDistinct(fields: Fields, context: ReadContext): SelectNode['distinct'] {
  if (fields['distinctClause'] === undefined) return 'none';
  // Plain DISTINCT is a list with one empty entry.
  const on = readExpressionsAt(fields, 'distinctClause', context);
  return on.length === 0 ? 'all' : on;
}

function readSelectTargets(fields: Fields, layout: QueryLayout, context: ReadContext): readonly Target[] {
  const [first] = bodiesAt(fields, 'targetList', 'ResTarget');
  if (first && offsetOf(first, context) === undefined) {
    // TABLE t is SELECT * FROM t with a star that stands nowhere.
    const { span } = layout;
    return [{ expression: { kind: 'column', name: '*', span }, span }];
  }
  return readTargets(fields, 'targetList', context);
}

function readLimit(fields: Fields, layout: QueryLayout, context: ReadContext): Expression | undefined {
  const node = nodeAt(fields, 'limitCount');
  if (!node) return undefined;
  const limit = readExpression(node, context);
  // LIMIT ALL and LIMIT NULL limit nothing.
  if (limit.kind === 'constant' && limit.type === 'null') return undefined;
  const written = offsetOf(node.fields, context) !== undefined || node.type !== 'A_Const';
  // FETCH FIRST ROW ONLY counts one without saying so.
  return written ? limit : { ...limit, span: layout.clauses.limit ?? limit.span };
}

const SET_OPERATORS = {
  SETOP_UNION: 'union',
  SETOP_INTERSECT: 'intersect',
  SETOP_EXCEPT: 'except',
} as const;

function readSetOperation(
  fields: Fields,
  layout: QueryLayout,
  range: TokenRange,
  context: ReadContext,
): SelectNode['setOperation'] {
  const name = textAt(fields, 'op') ?? '';
  if (!isSetOperator(name)) return undefined;
  const { left, right } = layout.arms ?? { left: range, right: range };
  return {
    operator: SET_OPERATORS[name],
    all: flagAt(fields, 'all'),
    left: readSelect(fieldsAt(fields, 'larg') ?? {}, left, context),
    right: readSelect(fieldsAt(fields, 'rarg') ?? {}, right, context),
  };
}

function isSetOperator(name: string): name is keyof typeof SET_OPERATORS {
  return Object.hasOwn(SET_OPERATORS, name);
}

function readValues(fields: Fields, context: ReadContext): Pick<SelectNode, 'values'> {
  const rows = bodiesAt(fields, 'valuesLists', 'List');
  if (rows.length === 0) return {};
  return { values: rows.map((row) => readExpressionsAt(row, 'items', context)) };
}

const STRENGTHS: Readonly<Record<string, LockingClause['strength']>> = {
  LCS_FORKEYSHARE: 'key share',
  LCS_FORSHARE: 'share',
  LCS_FORNOKEYUPDATE: 'no key update',
};
const WAITS: Readonly<Record<string, LockingClause['wait']>> = {
  LockWaitSkip: 'skip locked',
  LockWaitError: 'nowait',
};

function readLocking(fields: Fields): LockingClause {
  return {
    strength: STRENGTHS[textAt(fields, 'strength') ?? ''] ?? 'update',
    wait: WAITS[textAt(fields, 'waitPolicy') ?? ''] ?? 'block',
    of: bodiesAt(fields, 'lockedRels', 'RangeVar').map((relation) => textAt(relation, 'relname') ?? ''),
  };
}

export function readWith(fields: Fields, context: ReadContext): readonly CommonTableExpression[] {
  const clause = fieldsAt(fields, 'withClause');
  if (!clause) return [];
  const recursive = flagAt(clause, 'recursive');
  return bodiesAt(clause, 'ctes', 'CommonTableExpr').flatMap((cte) =>
    readCommonTable(cte, recursive, context),
  );
}

const MATERIALIZED: Readonly<Record<string, CommonTableExpression['materialized']>> = {
  CTEMaterializeAlways: 'always',
  CTEMaterializeNever: 'never',
};

function readCommonTable(
  fields: Fields,
  recursive: boolean,
  context: ReadContext,
): readonly CommonTableExpression[] {
  const first = tokenOf(fields, context);
  const columns = namesAt(fields, 'aliascolnames');
  const behindColumns = columns.length > 0 ? closingIndex(context, first + 1) + 1 : first + 1;
  const open = nextParenthesis(context, behindColumns);
  const close = closingIndex(context, open);
  const node = nodeAt(fields, 'ctequery');
  const query = node && readQuery(node, { first: open, last: close }, context);
  if (!query) return [];
  return [
    {
      name: textAt(fields, 'ctename') ?? '',
      columns,
      materialized: MATERIALIZED[textAt(fields, 'ctematerialized') ?? ''] ?? 'default',
      recursive,
      query,
      span: spanOfTokens(context, first, close),
    },
  ];
}
