import type { DdlProposal } from '../finding';
import { declaredIndex } from '../fixes/declared-index';
import { dropIndexFix } from '../fixes/drop-index-fix';
import type { IndexDefinition } from '../indexes/index-definition';
import { printComment, printReindex } from '../indexes/print-ddl';
import { message, type Message } from '../message';
import { findTable, type Snapshot, type Table } from '../schema/snapshot';
import {
  defineDdlRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUnknownTable,
  type DdlContext,
  type FindingDraft,
  type FixDraft,
} from './define-rule';

/** What REINDEX CONCURRENTLY names the index that it builds, and the old one once it is replaced (manual, "REINDEX"). */
const LEFTOVER = /_cc(?:new|old)\d*$/;

export default defineDdlRule({
  id: 'invalid-index',
  summary: 'An index whose build failed costs every write, and no query uses it.',
  severity: 'warning',
  check(context) {
    const { statement, snapshot } = context;
    if (statement.kind !== 'create-index' && statement.kind !== 'create-table') return OTHER_SHAPE;
    const table = findTable(snapshot, statement.kind === 'create-index' ? statement.table : statement.name);
    if (snapshot.source.kind !== 'server' || !table?.statistics) {
      return table
        ? silent(
            'needs-statistics',
            message('Only a server that has the table knows which builds have failed.'),
          )
        : silentUnknownTable((statement.kind === 'create-index' ? statement.table : statement.name).name);
    }
    if (statement.kind === 'create-table') return judgeTable(context, table);
    const index = declaredIndex(context, statement, table);
    if (!index || !isBroken(table, index)) {
      return silent('index-is-valid', message('The index is valid, or waits for those of the partitions.'));
    }
    return found(draftOf(context, statement.nameSpan ?? statement.table.span, table, index));
  },
});

/** What no statement declares is told where the table is. */
function judgeTable(context: DdlContext, table: Table) {
  const { statement } = context;
  if (statement.kind !== 'create-table') return OTHER_SHAPE;
  const broken = table.indexes.filter((index) => isBroken(table, index) && !index.declaredAt);
  return broken.length > 0
    ? found(...broken.map((index) => draftOf(context, statement.name.span, table, index)))
    : silent('index-is-valid', message('The index is valid, or waits for those of the partitions.'));
}

/** That of a partitioned table is invalid until each partition has its own, which is no fault by itself. */
function isBroken(table: Table, { valid, notReady, statistics }: IndexDefinition): boolean {
  return !table.partitioning && statistics !== undefined && (!valid || notReady === true);
}

function draftOf(
  context: DdlContext,
  span: FindingDraft['span'],
  table: Table,
  index: IndexDefinition,
): FindingDraft {
  return {
    span,
    message: describe(context.snapshot, table, index),
    certainty: 'catalogued',
    related: [],
    fixes: LEFTOVER.test(index.name)
      ? dropFix(context, index)
      : [...reindexFix(index), ...dropFix(context, index)],
  };
}

function describe({ source }: Snapshot, table: Table, index: IndexDefinition): Message {
  const target = source.kind === 'server' ? source.target : '';
  return LEFTOVER.test(index.name)
    ? message(
        'The index {0} is left over from a REINDEX CONCURRENTLY on {2} that failed. Writes of {1} keep it up to date, and no query uses it. Unless one runs there now, drop it.',
        index.name,
        table.name,
        target,
      )
    : message(
        'The index {0} on {1} is not valid on {2}: its build failed or was cancelled, and IF NOT EXISTS passes over it ever since. Writes keep it up to date, and no query uses it. Unless it is being built there now, build it again.',
        index.name,
        table.name,
        target,
      );
}

function reindexFix({ schema, name }: IndexDefinition): readonly FixDraft[] {
  const reindex = printReindex(schema, name);
  const reason = printComment(`The build of ${name} failed: this repeats it without blocking writes.`);
  const ddl: DdlProposal = {
    migrationName: `reindex_${name}`,
    up: `${reason}\n${reindex}\n`,
    down: `${printComment('An index that is valid stays so.')}\n`,
    outsideTransaction: true,
  };
  return [
    {
      id: 'edit-ddl/reindex',
      title: message(
        'Build the index {0} again with REINDEX INDEX CONCURRENTLY: blocks no writes, outside a transaction block',
        name,
      ),
      kind: 'edit-ddl',
      preferred: true,
      ddl,
    },
  ];
}

function dropFix(context: DdlContext, index: IndexDefinition): readonly FixDraft[] {
  return dropIndexFix(context, index, {
    id: 'invalid',
    title: LEFTOVER.test(index.name)
      ? message('Drop the index {0}: nothing but writes knows it', index.name)
      : message('Drop the index {0}: if nobody has missed it', index.name),
    reason: `${index.name} is not valid: no query uses it.`,
  });
}
