import { describeTable } from '../fixes/describe';
import { extremeFixes, firstRowFixes, isClosedWindow } from '../fixes/extreme-fixes';
import { isFoundInverted, walksOf } from '../indexes/extreme-walk';
import { equalitiesOf } from '../indexes/candidates';
import { findsRows, type Support, type UsableSupport } from '../indexes/supports';
import { isUniqueTogether } from '../indexes/unique-keys';
import { message } from '../message';
import type { Condition, RangeCondition } from '../query/access-path';
import { type Extreme, filtersOf, isBounded, readExtreme } from '../query/extreme';
import { writtenText } from '../rewrites/repeatable';
import {
  findColumn,
  isCreationTime,
  isEventTable,
  isIdentifierColumn,
  isInsertionNumber,
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

/** What is known once the shape is: the walk that PostgreSQL may take for the extreme. */
interface Walk {
  readonly extreme: Extreme;
  readonly filters: readonly Condition[];
  readonly walked: UsableSupport;
}

export default definePathRule({
  id: 'filtered-extreme',
  summary:
    'The smallest or largest value under a condition is looked for by walking an index, past all rows that do not match.',
  severity: 'information',
  aspect: 'order',
  check(context) {
    const { path, settings } = context;
    const extreme = readExtreme(path);
    const filters = extreme ? filtersOf(path, extreme) : [];
    if (!extreme || filters.length === 0) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const walks = walksOf(path, extreme, settings.serverVersion);
    const serving = walks.find(
      ({ bounding, index }) =>
        index.predicate !== undefined || bounding.some((bound) => filters.includes(bound)),
    );
    if (serving)
      return silent(
        'covered-by-index',
        message('The index {0} finds the rows and ends in the value.', serving.index.name),
      );
    const [walked] = walks;
    if (!walked)
      return silent(
        'no-walk',
        message('No index is in the order of {0}, so there is none to walk.', extreme.column.name),
      );
    if (isBounded(path, extreme))
      return silent('bounded-already', message('A condition on {0} ends the walk.', extreme.column.name));
    if (path.approximate) return silentUncertainText();
    return judge(context, table, { extreme, filters, walked });
  },
});

function judge(context: PathContext, table: Table, walk: Walk): Outcome {
  const { path, supports } = context;
  const finding = supports.filter(findsRows);
  const few = finding.find(({ bounding }) => bounding.some((condition) => isSelective(condition, table)));
  const columns = equalitiesOf(path).map(({ subject }) => (subject.kind === 'column' ? subject.column : ''));
  if (few || isUniqueTogether(table, columns)) {
    return silent(
      'few-rows',
      message('The condition leaves few rows, which an index finds; PostgreSQL reads those.'),
    );
  }
  const times = walk.filters.filter((condition) => isTimeRange(condition, table));
  const opposing = times.find((condition) => isAhead(condition, walk.extreme));
  if (times.length === walk.filters.length && !opposing) {
    return silent(
      'meets-the-rows-first',
      message('The walk begins at the end of the index where the rows of this time are.'),
    );
  }
  if (opposing && supports.some((support) => isBoundBy(support, opposing)))
    return judgeTime(context, table, walk, opposing);
  if (finding.length > 0 || isFoundInverted(table, walk.filters))
    return judgeFilter(context, table, walk, true);
  const isComparison = walk.filters.some(({ letter }) => letter === 'E');
  return isComparison && isEventTable(table)
    ? judgeFilter(context, table, walk, false)
    : silent(
        'no-index-finds-them',
        message('No index finds the rows of the condition, so the walk is no worse than reading the table.'),
      );
}

function isSelective(condition: Condition, table: Table): boolean {
  return (
    (condition.letter === 'E' || condition.letter === 'A') &&
    condition.subject.kind === 'column' &&
    isIdentifierColumn(table, condition.subject.column)
  );
}

function isTimeRange(condition: Condition, table: Table): condition is RangeCondition {
  if (condition.letter !== 'R' || condition.subject.kind !== 'column') return false;
  const column = findColumn(table, condition.subject.column);
  return column !== undefined && isCreationTime(column);
}

/** Rows of other times stand between the end where the walk begins and the first that matches. */
function isAhead({ operator }: RangeCondition, { largest }: Extreme): boolean {
  return operator === 'between' || operator.startsWith(largest ? '<' : '>');
}

function isBoundBy(support: Support, condition: Condition): boolean {
  return support.usable && !support.lossy && support.bounding.some((bound) => bound === condition);
}

function judgeTime(context: PathContext, table: Table, walk: Walk, time: RangeCondition): Outcome {
  const { fragment, documentText } = context;
  const { extreme, walked } = walk;
  const position = findColumn(table, extreme.column.name);
  // Numbers given at insertion grow with time, of others nobody knows; of a window that is small the index on time is taken.
  const isCertain =
    position !== undefined &&
    isInsertionNumber(position) &&
    time.value.kind === 'parameter' &&
    !isClosedWindow(context.path, time);
  const textOf = (span: { readonly start: number; readonly end: number }) =>
    writtenText(fragment, documentText, span);
  const direction = extreme.largest ? ' DESC' : '';
  return found({
    span: extreme.call.span,
    message: message(
      'PostgreSQL looks for {0} by walking {1} from one end, past every row of another time, until the first one matches {2}. Rows come in order of time, so take the first of them: ORDER BY {3}{5}, {4}{5} LIMIT 1.',
      textOf(extreme.call.span),
      walked.index.name,
      textOf(time.span),
      textOf(time.subject.span),
      textOf(extreme.column.span),
      direction,
    ),
    severity: isCertain ? 'warning' : 'information',
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: firstRowFixes(context, table, extreme, time),
  });
}

function judgeFilter(context: PathContext, table: Table, walk: Walk, isFound: boolean): Outcome {
  const { fragment, documentText } = context;
  const { extreme, filters, walked } = walk;
  const call = writtenText(fragment, documentText, extreme.call.span);
  return found({
    span: extreme.call.span,
    message: isFound
      ? message(
          'PostgreSQL may look for {0} by walking {1} from one end until a row matches, although another index finds the rows that match. When those are old, few or none, it walks past nearly all others. Fence the condition in a sub-select, or create an index that ends in {2}.',
          call,
          walked.index.name,
          extreme.column.name,
        )
      : message(
          'PostgreSQL looks for {0} by walking {1} from one end until a row matches. When the rows that match are old, few or none, it walks past nearly all others. Create an index on the compared columns that ends in {2}.',
          call,
          walked.index.name,
          extreme.column.name,
        ),
    severity: isEventTable(table) ? 'information' : 'hint',
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: extremeFixes(context, table, extreme, filters, isFound),
  });
}
