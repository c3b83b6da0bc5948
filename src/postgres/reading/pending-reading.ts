import { DatabaseError } from 'pg';
import type { Reading, StepRows } from './backend';
import { DEFAULT_LIMITS } from './envelope';
import { LinkLost } from './read-failure';
import type { ReadOptions } from './reader';
import type { Step } from './step';

/** A standby ended the statement, because what it read is replaced by what the primary sent. */
const RECOVERY_CONFLICT = '40001';

/** A reading that somebody waits for. */
export class PendingReading {
  readonly reading: Reading;
  readonly answer: Promise<StepRows>;
  #resolve!: (rows: StepRows) => void;
  #reject!: (error: unknown) => void;
  #wasRepeated = false;

  constructor(steps: readonly Step[], options: ReadOptions, disposed: AbortSignal) {
    const { signal, statementTimeoutMs, lockTimeoutMs } = options;
    this.reading = {
      steps,
      statementTimeoutMs: statementTimeoutMs ?? DEFAULT_LIMITS.statementTimeoutMs,
      lockTimeoutMs: lockTimeoutMs ?? DEFAULT_LIMITS.lockTimeoutMs,
      signal: AbortSignal.any(signal ? [signal, disposed] : [disposed]),
    };
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Whoever aborts does not wait until the server has followed. */
  rejectOnAbort(whenAborted: () => void): void {
    const { signal } = this.reading;
    if (signal.aborted) this.#reject(signal.reason);
    const listener = (): void => {
      this.#reject(signal.reason);
      whenAborted();
    };
    const forget = (): void => signal.removeEventListener('abort', listener);
    signal.addEventListener('abort', listener, { once: true });
    this.answer.then(forget, forget);
  }

  resolve(rows: StepRows): void {
    this.#resolve(rows);
  }

  reject(error: unknown): void {
    this.#reject(error);
  }

  /** Once, and only after what cannot have been this statement's doing. */
  isRepeatedAfter(error: unknown): boolean {
    const isSafe =
      error instanceof LinkLost
        ? error.mayRepeat
        : error instanceof DatabaseError && error.code === RECOVERY_CONFLICT;
    if (!isSafe || this.#wasRepeated || this.reading.signal.aborted) return false;
    this.#wasRepeated = true;
    return true;
  }
}
