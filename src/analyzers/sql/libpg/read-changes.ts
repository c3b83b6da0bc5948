import type { DeleteNode, Expression, InsertNode, MergeNode, TableReference, UpdateNode } from '../model';
import { findWord, insertSourceRange } from '../change-layout';
import { spanOfTokens, tokenIndexBefore, type TokenRange, withoutParentheses } from '../token-text';
import type { ReadContext } from './read-context';
import { readExpression, readExpressionAt, readOperand } from './read-expression';
import { readFromItem, readFromList, readTable } from './read-from';
import { readSelect, readWith } from './read-query';
import { readReturning } from './read-targets';
import { bodiesAt, type Fields, fieldsAt, integerAt, nodeAt, nodesAt, textAt, type TreeNode } from './tree';

export function readInsert(fields: Fields, range: TokenRange, context: ReadContext): InsertNode {
  const { first, last } = withoutParentheses(context, range);
  const into = readTable(fieldsAt(fields, 'relation') ?? {}, context);
  const columns = readColumnNames(fields, 'cols');
  const select = nodeAt(fields, 'selectStmt');
  const sourceRange = insertSourceRange(context, tokenAfter(into, context), last, columns.length > 0);
  const source = select && readSelect(select.fields, sourceRange, context);
  const onConflict = readOnConflict(fields);
  return {
    kind: 'insert',
    span: spanOfTokens(context, first, last),
    with: readWith(fields, context),
    into,
    columns,
    ...(source && { source }),
    ...(onConflict && { onConflict }),
    returning: readReturning(fields, context),
  };
}

function readColumnNames(fields: Fields, field: string): readonly string[] {
  return bodiesAt(fields, field, 'ResTarget').map((column) => textAt(column, 'name') ?? '');
}

function tokenAfter({ span }: TableReference, context: ReadContext): number {
  return tokenIndexBefore(context, span.end) + 1;
}

function readOnConflict(fields: Fields): InsertNode['onConflict'] {
  const clause = fieldsAt(fields, 'onConflictClause');
  if (!clause) return undefined;
  const inferred = bodiesAt(fieldsAt(clause, 'infer') ?? {}, 'indexElems', 'IndexElem');
  return {
    action: textAt(clause, 'action') === 'ONCONFLICT_UPDATE' ? 'update' : 'nothing',
    // Expressions of an index have no name.
    columns: inferred.map((element) => textAt(element, 'name')).filter((name) => name !== undefined),
  };
}

export function readUpdate(fields: Fields, range: TokenRange, context: ReadContext): UpdateNode {
  const { first, last } = withoutParentheses(context, range);
  const table = readTable(fieldsAt(fields, 'relation') ?? {}, context);
  const from = findWord(context, 'from', tokenAfter(table, context), last);
  const where = readExpressionAt(fields, 'whereClause', context);
  return {
    kind: 'update',
    span: spanOfTokens(context, first, last),
    with: readWith(fields, context),
    table,
    assignments: readAssignments(fields, context),
    from: readFromList(fields, 'fromClause', from ?? last, context),
    ...(where && { where }),
    returning: readReturning(fields, context),
  };
}

function readAssignments(fields: Fields, context: ReadContext): UpdateNode['assignments'] {
  return bodiesAt(fields, 'targetList', 'ResTarget').map((target) => ({
    column: textAt(target, 'name') ?? '',
    value: readAssigned(nodeAt(target, 'val'), target, context),
  }));
}

/** The value of one column; of `(a, b) = (1, 2)` the part that is its own, of `(a, b) = (SELECT …)` the whole sub-select. */
function readAssigned(node: TreeNode | undefined, target: Fields, context: ReadContext): Expression {
  if (node?.type !== 'MultiAssignRef') return readOperand(target, 'val', context);
  const source = nodeAt(node.fields, 'source');
  const part =
    source?.type === 'RowExpr'
      ? nodesAt(source.fields, 'args')[integerAt(node.fields, 'colno') - 1]
      : undefined;
  return part ? readExpression(part, context) : readOperand(node.fields, 'source', context);
}

export function readDelete(fields: Fields, range: TokenRange, context: ReadContext): DeleteNode {
  const { first, last } = withoutParentheses(context, range);
  const table = readTable(fieldsAt(fields, 'relation') ?? {}, context);
  const where = readExpressionAt(fields, 'whereClause', context);
  return {
    kind: 'delete',
    span: spanOfTokens(context, first, last),
    with: readWith(fields, context),
    table,
    using: readFromList(fields, 'usingClause', tokenAfter(table, context), context),
    ...(where && { where }),
    returning: readReturning(fields, context),
  };
}

export function readMerge(fields: Fields, range: TokenRange, context: ReadContext): MergeNode {
  const { first, last } = withoutParentheses(context, range);
  const into = readTable(fieldsAt(fields, 'relation') ?? {}, context);
  const using = nodeAt(fields, 'sourceRelation') ?? { type: 'RangeVar', fields: {} };
  return {
    kind: 'merge',
    span: spanOfTokens(context, first, last),
    with: readWith(fields, context),
    into,
    using: readFromItem(using, tokenAfter(into, context), context),
    on: readOperand(fields, 'joinCondition', context),
  };
}
