import * as vscode from 'vscode';

/**
 * Quicker work has no toast of its own: VS Code leaves one standing for the better part of a second, and of several toasts within that time
 * drops the last, which says what came of it.
 */
const SHOWN_AFTER_MS = 400;

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
    const working = work(controller.signal);
    const timer = setTimeout(() => showProgress(title, working, controller), SHOWN_AFTER_MS);
    try {
      return await working;
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw error;
    } finally {
      clearTimeout(timer);
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

function showProgress(title: string, working: Promise<unknown>, controller: AbortController): void {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  void vscode.window.withProgress(options, async (_, token) => {
    token.onCancellationRequested(() => controller.abort());
    // Whoever waits for it hears how it ended.
    await working.catch(() => undefined);
  });
}
