/** Why a request to the analysis worker has no answer. */
export type AnalysisFailureKind =
  /** The caller's signal was aborted. */
  | 'aborted'
  /** A newer request for the same document took its place before it started. */
  | 'superseded'
  /** No answer in time; the worker was stopped. */
  | 'timeout'
  /** The worker ended while it worked on the request. */
  | 'crash'
  /** The worker could not be started. */
  | 'unavailable'
  /** The same text stopped the worker before and is not tried again until it changes. */
  | 'refused'
  /** The engine threw; the worker lives on. */
  | 'failed'
  | 'disposed';

/** The rejection of every promise of AnalysisClient. */
export class AnalysisError extends Error {
  constructor(
    readonly kind: AnalysisFailureKind,
    message: string,
  ) {
    super(message);
    this.name = 'AnalysisError';
  }

  /** Nobody waits for the answer any more: nothing to tell the user. */
  get isCancellation(): boolean {
    return this.kind === 'aborted' || this.kind === 'superseded' || this.kind === 'disposed';
  }
}

export function cancellation(kind: AnalysisFailureKind, subject: string): AnalysisError {
  return new AnalysisError(kind, `${subject}: ${kind}`);
}
