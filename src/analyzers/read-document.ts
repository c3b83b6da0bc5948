import type { ReadStatement } from './rules/define-rule';
import { feedFragment, type FedFragment } from './repair-fragment';
import { applyStatements } from './schema/from-ddl';
import { isReverseFile } from './schema/migration-files';
import type { Snapshot } from './schema/snapshot';
import { isReadMigration } from './schema/snapshot-source';
import type { AnalysisSettings } from './settings';
import { carriedQueries } from './sources/carried-queries';
import type { EmbeddedSqlSettings, Fragment, SourceDocument } from './sources/fragment';
import { findMarkdownFragments } from './sources/markdown-document';
import { mayHoldSql } from './sources/may-hold-sql';
import { NAMED_FOLDER, otherDatabaseReason } from './sources/other-database';
import { findSqlFragments } from './sources/sql-document';
import type { SqlFeeder } from './sql/feeder';

/** Finds the SQL of a TypeScript or JavaScript document. Handed in by the host, because TypeScript's parser is a chunk loaded on first use. */
export type EmbeddedSqlFinder = (
  document: SourceDocument,
  settings: EmbeddedSqlSettings,
) => readonly Fragment[];

/** Whole numbers that the program itself has for parameters of one of its queries, by the parameter's number. Handed in for the same reason. */
export type WrittenNumberFinder = (
  document: SourceDocument,
  fragment: Fragment,
) => ReadonlyMap<number, string>;

/** The function that a place of a document stands in. Handed in for the same reason. */
export type EnclosingNameFinder = (document: SourceDocument) => (offset: number) => string | undefined;

export interface AnalysisInput {
  readonly document: SourceDocument & {
    /** The name findings and related places use: a URI in the editor, a path in the CLI. */
    readonly file: string;
    /** A test of the program (`isTestFile`): only what PostgreSQL refuses is told. */
    readonly isTest?: boolean;
  };
  /** What is known of the schema; for a document that is one of its migrations, the whole of it. */
  readonly snapshot: Snapshot;
  readonly settings: AnalysisSettings;
  readonly feeder: SqlFeeder;
  /** Absent: documents other than `.sql` hold no SQL for this call. */
  readonly findEmbeddedSql?: EmbeddedSqlFinder;
  /** Absent: none are known. */
  readonly findWrittenNumbers?: WrittenNumberFinder;
  /** Absent: none are known. */
  readonly findEnclosingNames?: EnclosingNameFinder;
}

/** The SQL of a document, and what the grammar says of each piece; what a piece carries stands behind it. */
export function readFragments(input: AnalysisInput): readonly FedFragment[] {
  return findFragments(input)
    .flatMap((fragment) => [fragment, ...carriedQueries(fragment)])
    .map((fragment) => feedFragment(fragment, input.feeder));
}

export function readStatements(fed: readonly FedFragment[]): readonly ReadStatement[] {
  return fed.flatMap(({ fragment, result }) =>
    result.kind === 'statement' ? [{ fragment, statement: result.statement }] : [],
  );
}

function findFragments({ document, settings, findEmbeddedSql }: AnalysisInput): readonly Fragment[] {
  if (!mayHoldSql(document.languageId, document.text)) return [];
  if (document.languageId === 'sql') return findSqlFragments(document).map(forDatabaseOf(document));
  if (document.languageId === 'markdown') return findMarkdownFragments(document);
  return findEmbeddedSql?.(document, settings.embeddedSql) ?? [];
}

/** A script says nothing of its database but by the name of its folder. */
function forDatabaseOf({ otherDatabase }: SourceDocument): (fragment: Fragment) => Fragment {
  if (!otherDatabase) return (fragment) => fragment;
  const reason = otherDatabaseReason(otherDatabase, NAMED_FOLDER);
  return (fragment) => ({ ...fragment, otherDatabase: reason });
}

/** The tables that the document itself declares count too, unless it is one of the migrations that have been read already. */
export function schemaWith({ document, snapshot }: AnalysisInput, read: readonly ReadStatement[]): Snapshot {
  const { source } = snapshot;
  if (isReadMigration(source, document.file)) return snapshot;
  if (isReverseFile(document.file)) return snapshot;
  const up = read.filter(({ fragment }) => fragment.isDown !== true);
  return applyStatements(
    snapshot,
    document.file,
    up.map(({ fragment, statement }) => ({
      statement,
      span: fragment.map.spanToDocument(statement.span),
      // A table that a server has is not another one because a document tells of it.
      ...(source.kind === 'server' && { conditional: true }),
    })),
  );
}
