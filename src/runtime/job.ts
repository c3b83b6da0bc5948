import type { Analysis } from '../analyzers/finding';
import type { AnalysisError } from './analysis-error';
import type { WorkerRequest, WorkerResponse } from './protocol';

/** What a caller gets: the parts of an analysis are put together first, whether or not anybody still waits for it. */
export type Answer =
  Exclude<WorkerResponse, { kind: 'analysis' }> | { readonly kind: 'analysis'; readonly analysis: Analysis };

export interface Job {
  readonly request: WorkerRequest;
  /** The document's name, or what is said of the schema. */
  readonly subject: string;
  /** Absent: nobody waits, the schema is told again to a new worker. */
  readonly caller?: {
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: AnalysisError) => void;
  };
}
