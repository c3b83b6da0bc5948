import { concurrentlyFixes, unsafeFormFixes } from '../fixes/concurrently-fixes';
import { describeTable } from '../fixes/describe';
import { isCreatedHere } from '../fixes/insertion';
import { findIndexSwap } from '../fixes/index-swap';
import { dropOfPartitioned } from '../fixes/drop-of-partitioned';
import { longIndexName } from '../fixes/long-index-name';
import { canBeConcurrent, refusalByTool, runOf } from '../fixes/tool-transaction';
import { isInTransaction } from '../fixes/transaction-block';
import { message } from '../message';
import { faultOfUniqueKey } from '../schema/partition-key';
import { isInstallFile, isRunOnceFile } from '../schema/run-once-file';
import { findTable, type Table } from '../schema/snapshot';
import { hasIndexNamed } from '../schema/table-read-later';
import { isFollowedMigration } from '../schema/snapshot-source';
import { isHoleIdentifier } from '../sources/fragment';
import type { CreateIndex, DropObjects, Reindex } from '../sql/model';
import type { Span } from '../span';
import {
  defineDdlRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  silentUnknownTable,
  type DdlContext,
  type FindingDraft,
  type FixDraft,
  type Outcome,
} from './define-rule';

export default defineDdlRule({
  id: 'unsafe-index-ddl',
  summary: 'An index is built or dropped in a way that blocks the table, or that PostgreSQL refuses.',
  severity: 'information',
  judgesDown: true,
  check(context) {
    const outcome = checkStatement(context);
    return hasRunAlready(context) ? refusalsIn(outcome) : outcome;
  },
});

function checkStatement(context: DdlContext): Outcome {
  const { statement, isDown } = context;
  // Who takes a migration back has to know how busy the table is; what PostgreSQL refuses fails then as well.
  if (isDown && !('concurrently' in statement && statement.concurrently)) {
    return silent(
      'down-part',
      message('The statement takes a migration back, which is done by hand, if ever.'),
    );
  }
  if (context.fragment.approximate) return silentUncertainText();
  if (findIndexSwap(context)?.definition === 'same') {
    return silent('told-by-other-rule', message('{0} says it already.', 'manual-reindex'));
  }
  switch (statement.kind) {
    case 'create-index':
      return checkCreate(context, statement);
    case 'drop':
      return statement.object === 'index' ? checkDrop(context, statement) : OTHER_SHAPE;
    case 'reindex':
      return checkReindex(context, statement);
    default:
      return OTHER_SHAPE;
  }
}

/**
 * Migrations have been added behind this one, so most likely it blocked what it blocked, and nobody will run it again. Of one outside
 * the schema nobody knows; where the schema begins, tables are empty.
 */
function hasRunAlready({ file, before, statement, snapshot: { source } }: DdlContext): boolean {
  if (before.source.kind === 'none' && isRunOnceFile(file)) return true;
  const isOfNew = statement.kind === 'create-index' && !findTable(before, statement.table);
  if ((before.source.kind === 'none' || isOfNew) && isInstallFile(file)) return true;
  return isFollowedMigration(source, file);
}

/** What PostgreSQL refuses fails wherever the migrations are run for the first time. */
function refusalsIn(outcome: Outcome): Outcome {
  if (outcome.kind !== 'findings') return outcome;
  const refused = outcome.drafts.filter(({ severity }) => severity === 'error');
  if (refused.length > 0) return found(...refused);
  return silent(
    'run-already',
    message(
      'Later migrations follow this one, so most likely it has run, and nobody will run it on a table in use.',
    ),
  );
}

function checkCreate(context: DdlContext, statement: CreateIndex): Outcome {
  const table = findTable(context.snapshot, statement.table);
  if (isRefusedAnyway(statement, table)) {
    return silent('refused-anyway', message('PostgreSQL refuses this index, however it is built.'));
  }
  const long = longIndexName(context, statement);
  const name = long ? [draft(long.span, long.message, [long.fix], { table })] : [];
  const build = statement.concurrently
    ? checkConcurrentBuild(context, statement, table)
    : checkPlainBuild(context, statement, table);
  if (build.kind === 'silent') return name.length > 0 ? found(...name) : build;
  return found(...(build.kind === 'findings' ? build.drafts : []), ...name);
}

function isRefusedAnyway({ unique, keys }: CreateIndex, table: Table | undefined): boolean {
  const columns = keys.flatMap(({ column }) => column ?? []);
  return unique && table?.partitioning
    ? faultOfUniqueKey(table.partitioning, columns).kind !== 'none'
    : false;
}

function checkConcurrentBuild(
  context: DdlContext,
  statement: CreateIndex,
  table: Table | undefined,
): Outcome {
  const span = headSpan(statement);
  const refused = refusedInTransaction(context, span);
  if (refused) return found(refused);
  if (table?.partitioning && !statement.only) {
    const sentence = message(
      'PostgreSQL refuses CREATE INDEX CONCURRENTLY on the partitioned table {0}. Create the index on the parent alone, build it on each partition with CONCURRENTLY, and attach those.',
      table.name,
    );
    return found(
      draft(span, sentence, unsafeFormFixes(context, statement, table), { severity: 'error', table }),
    );
  }
  if (statement.ifNotExists) {
    const sentence = message(
      'IF NOT EXISTS passes over an index that a failed CONCURRENTLY build left behind: PostgreSQL keeps such an index up to date but never uses it, and this reports success. Leave IF NOT EXISTS out, so that a leftover is noticed.',
    );
    return found(draft(span, sentence, unsafeFormFixes(context, statement, table), { table }));
  }
  return silent('concurrent-build', message('The index is built with CONCURRENTLY, which blocks no writes.'));
}

function checkPlainBuild(context: DdlContext, statement: CreateIndex, table: Table | undefined): Outcome {
  if (isCreatedHere(context, tableName(context, statement, table))) {
    return silent(
      'table-created-here',
      message('The table is created in this file, so there are no rows and no writers to wait.'),
    );
  }
  if (table?.persistence === 'temporary')
    return silent('temporary-table', message('Nobody else writes to a temporary table.'));
  if (table?.materializes)
    return silent('materialized-view', message('Nobody writes to a materialized view but its refresh.'));
  if (statement.only) {
    return silent(
      'parent-only',
      message('An index on a partitioned table alone is built without reading rows.'),
    );
  }
  if (statement.ifNotExists && runOf(context)?.kind === 'wrapped' && !canBeConcurrent(context)) {
    return silent(
      'built-before',
      message(
        'The migration cannot leave its transaction; IF NOT EXISTS passes over an index that was built before.',
      ),
    );
  }
  if (isHoleIdentifier(statement.table.name)) return silentUncertainText();
  if (!table && isProgram(context)) return silentUnknownTable(statement.table.name);
  const sentence = message(
    'CREATE INDEX blocks every write to {0} until the index is built. Build it with CONCURRENTLY, outside a transaction block, if the table is in use.',
    statement.table.name,
  );
  const fixes = table?.partitioning
    ? unsafeFormFixes(context, statement, table)
    : concurrentlyFixes(context, statement.afterIndexKeyword);
  return found(draft(headSpan(statement), sentence, fixes, { table }));
}

function tableName({ snapshot }: DdlContext, { table: name }: CreateIndex, table: Table | undefined) {
  return table ?? { schema: name.schema ?? snapshot.searchPath[0] ?? 'public', name: name.name };
}

function checkDrop(context: DdlContext, statement: DropObjects): Outcome {
  const span = { start: statement.span.start, end: statement.afterObjectKeyword };
  const isOfHere = statement.names.every(({ name }) => createsIndex(context, name));
  const partitioned = isOfHere ? undefined : dropOfPartitioned(context, statement);
  if (partitioned) return found(draft(span, partitioned.message, partitioned.fixes, partitioned));
  if (statement.concurrently) {
    const refused = refusedInTransaction(context, span);
    if (refused) return found(refused);
    if (statement.names.length > 1) {
      const sentence = message(
        'PostgreSQL refuses DROP INDEX CONCURRENTLY with several names. Drop each index in a statement of its own.',
      );
      return found(
        draft(span, sentence, unsafeFormFixes(context, statement, undefined), { severity: 'error' }),
      );
    }
    return silent('concurrent-drop', message('The index is dropped with CONCURRENTLY, which blocks nobody.'));
  }
  if (isOfHere) {
    return silent('index-created-here', message('The index is created in this file too.'));
  }
  if (statement.names.some(({ name }) => isHoleIdentifier(name))) return silentUncertainText();
  const unknown = statement.names.find(({ name }) => !hasIndexNamed(context.before, name));
  if (unknown && isProgram(context)) {
    return silent('unknown-index', message('No table of the known schema has an index {0}.', unknown.name));
  }
  const sentence = message(
    'DROP INDEX takes the strongest lock on the table: it waits for every query that runs there, and all later ones wait behind it. Drop the index with CONCURRENTLY, outside a transaction block, if the table is in use.',
  );
  const fixes =
    statement.names.length > 1 || statement.cascade
      ? unsafeFormFixes(context, statement, undefined)
      : concurrentlyFixes(context, statement.afterObjectKeyword);
  return found(draft(span, sentence, fixes, {}));
}

/** A program that makes its own tables does so where there are none yet; a script is written for a database that is there. */
function isProgram({ fragment }: DdlContext): boolean {
  return fragment.host.kind !== 'sql';
}

function createsIndex({ documentDdl }: DdlContext, name: string): boolean {
  return documentDdl.some(({ statement }) => statement.kind === 'create-index' && statement.name === name);
}

function checkReindex(context: DdlContext, statement: Reindex): Outcome {
  const span = { start: statement.span.start, end: statement.afterObjectKeyword };
  if (statement.concurrently) {
    const refused = refusedInTransaction(context, span);
    return refused
      ? found(refused)
      : silent(
          'concurrent-build',
          message('The index is rebuilt with CONCURRENTLY, which blocks no writes.'),
        );
  }
  if (statement.object === 'system') {
    return silent('system-catalogue', message('System catalogues cannot be reindexed with CONCURRENTLY.'));
  }
  const { object, name } = statement;
  if (isProgram(context) && object === 'table' && name && !findTable(context.before, name))
    return silentUnknownTable(name.name);
  const sentence = message(
    'REINDEX blocks every write to the table, and every query that is planned on it, until the index is rebuilt. Rebuild with CONCURRENTLY, outside a transaction block, if the table is in use.',
  );
  return found(draft(span, sentence, concurrentlyFixes(context, statement.afterObjectKeyword), {}));
}

function refusedInTransaction(context: DdlContext, span: Span): FindingDraft | undefined {
  const refusal = refusalByTool(context);
  if (refusal) return draft(span, refusal.message, refusal.fixes, { severity: refusal.severity });
  if (!isInTransaction(context)) return undefined;
  const sentence = message(
    'PostgreSQL refuses CONCURRENTLY inside a transaction block, and this statement stands between BEGIN and COMMIT. Move it out of the block.',
  );
  return draft(span, sentence, unsafeFormFixes(context, context.statement, undefined), { severity: 'error' });
}

/** `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS name`: what decides how the index is built. */
function headSpan({ span, afterIndexKeyword, nameSpan }: CreateIndex): Span {
  return { start: span.start, end: nameSpan?.start === undefined ? afterIndexKeyword : nameSpan.end };
}

function draft(
  span: Span,
  sentence: FindingDraft['message'],
  fixes: readonly FixDraft[],
  { severity, table }: { readonly severity?: FindingDraft['severity']; readonly table?: Table | undefined },
): FindingDraft {
  return {
    span,
    message: sentence,
    ...(severity && { severity }),
    certainty: table ? 'catalogued' : 'stated',
    related: table ? describeTable(table) : [],
    fixes,
  };
}
