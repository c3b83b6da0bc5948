import { createIndexFix } from '../fixes/create-index-fix';
import { describeIndex, describeTable } from '../fixes/describe';
import { candidateIndex, keyOf } from '../indexes/candidates';
import { servedInstead } from '../indexes/served-instead';
import type { IndexDefinition } from '../indexes/index-definition';
import { type Message, message } from '../message';
import type {
  ArrayCondition,
  Condition,
  EqualityCondition,
  RangeCondition,
  Subject,
} from '../query/access-path';
import { isWrittenAs } from '../query/is-written-as';
import { type TimeExpression, timeExpression } from '../query/time-expression';
import { keepsPlaceholders } from '../rewrites/keeps-placeholders';
import { type TimeCorner, windowOf } from '../rewrites/time-window';
import { findColumn, isCreationTime } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  type FixDraft,
  found,
  OTHER_SHAPE,
  type Outcome,
  type PathContext,
  silent,
  silentUncertainText,
  silentUnknownTable,
} from './define-rule';

type TimeCondition = ArrayCondition | EqualityCondition | RangeCondition;

interface Judged {
  readonly condition: TimeCondition;
  readonly time: TimeExpression;
  readonly table: Table;
}

export default definePathRule({
  id: 'function-on-time-column',
  summary: 'A function on a time column keeps PostgreSQL from using an index on it for a window of time.',
  severity: 'information',
  aspect: 'rows',
  warnsWhen: 'large',
  check(context) {
    const { path } = context;
    const conditions = path.conditions.filter(isOnExpression);
    if (conditions.length === 0) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    for (const condition of conditions) {
      const { subject } = condition;
      const time = subject.kind === 'expression' ? timeExpression(subject.expression, table) : undefined;
      if (time) return judge({ condition, time, table }, context);
    }
    return OTHER_SHAPE;
  },
});

function isOnExpression(condition: Condition): condition is TimeCondition {
  if (condition.letter === 'F' || condition.subject.kind !== 'expression') return false;
  return condition.letter !== 'R' || !/^(?:prefix|row)$/.test(condition.operator);
}

function judge(judged: Judged, context: PathContext): Outcome {
  const { condition, time, table } = judged;
  const { path, supports, settings } = context;
  const name = time.column.name;
  const serving = supports.find((support) => support.usable && support.bounding.length > 0);
  if (serving) return silent('found-otherwise', message('The index {0} finds the rows.', serving.index.name));
  if (condition.value.kind === 'join' && condition.value.outer !== true)
    return silent('joined', message('Only the plan tells from which side the join is read.'));
  const subject: Subject = { kind: 'column', column: name, span: time.column.span };
  const bare: RangeCondition = { ...condition, letter: 'R', subject, operator: '>=' };
  const disabled = servedInstead(path, condition, bare, settings.serverVersion)[0]?.index;
  if (!disabled) {
    const quiet = silenceWithoutIndex(judged, context);
    if (quiet) return quiet;
  }
  if (path.approximate) return silentUncertainText();
  return found({
    span: condition.span,
    severity: disabled ? 'warning' : 'information',
    message: describe(judged, disabled),
    certainty: 'catalogued',
    related: disabled ? describeIndex(disabled) : describeTable(table),
    fixes: fixesFor(judged, context, disabled),
  });
}

/** Without an index the whole table is read either way: worth a word only where rows come with time and nothing else finds them. */
function silenceWithoutIndex({ condition, time, table }: Judged, { path }: PathContext): Outcome | undefined {
  const column = findColumn(table, time.column.name);
  if (!column || !isCreationTime(column)) {
    return silent(
      'no-index-on-column',
      message('No index would find rows by {0} itself either.', time.column.name),
    );
  }
  const hasOthers = path.conditions.some(
    (other) =>
      other !== condition &&
      (other.letter === 'E' || other.letter === 'A') &&
      other.node.kind !== 'null-test',
  );
  return hasOthers
    ? silent(
        'other-conditions',
        message('Other conditions may find fewer rows than the window does; only statistics can tell.'),
      )
    : undefined;
}

function describe({ time, table }: Judged, disabled: IndexDefinition | undefined): Message {
  return disabled
    ? message(
        'The function on {0} keeps PostgreSQL from using the index {1}: it is computed for every row of {2}. Compare {0} itself with the ends of the window.',
        time.column.name,
        disabled.name,
        table.name,
      )
    : message(
        'The function on {0} is computed for every row of {1}, and no index on {0} could change that. Compare {0} itself with the ends of the window, and create an index on it.',
        time.column.name,
        table.name,
      );
}

function fixesFor(
  { condition, time, table }: Judged,
  context: PathContext,
  disabled: IndexDefinition | undefined,
): readonly FixDraft[] {
  const { path, snapshot } = context;
  const window = condition.letter === 'A' ? undefined : windowOf(time, condition);
  if (!window || !isWrittenAs(condition, path) || !keepsPlaceholders(window.pieces, condition.span, context))
    return [];
  const rewrite: FixDraft = {
    id: 'rewrite/bare-column',
    title: titleOf(window.corner, time.column.name),
    kind: 'rewrite',
    preferred: disabled !== undefined && window.corner === 'none',
    edits: [{ span: condition.span, pieces: window.pieces }],
  };
  if (disabled) return [rewrite];
  const index = candidateIndex(
    table,
    [keyOf({ kind: 'column', column: time.column.name, span: time.column.span })],
    snapshot,
  );
  const [create] = createIndexFix(context, table, index, {
    id: 'time',
    title: rewrite.title,
    preferred: false,
    reason: `Finds the rows of ${table.name} in a window of time, also in order.`,
  });
  return create?.ddl
    ? [{ ...rewrite, title: titleWithIndex(window.corner, time.column.name, table.name), ddl: create.ddl }]
    : [];
}

function titleOf(corner: TimeCorner, column: string): Message {
  switch (corner) {
    case 'none':
      return message('Compare {0} itself with the ends of the window: the same rows', column);
    case 'start-of-unit':
      return message(
        'Compare {0} itself with the ends of the window: the value must be the start of its hour, day or month',
        column,
      );
    case 'calendar':
      return message(
        'Compare {0} itself: days and months are then counted back by the calendar, which may move the end of the window by hours',
        column,
      );
    case 'date-text':
      return message(
        'Compare {0} itself with the ends of the window: text that is no date becomes an error',
        column,
      );
  }
}

function titleWithIndex(corner: TimeCorner, column: string, table: string): Message {
  switch (corner) {
    case 'none':
      return message(
        'Compare {0} itself with the ends of the window, and create index on {1} ({0})',
        column,
        table,
      );
    case 'start-of-unit':
      return message(
        'Compare {0} itself with the ends of the window (the value must be the start of its hour, day or month), and create index on {1} ({0})',
        column,
        table,
      );
    case 'calendar':
      return message(
        'Compare {0} itself (days and months are then counted back by the calendar), and create index on {1} ({0})',
        column,
        table,
      );
    case 'date-text':
      return message(
        'Compare {0} itself with the ends of the window (text that is no date becomes an error), and create index on {1} ({0})',
        column,
        table,
      );
  }
}
