import type { DocumentEdit, Severity } from '../finding';
import { message, type Message } from '../message';
import type { DdlContext, FixDraft } from '../rules/define-rule';
import {
  type Direction,
  markerEdit,
  type MigrationRun,
  migrationRun,
} from '../schema/migrations/transaction';
import { TOOL_NAMES } from '../schema/migrations/tool';
import { isFollowedMigration } from '../schema/snapshot-source';
import { findSqlFragments } from '../sources/sql-document';

/** How the statement is run; `undefined` for files of no known tool. */
export function runOf(context: DdlContext): MigrationRun | undefined {
  const { migration, documentText } = context;
  return migration && migrationRun(migration, documentText, directionOf(context));
}

function directionOf({ isDown }: DdlContext): Direction {
  return isDown ? 'down' : 'up';
}

/** Other statements are run along with it, in its direction. */
export function hasCompany({ fragment, documentText }: DdlContext): boolean {
  if (fragment.host.kind !== 'sql') return false;
  const all = findSqlFragments({ text: documentText, languageId: 'sql' });
  return all.filter(({ isDown }) => isDown === fragment.isDown).length > 1;
}

export interface ToolRefusal {
  readonly message: Message;
  /** Absent: the server refuses it as the file is. */
  readonly severity: Severity;
  readonly fixes: readonly FixDraft[];
}

/** Why CONCURRENTLY will fail where the statement is run. Of migrations that others follow nobody can say so: they have run. */
export function refusalByTool(context: DdlContext): ToolRefusal | undefined {
  const { migration, file, snapshot } = context;
  const run = runOf(context);
  if (!migration || !run || run.kind === 'free') return undefined;
  const { source } = snapshot;
  if (isFollowedMigration(source, file)) return undefined;
  const name = TOOL_NAMES[migration.tool];
  if (run.kind === 'alone') {
    return hasCompany(context) ? { message: notAlone(name), severity: 'information', fixes: [] } : undefined;
  }
  return {
    message: inTransaction(name, run),
    severity: run.isCertain ? 'error' : 'information',
    fixes: noTransactionFixes(context),
  };
}

function notAlone(tool: string): Message {
  return message(
    '{0} may send this file as one query, in which PostgreSQL allows CONCURRENTLY only as the one statement. Move it to a migration of its own.',
    tool,
  );
}

function inTransaction(tool: string, { isCertain, marker }: MigrationRun): Message {
  if (marker === undefined) {
    return message(
      'PostgreSQL refuses CONCURRENTLY inside a transaction block, and {0} runs this migration in one. Run the statement by hand before, and let the migration pass over what is there: IF NOT EXISTS without CONCURRENTLY.',
      tool,
    );
  }
  return isCertain
    ? message(
        'PostgreSQL refuses CONCURRENTLY inside a transaction block, and {0} runs this migration in one. Turn that off with {1}.',
        tool,
        marker,
      )
    : message(
        'PostgreSQL refuses CONCURRENTLY inside a transaction block, and {0} runs this migration in one unless its configuration says otherwise. Turn that off with {1}.',
        tool,
        marker,
      );
}

function noTransactionFixes(context: DdlContext): readonly FixDraft[] {
  const edits = noTransactionEdits(context);
  if (edits.length === 0) return [];
  return [
    {
      id: 'edit-ddl/no-transaction',
      title: message('Run this migration outside a transaction: when it fails, what it did before stays'),
      kind: 'edit-ddl',
      preferred: false,
      documentEdits: edits,
    },
  ];
}

/** Empty where the migration is in no transaction, or cannot leave it. */
export function noTransactionEdits(context: DdlContext): readonly DocumentEdit[] {
  const { migration, documentText, fragment } = context;
  const run = runOf(context);
  if (!migration || run?.kind !== 'wrapped') return [];
  const sendsOneQuery = migration.tool === 'dbmate' || migration.tool === 'graphile-migrate';
  if (run.marker === undefined || (sendsOneQuery && hasCompany(context))) return [];
  const edit = markerEdit(migration.tool, documentText, directionOf(context), fragment.hostStatement.start);
  return edit ? [edit] : [];
}

/** Whether CONCURRENTLY can be made to work in this file. */
export function canBeConcurrent(context: DdlContext): boolean {
  const run = runOf(context);
  if (!run || run.kind === 'free') return true;
  return run.kind === 'alone' ? !hasCompany(context) : noTransactionEdits(context).length > 0;
}
