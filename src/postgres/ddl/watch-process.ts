import { setTimeout as delay } from 'node:timers/promises';
import type { WorkProgress } from '../../analyzers/maintenance/work-progress';
import { readProcessWork } from '../monitoring/running-work';
import type { Reader } from '../reading/reader';

export interface WatchParts {
  readonly reader: Reader;
  readonly processId: number;
  readonly pollMs: number;
  readonly silenceMs: number;
  readonly onProgress: (progress: WorkProgress) => void;
  /** The process is gone or waits for its client, or the server has not answered for `silenceMs`. */
  readonly onLost: () => void;
}

/** A connection that has died without a word shows on another one: twice in a row, as the process may have ended in good order meanwhile. */
const ABSENCES = 2;
/** The process is there and has nothing to do: its answer has had this many pauses to arrive. */
const IDLE_LOOKS = 5;

/** Looks every now and then at what a process of the server does. Ends with the returned function; never throws. */
export function watchProcess(parts: WatchParts): () => Promise<void> {
  const ending = new AbortController();
  const watching = watch(parts, ending.signal).catch(() => undefined);
  return () => {
    ending.abort();
    return watching;
  };
}

async function watch(parts: WatchParts, signal: AbortSignal): Promise<void> {
  const { reader, processId, pollMs, silenceMs, onProgress, onLost } = parts;
  let [absences, idleLooks] = [0, 0];
  let lastAnswer = Date.now();
  for (;;) {
    await delay(pollMs, undefined, { signal });
    try {
      // A reading that nobody answers would keep the silence from being noticed.
      const heard = AbortSignal.any([signal, AbortSignal.timeout(silenceMs)]);
      const progress = await readProcessWork(reader, processId, { signal: heard });
      lastAnswer = Date.now();
      absences = progress ? 0 : absences + 1;
      idleLooks = progress?.isIdle ? idleLooks + 1 : 0;
      if (progress) onProgress(progress);
    } catch {
      signal.throwIfAborted();
    }
    const isThere = absences < ABSENCES && idleLooks < IDLE_LOOKS;
    if (isThere && Date.now() - lastAnswer < silenceMs) continue;
    onLost();
    return;
  }
}
