import { describeTable } from '../fixes/describe';
import { pageByKeyFix } from '../fixes/page-by-key-fix';
import { equalitiesOf } from '../indexes/candidates';
import { findsRows } from '../indexes/supports';
import { isNotNull, isUniqueTogether, uniqueKeyWithin } from '../indexes/unique-keys';
import { message, type Message } from '../message';
import type { AccessPath, EqualityCondition } from '../query/access-path';
import { someExpression } from '../query/walk-expression';
import { isEventTable, isIdentifierColumn } from '../schema/column-roles';
import { isSmallTable } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
import type { Expression } from '../sql/model';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUnknownTable,
  type Outcome,
  type PathContext,
  silentSmallTable,
} from './define-rule';

/** Up to this many rows are read in no time. */
const SMALL_OFFSET = 1000;

/** `$1`, `($1 - 1) * $2`; neither a random row nor the middle of all. */
const COUNTING: ReadonlySet<Expression['kind']> = new Set(['parameter', 'constant', 'operator', 'cast']);

export default definePathRule({
  id: 'offset-paging',
  summary: 'A page is found by counting rows, so every row of the pages before is read and thrown away.',
  severity: 'information',
  aspect: 'order',
  check(context) {
    const { path } = context;
    if (!path.offset || !path.block) return OTHER_SHAPE;
    const quiet = silenceOfOffset(path.offset) ?? silenceOfShape(path);
    if (quiet) return quiet;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    if (isSmallTable(table)) return silentSmallTable(table.name);
    const few = oneRow(path, table) ?? fewRows(context, table);
    if (few) return few;
    return found({
      span: path.block.clauses.offset ?? path.offset.span,
      message: describe(path, table),
      // A log of events grows for ever; many other tables stay small.
      severity: isEventTable(table) && !path.approximate ? 'information' : 'hint',
      certainty: 'catalogued',
      related: describeTable(table),
      fixes: isTotal(path, table) && path.alone && !path.approximate ? pageByKeyFix(context, table) : [],
    });
  },
});

function silenceOfOffset(offset: Expression): Outcome | undefined {
  if (offset.kind === 'constant') {
    if (offset.value === '0')
      return silent(
        'optimization-fence',
        message('OFFSET 0 leaves out no row; it keeps a sub-select apart.'),
      );
    return offset.type === 'integer' && Number(offset.value) > SMALL_OFFSET
      ? undefined
      : silent('small-offset', message('So few rows are read and thrown away in no time.'));
  }
  const hasParameter = someExpression(offset, ({ kind }) => kind === 'parameter');
  return hasParameter && !someExpression(offset, ({ kind }) => !COUNTING.has(kind))
    ? undefined
    : silent('not-a-page', message('OFFSET does not count the rows of pages here.'));
}

function silenceOfShape(path: AccessPath): Outcome | undefined {
  if (!path.limit)
    return silent('no-limit', message('Every row behind the offset is asked for, so there is no page.'));
  if (path.aggregated)
    return silent(
      'aggregated',
      message('All rows are aggregated before the page is cut, so all are read anyway.'),
    );
  if (path.orderElsewhere !== undefined)
    return silent('order-elsewhere', message('The order is not one of plain columns of this table.'));
  if (path.order.length === 0) return silent('no-order', message('No order is asked for.'));
  return undefined;
}

function oneRow(path: AccessPath, table: Table): Outcome | undefined {
  const columns = constantsOf(path).map(({ subject }) => (subject.kind === 'column' ? subject.column : ''));
  return isUniqueTogether(table, columns)
    ? silent('few-rows', message('No two rows have the same {0}, so there is one page.', columns.join(', ')))
    : undefined;
}

function fewRows({ supports }: PathContext, table: Table): Outcome | undefined {
  const selective = supports.find(
    (support) =>
      findsRows(support) &&
      support.bounding.some(
        ({ letter, subject, value }) =>
          letter === 'E' &&
          value.kind !== 'join' &&
          subject.kind === 'column' &&
          isIdentifierColumn(table, subject.column),
      ),
  );
  return (
    selective &&
    silent('few-rows', message('The index {0} finds few rows, so there are few pages.', selective.index.name))
  );
}

/** The order, with the constants, identifies a row. */
function isTotal(path: AccessPath, table: Table): boolean {
  const subjects = [...path.order, ...constantsOf(path)].map(({ subject }) => subject);
  return isUniqueTogether(
    table,
    subjects.map((subject) => (subject.kind === 'column' ? subject.column : '')),
  );
}

/** What is equal in all rows. */
function constantsOf(path: AccessPath): readonly EqualityCondition[] {
  return equalitiesOf(path).filter(({ value }) => value.kind !== 'null' && value.kind !== 'join');
}

function describe(path: AccessPath, table: Table): Message {
  if (path.approximate)
    return message(
      'OFFSET reads all rows of the pages before this one and throws them away, so each page is slower than the last. Keep the last row of a page and start behind it.',
    );
  const columns = path.order.map(({ subject }) => (subject.kind === 'column' ? subject.column : '…'));
  if (isTotal(path, table)) {
    const operator = path.order[0]?.descending === true ? '<' : '>';
    const isComparable =
      path.order.every(({ descending }) => descending === path.order[0]?.descending) &&
      columns.every((column) => isNotNull(table, column));
    return isComparable && columns.length > 1
      ? message(
          'OFFSET reads all rows of the pages before this one and throws them away, so each page is slower than the last. Keep the last row of a page and start behind it: WHERE ({0}) {1} (its values).',
          columns.join(', '),
          operator,
        )
      : message(
          'OFFSET reads all rows of the pages before this one and throws them away, so each page is slower than the last. Keep the {0} of the last row of a page and start behind it.',
          columns.join(', '),
        );
  }
  const key = uniqueKeyWithin(
    table,
    table.columns.map(({ name }) => name),
  );
  return message(
    'OFFSET reads all rows of the pages before this one and throws them away, so each page is slower than the last; and rows of equal {0} may stand on two pages or on none. Add {1} to the order, keep the last row of a page, and start behind it.',
    columns.join(', '),
    key?.join(', ') ?? 'a unique column',
  );
}
