import { insertAt } from './ddl-edits';
import { statementRemoval } from './statement-removal';
import { canBeConcurrent, noTransactionEdits } from './tool-transaction';
import { findCommit, isInTransaction } from './transaction-block';
import type { IndexDefinition } from '../indexes/index-definition';
import { indexFromStatement } from '../indexes/index-from-statement';
import { printDropIndex } from '../indexes/print-ddl';
import { proposeCreateIndex } from '../indexes/propose-ddl';
import { message } from '../message';
import type { DdlContext, FixDraft } from '../rules/define-rule';
import type { Snapshot, Table } from '../schema/snapshot';
import type { CreateIndex, DdlStatement, DropObjects } from '../sql/model';
import type { Span } from '../span';

const EDIT = { kind: 'edit-ddl', preferred: false } as const;

/** Puts CONCURRENTLY behind the keyword, and the statement behind COMMIT where a transaction block is open. */
export function concurrentlyFixes(context: DdlContext, afterKeyword: number): readonly FixDraft[] {
  const { fragment } = context;
  if (isInTransaction(context)) {
    const { text } = fragment;
    const concurrent = `${text.slice(0, afterKeyword)} CONCURRENTLY${text.slice(afterKeyword)}`;
    return moveBehindCommit(context, concurrent);
  }
  if (!canBeConcurrent(context)) return [];
  return [
    {
      ...EDIT,
      id: 'edit-ddl/concurrently',
      title: message(
        'Add CONCURRENTLY: blocks no writes, takes longer, must run outside a transaction block',
      ),
      edits: [insertAt(afterKeyword, ' CONCURRENTLY')],
      documentEdits: noTransactionEdits(context),
    },
  ];
}

/** The right form of a statement that PostgreSQL refuses, or that hides a failure. */
export function unsafeFormFixes(
  context: DdlContext,
  statement: DdlStatement,
  table: Table | undefined,
): readonly FixDraft[] {
  if (isInTransaction(context)) return moveBehindCommit(context, context.fragment.text);
  if (statement.kind === 'drop') return dropOneByOne(statement);
  if (statement.kind !== 'create-index') return [];
  return table?.partitioning
    ? buildOnPartitions(context, statement, table)
    : withoutIfNotExists(context, statement);
}

function moveBehindCommit(context: DdlContext, text: string): readonly FixDraft[] {
  const commit = findCommit(context);
  const removal = statementRemoval(context.fragment, context.documentText);
  if (!commit || !removal) return [];
  const { end } = commit.fragment.documentSpan;
  const semicolon = /^\s*;/.exec(context.documentText.slice(end))?.[0].length ?? 0;
  const behind = { start: end + semicolon, end: end + semicolon };
  const separator = semicolon === 0 ? ';' : '';
  return [
    {
      ...EDIT,
      id: 'edit-ddl/behind-commit',
      title: message('Move it behind COMMIT: runs alone, outside the transaction block'),
      documentEdits: [removal, { span: behind, newText: `${separator}\n\n${text};` }],
    },
  ];
}

/** CONCURRENTLY takes one name, and no CASCADE (manual, DROP INDEX). */
function dropOneByOne({ names, ifExists, cascade, span }: DropObjects): readonly FixDraft[] {
  if (cascade) return [];
  const statements = names.map(({ schema, name }) =>
    printDropIndex(schema, name, { concurrently: true, ifExists }),
  );
  return [
    {
      ...EDIT,
      id: 'edit-ddl/one-by-one',
      title: message('Drop each index with CONCURRENTLY in a statement of its own'),
      edits: [{ span, pieces: [statements.join('\n').replace(/;$/, '')] }],
    },
  ];
}

function buildOnPartitions(context: DdlContext, statement: CreateIndex, table: Table): readonly FixDraft[] {
  const snapshot = withoutIndexesOf(context, statement);
  const proposal = proposeCreateIndex(indexFromStatement(statement, table, snapshot), table, {
    snapshot,
    createdHere: false,
    reason: 'The index of a partitioned table, built without blocking writes.',
  });
  if (!proposal) return [];
  return [
    {
      ...EDIT,
      id: 'edit-ddl/partition-steps',
      title: message(
        'Build it on each partition with CONCURRENTLY and attach it: must run outside a transaction block',
      ),
      edits: [{ span: statement.span, pieces: [proposal.up.trimEnd().replace(/;$/, '')] }],
    },
  ];
}

/** The statement that is replaced has made these: their names are free. */
function withoutIndexesOf({ file, fragment, snapshot }: DdlContext, statement: CreateIndex): Snapshot {
  const { start, end } = fragment.map.spanToDocument(statement.span);
  const isOwn = ({ declaredAt }: IndexDefinition): boolean =>
    declaredAt?.file === file && start <= declaredAt.span.start && declaredAt.span.end <= end;
  const tables = snapshot.tables.map((table) => ({
    ...table,
    indexes: table.indexes.filter((index) => !isOwn(index)),
  }));
  return { ...snapshot, tables };
}

function withoutIfNotExists({ fragment }: DdlContext, statement: CreateIndex): readonly FixDraft[] {
  const words = ifNotExistsSpan(fragment.text, statement);
  if (!words) return [];
  return [
    {
      ...EDIT,
      id: 'edit-ddl/without-if-not-exists',
      title: message('Remove IF NOT EXISTS: an index left behind by a failed build is then an error'),
      edits: [{ span: words, pieces: [''] }],
    },
  ];
}

function ifNotExistsSpan(text: string, { afterIndexKeyword }: CreateIndex): Span | undefined {
  const match = /^[^()]*?(\bIF\s+NOT\s+EXISTS\s+)/i.exec(text.slice(afterIndexKeyword));
  const words = match?.[1];
  if (match === null || words === undefined) return undefined;
  const end = afterIndexKeyword + match[0].length;
  return { start: end - words.length, end };
}
