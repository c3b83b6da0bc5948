import type { Span } from '../../span';
import type { MigrationTool } from './tool';

/** The migrations that a new one has to follow. */
export interface MigrationProject {
  /** In the order they are applied. Paths are relative to the project, with slashes. */
  readonly migrations: readonly { readonly path: string; readonly tool?: MigrationTool }[];
  /** Of a migration, or of what a tool keeps beside them. */
  readonly textOf: (path: string) => string | undefined;
}

/** What has to be written for a migration. */
export interface NewMigration {
  /** Where its statements are, to be shown. */
  readonly path: string;
  /** None of them exists. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Of files that exist. */
  readonly changes: readonly FileChange[];
}

export interface FileChange {
  readonly path: string;
  readonly span: Span;
  readonly newText: string;
}
