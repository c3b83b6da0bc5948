import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { faultOfAppendOrder } from '../gates/append-order';
import { printCount, printShare } from '../gates/print-count';
import { isLarge, sizeOf } from '../gates/table-size';
import { BRIN_PAGES, SELECTIVE_SHARE, UNSELECTIVE_SHARE } from '../gates/thresholds';
import { shareOfWindow } from '../gates/time-window';
import { brinTimeIndex } from '../indexes/brin';
import { candidateIndex, keyOf, rangesOf } from '../indexes/candidates';
import { printKeyList } from '../indexes/print-ddl';
import { message, type Message } from '../message';
import type { AccessPath, RangeCondition } from '../query/access-path';
import { findColumn, isCreationTime } from '../schema/column-roles';
import type { Column, Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  silentUnknownTable,
  type FindingDraft,
  type FixDraft,
  type Outcome,
  type PathContext,
} from './define-rule';

export default definePathRule({
  id: 'unindexed-time-window',
  summary: 'A window of time is read from an append-only table, and no index excludes the rest of it.',
  severity: 'information',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    const window = rangesOf(path).find(
      ({ subject, operator }) => subject.kind === 'column' && operator !== 'prefix',
    );
    if (window?.subject.kind !== 'column') return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const column = findColumn(table, window.subject.column);
    if (!column || !isCreationTime(column)) return OTHER_SHAPE;
    const share = shareOf(context, table, window);
    const quiet = silence(path, table, context, column) ?? silentWideWindow(table, share);
    if (quiet) return quiet;
    return found({
      span: spanOfWindow(path, window),
      ...(share !== undefined &&
        share <= SELECTIVE_SHARE &&
        isLargeTable(context, table) && { severity: 'warning' }),
      ...evidenceOf(context, table, column, share),
      message: describe(context, table, column),
      certainty: 'catalogued',
      related: describeTable(table),
      fixes: fixesFor(context, table, column, share),
    });
  },
});

function silence(
  path: AccessPath,
  table: Table,
  { supports }: PathContext,
  column: Column,
): Outcome | undefined {
  const serving = supports.find((support) => support.usable && support.bounding.length > 0);
  if (serving)
    return silent('covered-by-index', message('The index {0} finds the rows.', serving.index.name));
  const others = path.conditions.some(
    ({ letter, node }) => (letter === 'E' || letter === 'A') && node.kind !== 'null-test',
  );
  if (others) {
    return silent(
      'other-conditions',
      message('Other conditions may find fewer rows than the window does; only statistics can tell.'),
    );
  }
  if (path.limit && !path.aggregated) {
    return silent(
      'page-of-a-window',
      message('A page is cut from the window; BRIN returns no order, so it is no cure here.'),
    );
  }
  const isPartitionKey = table.partitioning?.keys.some(
    (key) => key.kind === 'column' && key.name === column.name,
  );
  if (isPartitionKey === true) {
    return silent(
      'partitioned-by-time',
      message('The table is partitioned by {0}: other partitions are not read.', column.name),
    );
  }
  if (path.approximate) {
    return silentUncertainText();
  }
  return undefined;
}

function shareOf({ snapshot }: PathContext, table: Table, window: RangeCondition): number | undefined {
  const size = sizeOf(table, snapshot);
  return size && shareOfWindow(window, table, size, snapshot);
}

function isLargeTable({ snapshot }: PathContext, table: Table): boolean {
  const size = sizeOf(table, snapshot);
  return size !== undefined && isLarge(size);
}

function silentWideWindow(table: Table, share: number | undefined): Outcome | undefined {
  if (share === undefined || share <= UNSELECTIVE_SHARE) return undefined;
  return silent(
    'window-reads-most',
    message(
      'At the rate that {0} is filled, about {1} of its rows are in the window: reading the whole table is the better plan.',
      table.name,
      printShare(share),
    ),
  );
}

/** Only a server's figures can speak against BRIN. */
function describe(context: PathContext, table: Table, column: Column): Message {
  return mayUseBrin(context, table, column)
    ? message(
        'No index on {0} finds rows by {1}. PostgreSQL reads the whole table for each window of time. Create a BRIN index if the table is large and rows arrive in order of time, a btree index if windows are narrow.',
        table.name,
        column.name,
      )
    : message(
        'No index on {0} finds rows by {1}. PostgreSQL reads the whole table for each window of time. Create a btree index on {1}.',
        table.name,
        column.name,
      );
}

function evidenceOf(
  { snapshot }: PathContext,
  table: Table,
  column: Column,
  share: number | undefined,
): Pick<FindingDraft, 'evidence'> {
  const size = sizeOf(table, snapshot);
  if (!size) return {};
  const fault = faultOfAppendOrder(table, column);
  const rows = printCount(size.rows);
  const window =
    share === undefined
      ? message('{0} has about {1} rows.', table.name, rows)
      : message(
          '{0} has about {1} rows; at the rate that it is filled, {2} of them are in the window.',
          table.name,
          rows,
          printShare(share),
        );
  return { evidence: [window, ...(fault ? [fault] : [])] };
}

/** From the first condition on the column to the last, when they stand side by side. */
function spanOfWindow(path: AccessPath, window: RangeCondition) {
  const column = window.subject.kind === 'column' ? window.subject.column : '';
  const same = rangesOf(path).filter(({ subject }) => subject.kind === 'column' && subject.column === column);
  const start = Math.min(...same.map(({ span }) => span.start));
  const end = Math.max(...same.map(({ span }) => span.end));
  const between = path.conditions.some(
    ({ span }) =>
      span.start >= start && span.end <= end && !same.some((condition) => condition.span === span),
  );
  return between ? window.span : { start, end };
}

function fixesFor(
  context: PathContext,
  table: Table,
  column: Column,
  share: number | undefined,
): readonly FixDraft[] {
  const btree = btreeFixes(context, table, column);
  if (!mayUseBrin(context, table, column)) return btree;
  const brin = brinFixes(context, table, column);
  return share !== undefined && share < SELECTIVE_SHARE ? [...btree, ...brin] : [...brin, ...btree];
}

function mayUseBrin({ snapshot }: PathContext, table: Table, column: Column): boolean {
  const size = sizeOf(table, snapshot);
  return !size || (size.pages >= BRIN_PAGES && !faultOfAppendOrder(table, column));
}

function brinFixes(context: PathContext, table: Table, column: Column): readonly FixDraft[] {
  const brin = brinTimeIndex(table, column, context.snapshot, context.settings.serverVersion);
  if (!brin) return [];
  return createIndexFix(context, table, brin, {
    id: 'brin',
    title: message(
      'Create BRIN index on {0} ({1}): kilobytes; for large append-only tables and wide windows',
      table.name,
      column.name,
    ),
    preferred: false,
    reason: `Excludes the block ranges of ${table.name} outside a window of time. It pays where rows lie in order of ${column.name}\n(pg_stats.correlation at least 0.99) and never serves ORDER BY ... LIMIT.`,
  });
}

function btreeFixes(context: PathContext, table: Table, column: Column): readonly FixDraft[] {
  const key = keyOf({ kind: 'column', column: column.name, span: { start: 0, end: 0 } });
  const btree = candidateIndex(table, [key], context.snapshot);
  return createIndexFix(context, table, btree, {
    id: 'btree',
    title: message(
      'Create index on {0} ({1}): for narrow windows and newest-first pages; grows with the table',
      table.name,
      printKeyList(btree),
    ),
    preferred: false,
    reason: `Finds the rows of ${table.name} in a window of time, also in order.`,
  });
}
