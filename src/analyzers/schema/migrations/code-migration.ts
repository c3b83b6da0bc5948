import type { Fragment, SourceDocument } from '../../sources/fragment';

/** What a migration that is a program says about the schema. */
export interface CodeMigration {
  /** Its SQL, in its order. */
  readonly fragments: readonly Fragment[];
  readonly builderCalls: readonly BuilderCall[];
}

/** A change that is written with a tool's own methods, which are not read: `pgm.createIndex('events', …)`. */
export interface BuilderCall {
  /** In the document. */
  readonly start: number;
  readonly end: number;
  /** The table that it changes; absent where that is not written down. */
  readonly table?: string;
}

/** Handed in by the host, because TypeScript's parser is a chunk loaded on first use. */
export type CodeMigrationReader = (document: SourceDocument) => CodeMigration;
