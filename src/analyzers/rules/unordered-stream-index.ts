import { describeIndex, describeTable } from '../fixes/describe';
import { perStreamFixes } from '../fixes/per-stream-fixes';
import { arraysOf, equalitiesOf } from '../indexes/candidates';
import { findsRows, type Support } from '../indexes/supports';
import { isUniqueTogether } from '../indexes/unique-keys';
import { message, type Message } from '../message';
import type { AccessPath, ArrayCondition } from '../query/access-path';
import {
  isCorrelationColumn,
  isIdentifierColumn,
  isStreamColumn,
  isStreamName,
} from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  silentUnknownTable,
  type Outcome,
  type PathContext,
} from './define-rule';

export default definePathRule({
  id: 'unordered-stream-index',
  summary: 'An index finds the rows of several streams but cannot return them in the order of the page.',
  severity: 'information',
  aspect: 'order',
  check(context) {
    const { path } = context;
    const condition = arraysOf(path).find(({ subject }) => subject.kind === 'column');
    if (condition?.subject.kind !== 'column' || !path.block) return OTHER_SHAPE;
    const shape = silenceOfShape(path);
    if (shape) return shape;
    if (condition.node.kind === 'in-list' && condition.node.left.kind === 'row') {
      return silent(
        'compares-rows',
        message('Several columns are compared together, so each element finds few rows.'),
      );
    }
    if (!path.table) return judgeUnknownTable(context, condition);
    return judgeKnownTable(context, condition, path.table);
  },
});

/** No page is cut from an ordered set, so a sort of the rows found is right. */
function silenceOfShape(path: AccessPath): Outcome | undefined {
  if (path.aggregated)
    return silent(
      'aggregated',
      message('All rows of the streams are aggregated, so their order does not matter.'),
    );
  if (!path.alone)
    return silent('joined', message('The order and the limit belong to a join, not to this table alone.'));
  if (path.orderElsewhere !== undefined) {
    return silent('order-elsewhere', message('The order is not one of plain columns of this table.'));
  }
  if (path.order.length === 0) return silent('no-order', message('No order is asked for.'));
  if (!path.limit)
    return silent('no-limit', message('Every row of the streams is asked for, so sorting them is right.'));
  if (path.locking)
    return silent(
      'locking-read',
      message('The rows are locked while they are read; a rewrite would lock others.'),
    );
  return undefined;
}

function judgeKnownTable(context: PathContext, condition: ArrayCondition, table: Table): Outcome {
  const { path, supports } = context;
  const column = condition.subject.kind === 'column' ? condition.subject.column : '';
  if (!isStreamColumn(table, column) && !isIdentifierColumn(table, column)) {
    return silent(
      'not-a-stream-column',
      message('{0} does not identify a stream; walking the order and filtering may well be right.', column),
    );
  }
  if (isCorrelationColumn(table, column)) {
    return silent(
      'few-rows-per-value',
      message('Few rows share one value of {0}, so sorting them costs next to nothing.', column),
    );
  }
  const constants = equalitiesOf(path).map(({ subject }) =>
    subject.kind === 'column' ? subject.column : '',
  );
  if (isUniqueTogether(table, [...constants, column])) {
    return silent(
      'one-row-per-value',
      message('Each value of {0} has one row at most, so there is little to sort.', column),
    );
  }
  const finding = supports.filter(findsRows);
  const ordered = supports.find((support) => findsRows(support) && support.order.kind === 'full');
  if (ordered)
    return silent(
      'ordered-by-index',
      message('The index {0} finds the rows and returns them in order.', ordered.index.name),
    );
  const partial = finding.find(({ index }) => index.predicate !== undefined);
  if (partial)
    return silent(
      'partial-index-holds-rows',
      message('The partial index {0} holds the rows that may be asked for.', partial.index.name),
    );
  const [finder] = finding;
  if (!finder)
    return silent(
      'needs-stream-index',
      message('No index finds the rows of the streams yet; that comes first.'),
    );
  if (path.approximate) {
    return silentUncertainText();
  }
  return found({
    span: path.block?.clauses.orderBy ?? condition.span,
    message: describe(context, finder.index.name, column),
    certainty: 'catalogued',
    related: [...describeIndex(finder.index), ...describeTable(table)],
    fixes: perStreamFixes(context, condition, table),
  });
}

function describe({ path, supports }: PathContext, finder: string, column: string): Message {
  const finders: readonly Support[] = supports.filter(findsRows);
  const walked = supports.find(
    (support) => support.usable && support.order.kind === 'full' && !finders.includes(support),
  );
  if (walked) {
    return message(
      'The index {0} finds these rows but cannot return them in the order of {1}. PostgreSQL sorts every row it finds, or walks {2} and throws away the rows that do not match, until the limit is met. Read the rows of each {3} in order with LATERAL instead.',
      finder,
      orderText(path),
      walked.index.name,
      column,
    );
  }
  return message(
    'The index {0} finds these rows but cannot return them in the order of {1}. PostgreSQL sorts every row it finds before it keeps the first few. Read the rows of each {2} in order with LATERAL instead.',
    finder,
    orderText(path),
    column,
  );
}

/** With no schema from outside the document the shape alone says this much: an array on one column and an order by another never come from one btree. */
function judgeUnknownTable(context: PathContext, condition: ArrayCondition): Outcome {
  const { path } = context;
  const column = condition.subject.kind === 'column' ? condition.subject.column : '';
  const [first] = path.order;
  const isOther = first?.subject.kind === 'column' && first.subject.column !== column;
  if (context.before.tables.length > 0 || !isOther || !isStreamName(column) || path.approximate) {
    return silentUnknownTable(path.relation.name.name);
  }
  return found({
    span: path.block?.clauses.orderBy ?? condition.span,
    severity: 'hint',
    message: message(
      'No btree index can return the rows of several values of {0} in the order of {1}: PostgreSQL sorts all of them, or walks the order and filters. With an index on ({0}, {1}), reading each stream with LATERAL avoids both.',
      column,
      orderText(path),
    ),
    certainty: 'stated',
    related: [],
    fixes: [],
  });
}

function orderText(path: AccessPath): string {
  return path.order
    .map(({ subject }) => (subject.kind === 'column' ? subject.column : 'an expression'))
    .join(', ');
}
