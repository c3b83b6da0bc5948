import { candidateIndex, keyOf } from '../indexes/candidates';
import { printKeyList } from '../indexes/print-ddl';
import { isNotNull } from '../indexes/unique-keys';
import { message } from '../message';
import type { AccessPath, Condition, EqualityCondition, RangeCondition } from '../query/access-path';
import type { Extreme } from '../query/extreme';
import { fence } from '../rewrites/fence';
import { firstRow } from '../rewrites/first-row';
import { writtenText } from '../rewrites/repeatable';
import type { FixDraft, PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { createIndexFix } from './create-index-fix';

/** The first row by time; a fence too where the window is closed and so holds few rows. */
export function firstRowFixes(
  context: PathContext,
  table: Table,
  extreme: Extreme,
  time: RangeCondition,
): readonly FixDraft[] {
  const { path, fragment, documentText } = context;
  const { block } = path;
  const edits = block && isNotNull(table, extreme.column.name) && firstRow(block, extreme, time.subject.span);
  const first: readonly FixDraft[] = edits
    ? [
        {
          id: 'rewrite/first-row',
          title: message(
            'Take the first row by {0}: the same where {1} grows with it, and no row instead of NULL when none matches',
            writtenText(fragment, documentText, time.subject.span),
            writtenText(fragment, documentText, extreme.column.span),
          ),
          kind: 'rewrite',
          preferred: false,
          edits,
        },
      ]
    : [];
  return [...first, ...(isClosedWindow(path, time) ? fenceFix(context, extreme) : [])];
}

/** It ends somewhere on both sides. */
export function isClosedWindow({ conditions }: AccessPath, time: RangeCondition): boolean {
  return conditions.some(
    (condition) =>
      condition.letter === 'R' && (condition.operator === 'between' || isOtherSide(condition, time)),
  );
}

function isOtherSide({ subject, operator }: RangeCondition, time: RangeCondition): boolean {
  const isSame =
    subject.kind === 'column' && time.subject.kind === 'column' && subject.column === time.subject.column;
  return isSame && !operator.startsWith(time.operator.slice(0, 1));
}

/** `isFound`: an index finds the rows of the condition, so that a fence is of use. */
export function extremeFixes(
  context: PathContext,
  table: Table,
  extreme: Extreme,
  filters: readonly Condition[],
  isFound: boolean,
): readonly FixDraft[] {
  const equalities = filters.filter(
    (condition): condition is EqualityCondition =>
      condition.letter === 'E' && condition.subject.kind === 'column' && condition.value.kind !== 'null',
  );
  return [
    ...(isFound ? fenceFix(context, extreme) : []),
    ...(equalities.length > 0 ? indexFix(context, table, extreme, equalities) : []),
  ];
}

function fenceFix(context: PathContext, { column }: Extreme): readonly FixDraft[] {
  const { path, fragment } = context;
  const isBare = !/\..*\./.test(fragment.text.slice(column.span.start, column.span.end));
  const edits = path.block && isBare ? fence(path.block, path.relation, [column.name]) : undefined;
  if (!edits) return [];
  return [
    {
      id: 'rewrite/fence',
      title: message(
        'Fence the condition in a sub-select: reads the rows that match and no others, good while those are few',
      ),
      kind: 'rewrite',
      preferred: false,
      edits,
    },
  ];
}

function indexFix(
  context: PathContext,
  table: Table,
  { column }: Extreme,
  equalities: readonly EqualityCondition[],
): readonly FixDraft[] {
  const last = keyOf({ kind: 'column', column: column.name, span: column.span });
  const keys = [...equalities.map(({ subject }) => keyOf(subject)), last];
  const index = candidateIndex(table, keys, context.snapshot);
  return createIndexFix(context, table, index, {
    id: 'extreme',
    title: message(
      'Create index on {0} ({1}): answers from its end, costs a write per insert',
      table.name,
      printKeyList(index),
    ),
    preferred: false,
    reason: `Holds the rows of ${table.name} that are asked for in the order of ${column.name}, so that the first or last one answers.`,
  });
}
