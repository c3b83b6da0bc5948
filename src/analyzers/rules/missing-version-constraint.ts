import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { candidateIndex } from '../indexes/candidates';
import { columnKey } from '../indexes/index-definition';
import { printKeyList } from '../indexes/print-ddl';
import { message } from '../message';
import { itemsOf } from '../query/join-conditions';
import { findTable, type Table } from '../schema/snapshot';
import { faultOfUniqueKey } from '../schema/partition-key';
import { guardsVersions, versionColumns, versionKey, type VersionColumns } from '../schema/version-guard';
import type { InsertNode, QueryStatement } from '../sql/model';
import {
  defineQueryRule,
  found,
  OTHER_SHAPE,
  silent,
  silentInMigration,
  silentUncertainText,
  silentUnknownTable,
  type Outcome,
  type QueryContext,
} from './define-rule';

export default defineQueryRule({
  id: 'missing-version-constraint',
  summary:
    'Events are appended to streams, and nothing in the database keeps a version from being written twice.',
  severity: 'warning',
  check(context) {
    const insert = insertOf(context.statement);
    if (!insert) return OTHER_SHAPE;
    const table = findTable(context.snapshot, insert.into.name);
    if (!table) return silentUnknownTable(insert.into.name.name);
    const columns = versionColumns(table);
    if (!columns) {
      return silent(
        'no-stream-versions',
        message('{0} is not certainly a table of streams whose events have versions.', table.name),
      );
    }
    return silenceOf(context, insert, table, columns) ?? judge(context, insert, table, columns);
  },
});

/** The statement itself, or one of its common tables. */
function insertOf(statement: QueryStatement): InsertNode | undefined {
  if (statement.kind === 'insert') return statement;
  return statement.with.map(({ query }) => query).find((query) => query.kind === 'insert');
}

function silenceOf(
  context: QueryContext,
  insert: InsertNode,
  table: Table,
  columns: VersionColumns,
): Outcome | undefined {
  const guard = table.indexes.find((index) => guardsVersions(index, table, columns));
  if (guard) return silent('unique-version', message('The index {0} keeps versions unique.', guard.name));
  const { stream, version } = columns;
  if (insert.columns.length > 0 && ![stream, version].every((column) => insert.columns.includes(column))) {
    return silent(
      'version-not-written',
      message('The statement does not write {0} and {1}.', stream, version),
    );
  }
  if (hasConstantVersion(insert, version)) {
    return silent(
      'constant-version',
      message('The version is a constant: it does not count the events of a stream.'),
    );
  }
  if (insert.onConflict) {
    return silent(
      'on-conflict',
      message('ON CONFLICT relies on a unique index, so the schema that is known here may not be whole.'),
    );
  }
  if (copiesRows(insert)) {
    return silent('copies-rows', message('The rows come from another table, where their versions are made.'));
  }
  if (table.persistence === 'temporary') return silent('temporary-table', message('The table is temporary.'));
  if (
    table.partitioning &&
    faultOfUniqueKey(table.partitioning, versionKey(table, columns)).kind !== 'none'
  ) {
    return silent(
      'partitioned-otherwise',
      message('{0} is partitioned by something else, so no index can keep versions unique.', table.name),
    );
  }
  return context.fragment.approximate ? silentUncertainText() : silentInMigration(context);
}

function hasConstantVersion({ columns, source }: InsertNode, version: string): boolean {
  const position = columns.indexOf(version);
  const rows = source?.values ?? (source ? [source.targets.map(({ expression }) => expression)] : []);
  return position >= 0 && rows.length > 0 && rows.every((row) => row[position]?.kind === 'constant');
}

/** `max(version) + 1` reads the table itself; a common table or `unnest` holds what the program sends. */
function copiesRows({ into, source, with: commonTables }: InsertNode): boolean {
  const own = new Set([into.name.name, ...commonTables.map(({ name }) => name)]);
  return (source?.from ?? [])
    .flatMap(itemsOf)
    .some((item) => item.kind === 'table' && !own.has(item.name.name));
}

function judge(context: QueryContext, insert: InsertNode, table: Table, columns: VersionColumns): Outcome {
  const keys = versionKey(table, columns).map((column) => columnKey(column));
  const index = candidateIndex(table, keys, context.snapshot, { unique: true });
  return found({
    span: insert.into.span,
    ...(!columns.isPlain && { severity: 'information' as const }),
    message: message(
      'Nothing in the database keeps two writers from storing the same {1} of the same {0} in {2}: both read the last one, both write the next. With a unique index on ({3}) the second gets an error (23505) and can try again, and the last version of a stream is found in one step.',
      columns.stream,
      columns.version,
      table.name,
      printKeyList(index),
    ),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: createIndexFix(context, table, index, {
      id: 'stream-version',
      title: message(
        'Create unique index on {0} ({1}): look for duplicates first, a build that meets one fails and leaves an invalid index',
        table.name,
        printKeyList(index),
      ),
      preferred: true,
      reason: `Keeps two writers from storing the same ${columns.version} of a stream.`,
    }),
  });
}
