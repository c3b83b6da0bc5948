import type { AnalysisInput } from '../analyzers/analyze';
import type { Analysis } from '../analyzers/finding';
import type { SnapshotProblem, SnapshotSource } from '../analyzers/schema/snapshot';
import type { AnalysisSettings } from '../analyzers/settings';

/** What crosses between a host and the analysis worker. Plain data; the worker answers every request exactly once and one at a time. */
export type WorkerRequest =
  | { readonly kind: 'analyze'; readonly id: number; readonly request: AnalysisRequest }
  | {
      readonly kind: 'set-migrations';
      readonly id: number;
      readonly key: string;
      readonly files: readonly SchemaFile[];
    };

export type WorkerResponse =
  /** The engine is loaded: whatever ends the worker from here on is the fault of the request it works on. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'analysis'; readonly id: number; readonly analysis: Analysis }
  | { readonly kind: 'migrations-set'; readonly id: number; readonly summary: SnapshotSummary }
  /** The engine threw. The worker lives on. */
  | { readonly kind: 'failed'; readonly id: number; readonly error: string };

export interface AnalysisRequest {
  readonly document: AnalysisInput['document'];
  /** The key of a `setMigrations` call. Absent or unknown: judged without a schema. */
  readonly snapshotKey?: string;
  readonly settings: AnalysisSettings;
}

/** A file that declares the schema; `file` is the name that findings point at it with (a URI in the editor, a path in the CLI). */
export interface SchemaFile {
  readonly file: string;
  /** As a person knows the file, where `file` is a URI. */
  readonly path?: string;
  readonly text: string;
  /** No migration, but a file that a tool keeps beside them: Drizzle's journal, a `.conf` of Flyway. */
  readonly isCompanion?: boolean;
}

/** What a status line says about a snapshot. */
export interface SnapshotSummary {
  readonly source: SnapshotSource;
  readonly tables: number;
  readonly indexes: number;
  readonly problems: readonly SnapshotProblem[];
}
