import { describeIndex } from '../fixes/describe';
import { servedInstead } from '../indexes/served-instead';
import { findsRows } from '../indexes/supports';
import { type Message, message } from '../message';
import type { Condition, IndexableCondition, Subject } from '../query/access-path';
import { castColumnOf } from '../query/cast-column';
import { comparisonIn } from '../query/compared-values';
import { valueType } from '../query/value-type';
import { type Corner, moveCast, type MovedCast, rewriteMovedCast, typeWord } from '../rewrites/move-cast';
import { findColumn, isTimeType } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import type { ColumnExpression, Expression } from '../sql/model';
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

/** A condition that compares a column as another type than its own. */
interface Cast {
  readonly condition: Condition;
  /** The same on the column itself. */
  readonly onColumn: IndexableCondition;
  readonly column: ColumnExpression;
  /** What the column becomes. */
  readonly type: string;
  /** The cast is written; otherwise the value's type makes it. */
  readonly isWritten: boolean;
}

export default definePathRule({
  id: 'cast-on-column',
  summary: 'A cast on a column, or a value of another type, keeps PostgreSQL from using the index on it.',
  severity: 'warning',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    const casts = path.conditions.map(castIn).filter((cast) => cast !== undefined);
    if (casts.length === 0) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const outcomes = casts.map((cast) => judge(cast, table, context));
    return outcomes.find(({ kind }) => kind === 'findings') ?? outcomes[0] ?? OTHER_SHAPE;
  },
});

function castIn(condition: Condition): Cast | undefined {
  if (condition.letter === 'F') return conversionIn(condition, condition.converted);
  if (condition.letter === 'G' || (condition.letter === 'R' && condition.operator === 'prefix'))
    return undefined;
  const further = condition.letter === 'R' ? (condition.further ?? []) : [];
  const subjects = [condition.subject, ...further];
  const written = subjects.map((subject) =>
    subject.kind === 'expression' && subject.collation === undefined
      ? castColumnOf(subject.expression)
      : undefined,
  );
  const position = written.findIndex((cast) => cast !== undefined);
  const cast = written[position];
  if (!cast || cast.type.arrayDimensions > 0) return undefined;
  const [subject, ...others] = subjects.map((other, index) =>
    index === position ? bare(cast.column) : other,
  );
  if (!subject) return undefined;
  const onColumn: IndexableCondition =
    condition.letter === 'R' && condition.further
      ? { ...condition, subject, further: others }
      : { ...condition, subject };
  return { condition, onColumn, column: cast.column, type: cast.type.name, isWritten: true };
}

function bare({ name, span }: ColumnExpression): Subject {
  return { kind: 'column', column: name, span };
}

function conversionIn(condition: Condition, onColumn: IndexableCondition | undefined): Cast | undefined {
  if (onColumn?.subject.kind !== 'column') return undefined;
  const { column: name } = onColumn.subject;
  const isColumn = (node: Expression): node is ColumnExpression =>
    node.kind === 'column' && node.name === name;
  const comparison = comparisonIn(condition.node, isColumn);
  const type = comparison?.values.map(valueType).find((value) => value !== undefined);
  if (!comparison || type === undefined || comparison.subject.kind !== 'column') return undefined;
  return { condition, onColumn, column: comparison.subject, type, isWritten: false };
}

function judge(cast: Cast, table: Table, context: PathContext): Outcome {
  const { path, supports, settings } = context;
  const { condition, onColumn, column, type } = cast;
  const columnType = findColumn(table, column.name)?.type;
  if (!columnType || isTimeType(columnType)) return OTHER_SHAPE;
  const own = supports.find(
    (support) => support.usable && support.bounding.some((other) => other === condition),
  );
  if (own) return silent('covered-by-index', message('The index {0} is on the cast itself.', own.index.name));
  const moved = moveCast(columnType, type);
  if (!moved || (onColumn.letter === 'R' && !moved.keepsOrder)) {
    return silent(
      'other-values',
      message(
        'As {1} the values of {0} are other ones or sort otherwise, so the cast cannot be moved.',
        column.name,
        typeWord(type),
      ),
    );
  }
  const serving = servedInstead(path, condition, onColumn, settings.serverVersion)[0]?.index;
  if (!serving)
    return silent(
      'no-index-on-column',
      message('No index would find rows by {0} without the cast either.', column.name),
    );
  const other = supports.find(findsRows);
  if (other) {
    return silent(
      'found-otherwise',
      message('The index {0} finds the rows, and only those are compared.', other.index.name),
    );
  }
  if (onColumn.value.kind === 'join' && onColumn.value.outer !== true) {
    return silent('joined', message('Only the plan tells from which side the join is read.'));
  }
  if (path.approximate) return silentUncertainText();
  return found({
    span: condition.span,
    message: describe(cast, table, serving.name, typeWord(columnType.name)),
    certainty: 'catalogued',
    related: describeIndex(serving),
    fixes: fixesFor(cast, moved),
  });
}

function describe(
  { column, type, isWritten }: Cast,
  table: Table,
  index: string,
  columnType: string,
): Message {
  return isWritten
    ? message(
        'The cast of {0} to {1} keeps PostgreSQL from using the index {2}: it casts and compares every row of {3}. Compare {0} itself and cast the value.',
        column.name,
        typeWord(type),
        index,
        table.name,
      )
    : message(
        '{0} is a {4} and is compared with a {1}, so PostgreSQL converts {0} in every row of {3} and cannot use the index {2}. Compare it with a value of its own type.',
        column.name,
        typeWord(type),
        index,
        table.name,
        columnType,
      );
}

function fixesFor({ condition, column, isWritten }: Cast, moved: MovedCast): readonly FixDraft[] {
  const comparison = comparisonIn(condition.node, (node) =>
    isWritten ? castColumnOf(node)?.column === column : node === column,
  );
  const edits = comparison && rewriteMovedCast(comparison, column.span, moved);
  if (!edits || edits.length === 0) return [];
  const isExact = moved.corner === 'fraction' && comparison.values.every(({ kind }) => kind === 'constant');
  return [
    {
      id: 'rewrite/cast-value',
      title: titleOf(isExact ? 'none' : moved.corner, column.name, moved.type),
      kind: 'rewrite',
      preferred: true,
      edits,
    },
  ];
}

function titleOf(corner: Corner, column: string, type: string): Message {
  switch (corner) {
    case 'spelling-of-uuid':
      return message(
        'Compare {0} itself with the value as {1}: upper and lower case no longer matter, and text that is no {1} becomes an error',
        column,
        type,
      );
    case 'spelling-of-number':
      return message(
        'Compare {0} itself with the value as {1}: leading zeros no longer matter, and text that is no number becomes an error',
        column,
        type,
      );
    case 'printed-spelling':
      return message(
        'Compare {0} itself with the value as {1}: finds only what is stored in lower case with hyphens',
        column,
        type,
      );
    case 'fraction':
      return message('Compare {0} itself with the value as {1}: a fraction becomes an error', column, type);
    case 'none':
      return message('Compare {0} itself: whole numbers of all sizes compare, the rows are the same', column);
    case 'transaction':
      return message('Compare {0} itself with the value as {1}: the same rows', column, type);
    case 'blanks':
      return message(
        'Compare {0} itself with the value as {1}: blanks at the end may count otherwise',
        column,
        type,
      );
  }
}
