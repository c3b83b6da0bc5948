import type { Worker } from 'node:worker_threads';
import type { Job } from './job';

/** What the client's worker is at. */
export type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting'; readonly worker: Worker; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'waiting'; readonly worker: Worker }
  | { readonly kind: 'working'; readonly worker: Worker; readonly job: Job; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'disposed' };

export function stop(state: State): void {
  if (state.kind === 'starting' || state.kind === 'working') clearTimeout(state.timer);
  if (!('worker' in state)) return;
  void state.worker.terminate();
}
