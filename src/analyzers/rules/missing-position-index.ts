import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { candidateIndex, keyOf, rangesOf } from '../indexes/candidates';
import { otherAccess } from '../indexes/other-access';
import { printKeyList } from '../indexes/print-ddl';
import { message } from '../message';
import type { AccessPath } from '../query/access-path';
import { isEventTable, isLogPosition } from '../schema/column-roles';
import { isSmallTable } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentInMigration,
  silentOtherAccess,
  silentUncertainText,
  silentUnknownTable,
  type FixDraft,
  type Outcome,
  type PathContext,
  silentSmallTable,
} from './define-rule';

export default definePathRule({
  id: 'missing-position-index',
  summary: 'The next rows behind a position are read in its order, and no index holds that order.',
  severity: 'warning',
  aspect: 'order',
  check(context) {
    const { path } = context;
    const column = positionRead(path);
    if (column === undefined) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const quiet = silenceOf(context, table, column);
    if (quiet) return quiet;
    const isLog = isEventTable(table) && isLogPosition(table, column);
    const brin = table.indexes.find(
      ({ method, keys: [key] }) => method === 'brin' && key?.kind === 'column' && key.column === column,
    );
    return found({
      span: path.block?.clauses.orderBy ?? path.relation.span,
      message: brin
        ? message(
            'No btree index on {0} is in the order of {1}. The BRIN index {2} has no order, so PostgreSQL sorts all rows of the range for each page. Create a btree index on {1}.',
            table.name,
            column,
            brin.name,
          )
        : message(
            'No index on {0} is in the order of {1}. PostgreSQL reads the whole table and sorts all rows of the range for each page. Create an index on {1}.',
            table.name,
            column,
          ),
      severity: isLog ? 'warning' : 'information',
      certainty: 'catalogued',
      related: describeTable(table),
      fixes: fixesFor(context, table, column),
    });
  },
});

/** `pos > $1 ORDER BY pos LIMIT $2`: the column that one range bounds and that orders the page. */
function positionRead(path: AccessPath): string | undefined {
  const [first] = path.order;
  if (!path.block || !path.alone || path.aggregated || !path.limit || first?.subject.kind !== 'column')
    return undefined;
  const { column } = first.subject;
  const isRead = rangesOf(path).some(
    ({ subject, operator }) =>
      subject.kind === 'column' && subject.column === column && operator !== 'prefix',
  );
  return isRead ? column : undefined;
}

function silenceOf(context: PathContext, table: Table, column: string): Outcome | undefined {
  const { path } = context;
  const supports = context.supports.filter((support) => !support.usable || !support.lossy);
  const access = otherAccess({ ...context, supports }, table);
  if (access) return silentOtherAccess(access);
  const ordered = supports.find(
    (support) => support.usable && (support.order.kind === 'full' || support.order.kind === 'prefix'),
  );
  if (ordered)
    return silent('covered-by-index', message('The index {0} holds the order.', ordered.index.name));
  const others = path.conditions.some((condition) => condition.letter === 'E' || condition.letter === 'A');
  if (others) {
    return silent(
      'other-conditions',
      message('Other conditions may leave few rows; only statistics can tell which index pays.'),
    );
  }
  if (isSmallTable(table)) return silentSmallTable(table.name);
  if (table.columns.some(({ name, type }) => name === column && type.name === 'bool')) return OTHER_SHAPE;
  const once = silentInMigration(context);
  if (once) return once;
  return path.approximate ? silentUncertainText() : undefined;
}

function fixesFor(context: PathContext, table: Table, column: string): readonly FixDraft[] {
  const key = keyOf({ kind: 'column', column, span: { start: 0, end: 0 } });
  // A unique index of a partitioned table must hold the columns of its partitioning.
  const isPosition = isEventTable(table) && isLogPosition(table, column) && !table.partitioning;
  const unique = candidateIndex(table, [key], context.snapshot, { unique: true });
  const plain = candidateIndex(table, [key], context.snapshot);
  return [
    ...(isPosition
      ? createIndexFix(context, table, unique, {
          id: 'unique-position',
          title: message(
            'Create unique index on {0} ({1}): returns the log in order, and fails if a position stands twice',
            table.name,
            printKeyList(unique),
          ),
          preferred: true,
          reason: `Returns the rows of ${table.name} in the order of ${column}, each position once.`,
        })
      : []),
    ...createIndexFix(context, table, plain, {
      id: 'position',
      title: message(
        'Create index on {0} ({1}): returns the rows in order, costs a write per insert',
        table.name,
        printKeyList(plain),
      ),
      preferred: !isPosition,
      reason: `Returns the rows of ${table.name} in the order of ${column}.`,
    }),
  ];
}
