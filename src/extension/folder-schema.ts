import type { MigrationProject } from '../analyzers/schema/migrations/write-migration';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import type { SnapshotSummary } from '../runtime/protocol';
import type { TextPositions } from './positions';

/** What is known of the schema of one workspace folder. */
export type FolderSchema =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'read';
      /** For AnalysisRequest. */
      readonly key: string;
      readonly summary: SnapshotSummary;
      /** Relative to the workspace folder, in the order they are applied. */
      readonly paths: readonly string[];
      /** The same, with what a new one has to follow. */
      readonly migrations: MigrationProject;
      /** What the folder's statistics file says. */
      readonly statistics?: StatisticsFile;
      /** Of the schema's files, by their URIs: findings point into them. */
      readonly positionsOf: (uri: string) => TextPositions | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string };
