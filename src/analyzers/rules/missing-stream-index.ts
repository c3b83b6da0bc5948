import { createIndexFix } from '../fixes/create-index-fix';
import { arraysOf, candidateIndex, equalitiesOf, keyOf, keysInSearchOrder } from '../indexes/candidates';
import type { IndexDefinition } from '../indexes/index-definition';
import { printKeyList } from '../indexes/print-ddl';
import { findsRows } from '../indexes/supports';
import { message } from '../message';
import type { ArrayCondition, EqualityCondition } from '../query/access-path';
import { isCorrelationColumn, isIdentifierColumn, isStreamColumn } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  silentUnknownTable,
  type FixDraft,
  type PathContext,
} from './define-rule';
import { describeTable } from '../fixes/describe';
import { perStreamFixes } from '../fixes/per-stream-fixes';

/** Each index costs every insert: from this many on the message says so (gate G5; measured: 2 indexes 1.8 s, 6 indexes 4.2 s for 200,000 inserts). */
const MANY_INDEXES = 6;

export default definePathRule({
  id: 'missing-stream-index',
  summary: 'Events are read by their stream, and no index starts with the stream.',
  severity: 'warning',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    const asked = [...arraysOf(path), ...equalitiesOf(path)].filter(
      ({ subject }) => subject.kind === 'column',
    );
    if (asked.length === 0) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const covering = context.supports.find(findsRows);
    if (covering) {
      return silent('covered-by-index', message('The index {0} finds the rows.', covering.index.name));
    }
    const condition = asked.find((candidate) => readsStreams(context, table, candidate));
    if (condition?.subject.kind !== 'column') {
      return silent(
        'not-a-stream-column',
        message('No condition compares a column that identifies a stream with values of the query.'),
      );
    }
    const range = context.supports.find(
      (support) => support.usable && !support.lossy && support.bounding.length > 0,
    );
    if (range && !isStreamColumn(table, condition.subject.column)) {
      return silent(
        'bounded-by-range',
        message('The index {0} bounds the rows that are read.', range.index.name),
      );
    }
    const partial = partialIndexOn(table, condition.subject.column);
    if (partial) {
      return silent(
        'partial-index-on-stream',
        message('The partial index {0} starts with {1}.', partial.name, condition.subject.column),
      );
    }
    if (path.approximate) {
      return silentUncertainText();
    }
    return found({
      span: condition.span,
      // Any table may be small; a log of events is not for long.
      severity: isStreamColumn(table, condition.subject.column) ? 'warning' : 'information',
      message: describe(context, table, condition),
      certainty: 'catalogued',
      related: describeTable(table),
      fixes: fixesFor(context, table, condition),
    });
  },
});

/** Somebody has thought of what is read by this column: whether the rows left out are asked for is another question. */
function partialIndexOn({ indexes }: Table, column: string): IndexDefinition | undefined {
  return indexes.find(
    ({ valid, predicate, keys: [first] }) =>
      valid && predicate !== undefined && first?.kind === 'column' && first.column === column,
  );
}

/** A single value must compare a stream's own column; a page of the rows of several ids is one of streams whatever they are called. */
function readsStreams(
  context: PathContext,
  table: Table,
  condition: ArrayCondition | EqualityCondition,
): boolean {
  if (
    condition.subject.kind !== 'column' ||
    condition.value.kind === 'null' ||
    condition.value.kind === 'join'
  )
    return false;
  const { column } = condition.subject;
  if (isCorrelationColumn(table, column)) return false;
  return (
    isStreamColumn(table, column) ||
    (isIdentifierColumn(table, column) && isPageOfStreams(context, condition))
  );
}

function describe(context: PathContext, table: Table, condition: ArrayCondition | EqualityCondition) {
  const column = condition.subject.kind === 'column' ? condition.subject.column : '';
  const invalid = table.indexes.find(
    ({ valid, keys: [first] }) => !valid && first?.kind === 'column' && first.column === column,
  );
  if (invalid) {
    return message(
      'The index {0} on {1} is not valid, so PostgreSQL does not use it to find rows by {2}. Drop it and build it again.',
      invalid.name,
      table.name,
      column,
    );
  }
  const inOrder = context.supports.find(
    (support) => support.usable && (support.order.kind === 'full' || support.order.kind === 'prefix'),
  );
  if (inOrder && isPageOfStreams(context, condition)) {
    return message(
      'No index on {0} starts with {1}. PostgreSQL reads the whole table, or walks {2} and throws away the rows that do not match, until the limit is met. Create an index that starts with {1}; read each stream with LATERAL to have its order too.',
      table.name,
      column,
      inOrder.index.name,
    );
  }
  if (inOrder && context.path.limit) {
    return message(
      'No index on {0} starts with {1}. PostgreSQL reads the whole table, or walks {2} and throws away the rows that do not match, until the limit is met. Create an index that starts with {1}.',
      table.name,
      column,
      inOrder.index.name,
    );
  }
  return message(
    'No index on {0} starts with {1}. PostgreSQL reads the whole table to find these rows. Create an index that starts with {1}.',
    table.name,
    column,
  );
}

function fixesFor(
  context: PathContext,
  table: Table,
  condition: ArrayCondition | EqualityCondition,
): readonly FixDraft[] {
  const { path } = context;
  // Other queries share the stream, so it comes first.
  const conditions = [condition, ...path.conditions.filter((other) => other !== condition)];
  const keys = keysInSearchOrder({ ...path, conditions });
  if (!keys) return [];
  const wide = candidateIndex(table, keys, context.snapshot);
  const narrow = candidateIndex(table, [keyOf(condition.subject)], context.snapshot);
  const isOnlyOne = wide.keys.length === narrow.keys.length;
  return [
    ...createIndexFix(context, table, wide, {
      id: 'stream-order',
      title: isOnlyOne ? onlyTitle(wide, table) : wideTitle(wide, table, condition),
      preferred: true,
      reason: reasonFor(wide, table),
    }),
    ...(isOnlyOne
      ? []
      : createIndexFix(context, table, narrow, {
          id: 'stream-only',
          title: message(
            'Create index on {0} ({1}): smaller, finds the rows, leaves the order to a sort',
            table.name,
            printKeyList(narrow),
          ),
          preferred: false,
          reason: reasonFor(narrow, table),
        })),
    // Measured on the sample: with the index alone the planner still walks the primary key (35,955 blocks), with both it reads 435.
    ...(isPageOfStreams(context, condition) ? perStreamFixes(context, condition, table) : []),
  ];
}

/** The first rows of several streams in another order than theirs: an index finds them and orders each stream, not all together. */
function isPageOfStreams(
  { path }: PathContext,
  condition: ArrayCondition | EqualityCondition,
): condition is ArrayCondition {
  const isPage = path.limit !== undefined && path.order.length > 0 && path.alone;
  return condition.letter === 'A' && isPage && !path.aggregated && !path.locking;
}

function onlyTitle(index: IndexDefinition, table: Table) {
  return message(
    'Create index on {0} ({1}): finds the rows, costs a write per insert',
    table.name,
    printKeyList(index),
  );
}

function wideTitle(index: IndexDefinition, table: Table, condition: ArrayCondition | EqualityCondition) {
  if (condition.letter === 'E') {
    return message(
      'Create index on {0} ({1}): finds the rows and returns them in order',
      table.name,
      printKeyList(index),
    );
  }
  return message(
    'Create index on {0} ({1}): finds the rows, and orders them for a per-stream (LATERAL) read',
    table.name,
    printKeyList(index),
  );
}

function reasonFor(index: IndexDefinition, table: Table): string {
  const count = table.indexes.length;
  const cost =
    count >= MANY_INDEXES
      ? `\n${table.name} has ${String(count)} indexes already: each one more slows every insert.`
      : '';
  const [stream, ...order] = index.keys.map((key) => printKeyList({ ...index, keys: [key] }));
  const inOrder = order.length > 0 ? `, in the order of ${order.join(', ')},` : '';
  return `Finds the rows of ${table.name} by ${stream ?? ''}${inOrder} without reading the rest of the table.${cost}`;
}
