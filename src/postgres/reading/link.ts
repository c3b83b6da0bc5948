import { type Client, DatabaseError, type QueryConfig, type QueryResult } from 'pg';
import { linkLost, type LinkLost, notAnswering } from './read-failure';

/** A client, whether it still has its server, and what became of it if not. Times are in milliseconds. */
export class Link {
  readonly client: Client;
  /** How long the server may be silent where it has nothing to work on. */
  readonly #patienceMs: number;
  #broken: { readonly cause: unknown; readonly silentMs?: number } | undefined;

  /** @param onBroken called when the other side ends it */
  constructor(client: Client, patienceMs: number, onBroken: () => void) {
    this.client = client;
    this.#patienceMs = patienceMs;
    // Without a listener a server that goes away would end the whole process.
    client.on('error', (cause) => {
      if (this.#broken !== undefined) return;
      this.#broken = { cause };
      onBroken();
    });
  }

  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  /** @param workMs how long the server may work on it, beside the time that the way there and back takes */
  async ask(query: string | QueryConfig, workMs = 0): Promise<QueryResult<Record<string, unknown>>> {
    const limit = workMs + this.#patienceMs;
    const timer = setTimeout(() => this.abandon(limit), limit);
    try {
      return await this.client.query<Record<string, unknown>>(query);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Gives a silent server up: the socket is closed at once, as nobody would answer a farewell. */
  abandon(silentMs: number): void {
    this.#broken ??= { cause: undefined, silentMs };
    this.client.connection.stream.destroy();
  }

  /** For what an `ask` rejected with where nothing is known of the link. */
  breakBy(cause: unknown): void {
    this.#broken ??= { cause };
  }

  /** @param problem what a statement failed with: the server's last words say more than that the socket was closed */
  failure(problem: unknown, isRunning: boolean): LinkLost {
    if (this.#broken?.silentMs !== undefined) return notAnswering(this.#broken.silentMs, !isRunning);
    return linkLost(problem instanceof DatabaseError ? problem : this.#broken?.cause, isRunning);
  }

  /** Never rejects, and does not wait for a server that has gone silent. */
  async end(): Promise<void> {
    this.breakBy(undefined);
    const timer = setTimeout(() => this.client.connection.stream.destroy(), this.#patienceMs);
    await this.client.end().catch(() => undefined);
    clearTimeout(timer);
  }
}
