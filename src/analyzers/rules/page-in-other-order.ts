import { describeTable } from '../fixes/describe';
import { otherOrderFixes } from '../fixes/other-order-fixes';
import { equalitiesOf, rangesOf } from '../indexes/candidates';
import { findsRows, type UsableSupport } from '../indexes/supports';
import { message } from '../message';
import type { AccessPath, PathOrderKey, RangeCondition } from '../query/access-path';
import { writtenText } from '../rewrites/repeatable';
import {
  findColumn,
  isCreationTime,
  isIdentifierColumn,
  isLogPosition,
  isStreamColumn,
  isStreamVersion,
} from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  type Outcome,
  type PathContext,
} from './define-rule';

type ColumnRange = RangeCondition & { readonly subject: { readonly kind: 'column' } };

export default definePathRule({
  id: 'page-in-other-order',
  summary:
    'A page of a range is cut in another order, so PostgreSQL may walk that order past all rows outside the range.',
  severity: 'information',
  aspect: 'order',
  check(context) {
    const { path } = context;
    const { table } = path;
    const [first] = path.order;
    if (
      !table ||
      !path.limit ||
      !path.block ||
      !path.alone ||
      path.aggregated ||
      first?.subject.kind !== 'column'
    )
      return OTHER_SHAPE;
    const ordered = first.subject.column;
    const ranges = rangesOf(path).filter(isColumnRange);
    if (!isLogPosition(table, ordered) || ranges.length === 0) return OTHER_SHAPE;
    if (ranges.some(({ subject }) => subject.column === ordered))
      return silent('bounded-already', message('A condition on {0} bounds the order as well.', ordered));
    const range = ranges.find(({ subject }) => growsWithPosition(table, subject.column));
    if (!range) return silent('other-range', message('The range does not run along with the order.'));
    return isTime(table, range.subject.column)
      ? judgeTime(context, table, first, range)
      : judgeStream(context, table, first, range);
  },
});

function isColumnRange(range: RangeCondition): range is ColumnRange {
  return range.subject.kind === 'column' && range.operator !== 'prefix' && range.operator !== 'row';
}

function growsWithPosition(table: Table, column: string): boolean {
  return isTime(table, column) || isStreamVersion(table, column);
}

function isTime(table: Table, name: string): boolean {
  const column = findColumn(table, name);
  return column !== undefined && isCreationTime(column);
}

function judgeTime(context: PathContext, table: Table, first: PathOrderKey, range: ColumnRange): Outcome {
  const { path, supports } = context;
  const ahead = rangesOf(path)
    .filter(isColumnRange)
    .find((other) => other.subject.column === range.subject.column && isAhead(other, first));
  if (!ahead) {
    return silent(
      'meets-the-rows-first',
      message('The order begins at the end where the rows of this time are.'),
    );
  }
  const few = supports
    .filter(findsRows)
    .find(({ bounding }) =>
      bounding.some(
        ({ letter, subject }) =>
          letter !== 'R' && subject.kind === 'column' && isIdentifierColumn(table, subject.column),
      ),
    );
  if (few)
    return silent('few-rows', message('The index {0} finds few rows, which are sorted.', few.index.name));
  const walked = supports.find(
    (support): support is UsableSupport => isWalk(support) && support.bounding.length === 0,
  );
  const finding = supports.find(
    (support) => support.usable && !support.lossy && support.bounding.some((bound) => bound === ahead),
  );
  if (!walked || !finding || findsAndOrders(context)) {
    return silent('no-walk', message('No index on the order competes with one that finds the range.'));
  }
  if (path.approximate) return silentUncertainText();
  const { fragment, documentText } = context;
  return found({
    span: path.block?.clauses.orderBy ?? first.key.span,
    message: message(
      'PostgreSQL may walk {0} in the order of {1}, past every row of another time, until the first one matches {2}. {3} finds these rows in order of time: order by {4} first.',
      walked.index.name,
      writtenText(fragment, documentText, first.subject.span),
      writtenText(fragment, documentText, ahead.span),
      finding.index.name,
      writtenText(fragment, documentText, ahead.subject.span),
    ),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: otherOrderFixes(context, first, ahead, isClosed(path, ahead) ? 'closed-window' : 'open-window'),
  });
}

/** Rows of another time stand between the end where the order begins and the first that matches. */
function isAhead({ operator }: RangeCondition, { descending }: PathOrderKey): boolean {
  return operator === 'between' || operator.startsWith(descending ? '<' : '>');
}

function isClosed(path: AccessPath, { subject, operator }: ColumnRange): boolean {
  return rangesOf(path).some(
    (other) =>
      other.operator === 'between' ||
      (other.subject.kind === 'column' &&
        other.subject.column === subject.column &&
        !other.operator.startsWith(operator.slice(0, 1))),
  );
}

function isWalk(support: PathContext['supports'][number]): support is UsableSupport {
  return support.usable && (support.order.kind === 'full' || support.order.kind === 'prefix');
}

/** One index does both: `(type, position)` for `type = $1`. */
function findsAndOrders({ supports }: PathContext): boolean {
  return supports.some((support) => isWalk(support) && support.bounding.length > 0);
}

/** A stream's own order is that of its versions, and the index that finds the range has it. */
function judgeStream(context: PathContext, table: Table, first: PathOrderKey, range: ColumnRange): Outcome {
  const { path, supports, fragment, documentText } = context;
  const stream = equalitiesOf(path).find(
    ({ subject }) => subject.kind === 'column' && isStreamColumn(table, subject.column),
  );
  if (!stream)
    return silent('several-streams', message('Versions of several streams are no order of the log.'));
  if (findsAndOrders(context))
    return silent('covered-by-index', message('An index finds the rows of the stream in this order.'));
  const finding = supports.find(
    (support) =>
      support.usable &&
      support.bounding.some((bound) => bound === stream) &&
      support.bounding.some((bound) => bound === range),
  );
  if (!finding) return silent('no-walk', message('No index holds the versions of each stream in order.'));
  if (path.approximate) return silentUncertainText();
  return found({
    span: path.block?.clauses.orderBy ?? first.key.span,
    message: message(
      '{0} finds these rows in order of {1}, but not of {2}: PostgreSQL sorts all that are left of the stream for each page, or walks the whole log past other streams. Order by {1}, which is the same within a stream.',
      finding.index.name,
      writtenText(fragment, documentText, range.subject.span),
      writtenText(fragment, documentText, first.subject.span),
    ),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: otherOrderFixes(context, first, range, 'versions'),
  });
}
