// @ts-check

/**
 * What a run has started, ended in reverse order when the run is over or is interrupted.
 */
export class Lifetime {
  /** @readonly */
  #interruption = new AbortController();
  /** @type {(() => Promise<void>)[]} @readonly */
  #endings = [];

  /** Aborted by Ctrl+C and its like: for child processes that have to go at once. */
  get signal() {
    return this.#interruption.signal;
  }

  /** @param {() => Promise<void>} ending */
  onEnd(ending) {
    this.#endings.push(ending);
  }

  /**
   * @param {() => Promise<void>} work
   * @returns {Promise<boolean>} whether the work came to its end; false when it was interrupted
   */
  async run(work) {
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    const interrupt = () => this.#interruption.abort();
    for (const signal of signals) process.on(signal, interrupt);
    try {
      await Promise.race([work(), this.#interrupted()]);
      return true;
    } catch (error) {
      if (this.signal.aborted) return false;
      throw error;
    } finally {
      for (const end of this.#endings.reverse()) await end().catch(console.error);
      for (const signal of signals) process.off(signal, interrupt);
    }
  }

  /** @returns {Promise<never>} */
  #interrupted() {
    return new Promise((_resolve, reject) => {
      this.signal.addEventListener('abort', () => reject(new Error('interrupted')));
    });
  }
}
