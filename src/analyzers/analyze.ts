import type { Analysis } from './finding';
import type { Snapshot } from './schema/snapshot';
import type { AnalysisSettings } from './settings';
import type { Fragment, SourceDocument, EmbeddedSqlSettings } from './sources/fragment';
import type { SqlFeeder } from './sql/feeder';

/** Finds the SQL of a TypeScript or JavaScript document. Handed in by the host, because TypeScript's parser is a chunk loaded on first use. */
export type EmbeddedSqlFinder = (
  document: SourceDocument,
  settings: EmbeddedSqlSettings,
) => readonly Fragment[];

export interface AnalysisInput {
  readonly document: SourceDocument & {
    /** The name findings and related places use: a URI in the editor, a path in the CLI. */
    readonly file: string;
  };
  /** What is known of the schema; for a document that is one of its migrations, the whole of it. */
  readonly snapshot: Snapshot;
  readonly settings: AnalysisSettings;
  readonly feeder: SqlFeeder;
  /** Absent: documents other than `.sql` hold no SQL for this call. */
  readonly findEmbeddedSql?: EmbeddedSqlFinder;
}

export declare function analyze(input: AnalysisInput): Analysis;
