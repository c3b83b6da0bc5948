import type { AnalysisError } from './analysis-error';
import type { WorkerRequest } from './protocol';

const DEFAULT_TIMEOUT_MS = 10_000;
/** Thousands of migrations, or of tables on a server, take seconds on a busy machine. */
const DEFAULT_SCHEMA_TIMEOUT_MS = 60_000;

/** Far more than any document needs. With a limit below 2 GB V8 lets the heap grow in smaller steps (measured: 180 MB in all, not 185 to 245). */
export const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 1024 };

export interface AnalysisClientOptions {
  /** Absolute path of the worker's bundle. */
  readonly workerFile: string;
  /** Longest wait for one analysis, and for the worker to start. */
  readonly timeoutMs?: number;
  /** Longest wait until a schema is read. */
  readonly schemaTimeoutMs?: number;
  /** For the log: every failure that is not a cancellation, with the document or the schema it concerns. */
  readonly onDidFail?: (error: AnalysisError, subject: string) => void;
}

/** How long the worker may work on a request, in milliseconds. */
export function limitOf({ kind }: WorkerRequest, options: AnalysisClientOptions): number {
  return kind === 'set-migrations' || kind === 'set-catalog'
    ? (options.schemaTimeoutMs ?? DEFAULT_SCHEMA_TIMEOUT_MS)
    : startLimit(options);
}

/** How long the worker may take to start, in milliseconds. */
export function startLimit({ timeoutMs = DEFAULT_TIMEOUT_MS }: AnalysisClientOptions): number {
  return timeoutMs;
}
