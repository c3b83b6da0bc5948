/** `idle`: no connection is open, and the next reading opens one. `failed`: the last one broke, or could not be opened; the next reading tries again. */
export type ConnectionState =
  | { readonly kind: 'idle' | 'connecting' | 'connected' }
  | { readonly kind: 'failed'; readonly error: unknown };

export type StateListener = (state: ConnectionState) => void;

/** The state and who wants to know of it. */
export class StateEvents {
  #current: ConnectionState = { kind: 'idle' };
  readonly #listeners = new Set<StateListener>();

  get current(): ConnectionState {
    return this.#current;
  }

  /** @returns what ends it */
  listen(listener: StateListener): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  change(next: ConnectionState): void {
    if (isSame(this.#current, next)) return;
    this.#current = next;
    for (const listener of [...this.#listeners]) listener(next);
  }
}

function isSame(a: ConnectionState, b: ConnectionState): boolean {
  return a.kind === 'failed' && b.kind === 'failed' ? a.error === b.error : a.kind === b.kind;
}
