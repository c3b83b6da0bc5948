interface Run {
  readonly controller: AbortController;
  readonly timer: NodeJS.Timeout;
  readonly done: Promise<void>;
}

/** One run per key: a new one takes the place of whatever waits or runs, and the old one is aborted. */
export class LatestRuns {
  readonly #runs = new Map<string, Run>();

  /** `run` must not reject. Whatever it does after an await it does only while its signal is not aborted. */
  schedule(key: string, delayMs: number, run: (signal: AbortSignal) => Promise<void>): void {
    this.cancel(key);
    const controller = new AbortController();
    const { signal } = controller;
    const { promise: done, resolve } = deferred();
    signal.addEventListener('abort', resolve, { once: true });
    const timer = setTimeout(() => {
      void run(signal).finally(() => {
        if (this.#runs.get(key)?.controller === controller) this.#runs.delete(key);
        resolve();
      });
    }, delayMs);
    this.#runs.set(key, { controller, timer, done });
  }

  cancel(key: string): void {
    const run = this.#runs.get(key);
    if (run === undefined) return;
    this.#runs.delete(key);
    clearTimeout(run.timer);
    run.controller.abort();
  }

  /** Settles when nothing waits or runs under the key any more, later replacements included. */
  async settled(key: string): Promise<void> {
    for (let run = this.#runs.get(key); run !== undefined; run = this.#runs.get(key)) await run.done;
  }

  dispose(): void {
    for (const key of [...this.#runs.keys()]) this.cancel(key);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
