import type { Client } from 'pg';
import { Backend, type StepRows } from './backend';
import { StateEvents, type ConnectionState, type StateListener } from './connection-state';
import { PendingReading } from './pending-reading';
import { disposedFailure, LinkLost } from './read-failure';
import type { Reader, ReadOptions, Row } from './reader';
import type { Step } from './step';

/** Opens a connection that names itself `Indexwright`; is aborted when nobody waits for it any longer. */
export type OpenClient = (signal: AbortSignal) => Promise<Client>;

export interface ConnectionTimes {
  /** A connection that nothing was read over for so long is closed. */
  readonly idleMs?: number;
  /** How long the server may be silent where it has nothing to work on, before the connection is given up. */
  readonly patienceMs?: number;
}

/** One that works, and one for a reading meanwhile or for ending what the other does. */
const MOST_BACKENDS = 2;

/** The name keeps it from a process that has gone over to somebody else. */
const CANCEL =
  "SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = $1 AND application_name = 'Indexwright'";

/**
 * All that Indexwright has to do with one target. Opens a connection when something is to be read, closes it when nothing is, opens a new
 * one after a break. Readings begin in the order in which they were asked for.
 */
export class ServerConnection implements Reader {
  readonly #openClient: OpenClient;
  readonly #idleMs: number;
  readonly #patienceMs: number;
  readonly #disposal = new AbortController();
  readonly #state = new StateEvents();
  readonly #queue: PendingReading[] = [];
  /** With the timer that closes it. */
  readonly #idle = new Map<Backend, NodeJS.Timeout>();
  readonly #busy = new Set<Backend>();
  /** What has to end before everything is closed. */
  readonly #tasks = new Set<Promise<void>>();
  #opening: AbortController | undefined;
  /** A server may let us have one connection only. */
  #mostBackends = MOST_BACKENDS;
  #failure: { readonly error: unknown } | undefined;

  constructor(openClient: OpenClient, { idleMs = 60_000, patienceMs = 5_000 }: ConnectionTimes = {}) {
    this.#openClient = openClient;
    this.#idleMs = idleMs;
    this.#patienceMs = patienceMs;
  }

  get state(): ConnectionState {
    return this.#state.current;
  }

  onDidChangeState(listener: StateListener): { dispose(): void } {
    return this.#state.listen(listener);
  }

  async read(
    text: string,
    values: readonly unknown[] = [],
    options: ReadOptions = {},
  ): Promise<readonly Row[]> {
    const [rows = []] = await this.readSteps([{ text, values }], options);
    return rows;
  }

  readSteps(steps: readonly Step[], options: ReadOptions = {}): Promise<StepRows> {
    const pending = new PendingReading(steps, options, this.#disposal.signal);
    pending.rejectOnAbort(() => this.#leave(pending));
    if (!pending.reading.signal.aborted) this.#queue.push(pending);
    this.#serve();
    return pending.answer;
  }

  /** Ends what is read, on the server too, and refuses every later reading. Resolves when all connections are closed. */
  async dispose(): Promise<void> {
    this.#disposal.abort(disposedFailure());
    this.#opening?.abort(this.#disposal.signal.reason);
    for (const backend of [...this.#idle.keys()]) this.#close(backend);
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
    this.#failure = undefined;
    this.#tell();
  }

  #serve(): void {
    for (;;) {
      const [pending] = this.#queue;
      if (pending === undefined) return;
      const backend = this.#takeIdle();
      if (backend === undefined) {
        if (this.#opening === undefined && this.#busy.size < this.#mostBackends) this.#do(this.#open());
        return;
      }
      this.#queue.shift();
      this.#busy.add(backend);
      this.#do(this.#work(backend, pending));
    }
  }

  async #open(): Promise<void> {
    const opening = new AbortController();
    this.#opening = opening;
    this.#tell();
    try {
      const client = await this.#openClient(opening.signal);
      const backend: Backend = new Backend(client, this.#patienceMs, (failure) => {
        this.#failure = { error: failure };
        this.#close(backend);
      });
      this.#failure = undefined;
      this.#rest(backend);
    } catch (error) {
      if (!opening.signal.aborted) this.#giveUpOpening(error);
    }
    this.#opening = undefined;
    this.#tell();
    this.#serve();
  }

  /** Where one connection works, those who wait for a second wait for the first. */
  #giveUpOpening(error: unknown): void {
    if (this.#busy.size > 0) {
      this.#mostBackends = this.#busy.size;
      return;
    }
    this.#failure = { error };
    for (const pending of this.#queue.splice(0)) pending.reject(error);
  }

  async #work(backend: Backend, pending: PendingReading): Promise<void> {
    try {
      pending.resolve(await backend.read(pending.reading, (processId) => this.#cancelElsewhere(processId)));
    } catch (error) {
      if (pending.isRepeatedAfter(error)) this.#queue.unshift(pending);
      else pending.reject(error);
      if (error instanceof LinkLost) this.#lose(error);
    }
    this.#busy.delete(backend);
    if (backend.isLost) this.#close(backend);
    else this.#rest(backend);
    this.#tell();
    this.#serve();
  }

  /** What broke one link has most likely broken the other, which would take as long to show. */
  #lose(error: LinkLost): void {
    this.#failure = { error };
    for (const other of [...this.#idle.keys()]) this.#close(other);
  }

  async #cancelElsewhere(processId: number): Promise<void> {
    const options = { signal: AbortSignal.timeout(this.#patienceMs) };
    const pending = new PendingReading(
      [{ text: CANCEL, values: [processId] }],
      options,
      this.#disposal.signal,
    );
    pending.rejectOnAbort(() => this.#leave(pending));
    if (!pending.reading.signal.aborted) this.#queue.unshift(pending);
    this.#serve();
    await pending.answer.catch(() => undefined);
  }

  #leave(pending: PendingReading): void {
    const position = this.#queue.indexOf(pending);
    if (position !== -1) this.#queue.splice(position, 1);
    if (this.#queue.length === 0) this.#opening?.abort(pending.reading.signal.reason);
  }

  /** The one that was used last: the other gets old, and is closed. */
  #takeIdle(): Backend | undefined {
    const backend = [...this.#idle.keys()].at(-1);
    if (backend === undefined) return undefined;
    clearTimeout(this.#idle.get(backend));
    this.#idle.delete(backend);
    return backend;
  }

  #rest(backend: Backend): void {
    this.#failure = undefined;
    if (this.#disposal.signal.aborted) this.#close(backend);
    else this.#idle.set(backend, setTimeout(() => this.#close(backend), this.#idleMs).unref());
  }

  #close(backend: Backend): void {
    clearTimeout(this.#idle.get(backend));
    this.#idle.delete(backend);
    this.#mostBackends = MOST_BACKENDS;
    this.#do(backend.end());
    this.#tell();
  }

  /** For `dispose` to wait for. None of them rejects. */
  #do(task: Promise<void>): void {
    this.#tasks.add(task);
    void task.then(() => this.#tasks.delete(task));
  }

  #tell(): void {
    if (this.#idle.size + this.#busy.size > 0) this.#state.change({ kind: 'connected' });
    else if (this.#opening !== undefined) this.#state.change({ kind: 'connecting' });
    else if (this.#failure !== undefined) this.#state.change({ kind: 'failed', error: this.#failure.error });
    else this.#state.change({ kind: 'idle' });
  }
}
