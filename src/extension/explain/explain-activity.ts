import * as vscode from 'vscode';

/** Whether a plan is being made: for the status, and so that a new question ends the one before. */
export class ExplainActivity {
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#onDidChange.event;
  #current: AbortController | undefined;

  get isBusy(): boolean {
    return this.#current !== undefined;
  }

  /** Work that a person can end, and that the next one ends. `undefined` when it was ended. */
  async run<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.#current?.abort();
    const controller = new AbortController();
    this.#become(controller);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    try {
      return await vscode.window.withProgress(options, async (_, token) => {
        token.onCancellationRequested(() => controller.abort());
        return work(controller.signal);
      });
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw error;
    } finally {
      if (this.#current === controller) this.#become(undefined);
    }
  }

  dispose(): void {
    this.#current?.abort();
    this.#onDidChange.dispose();
  }

  #become(current: AbortController | undefined): void {
    this.#current = current;
    this.#onDidChange.fire();
  }
}
