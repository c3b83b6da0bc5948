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
  /** The process is gone, or the server has not answered for `silenceMs`. */
  readonly onLost: () => void;
}

/** A connection that has died without a word shows on another one: twice in a row, as the process may have ended in good order meanwhile. */
const ABSENCES = 2;

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
  let absences = 0;
  let lastAnswer = Date.now();
  for (;;) {
    await delay(pollMs, undefined, { signal });
    try {
      const progress = await readProcessWork(reader, processId, { signal });
      lastAnswer = Date.now();
      absences = progress ? 0 : absences + 1;
      if (progress) onProgress(progress);
    } catch {
      signal.throwIfAborted();
    }
    if (absences < ABSENCES && Date.now() - lastAnswer < silenceMs) continue;
    onLost();
    return;
  }
}
