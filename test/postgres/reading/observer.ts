import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

/** Somebody else at the same server, who sees what Indexwright's processes do there. */
export class Observer {
  readonly #watch: Client;

  /** @param watch a session of its own: within a transaction pg_stat_activity does not change */
  private constructor(
    readonly client: Client,
    watch: Client,
  ) {
    this.#watch = watch;
  }

  static async at(connectionString: string): Promise<Observer> {
    const clients = [new Client({ connectionString }), new Client({ connectionString })] as const;
    for (const client of clients) {
      client.on('error', () => undefined);
      await client.connect();
    }
    return new Observer(...clients);
  }

  /** Process ids, of those that do not end at once. */
  async backends(condition = 'true'): Promise<readonly number[]> {
    const { rows } = await this.#watch.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'Indexwright' AND ${condition}`,
    );
    return rows.map(({ pid }) => pid);
  }

  /** The id of a process of ours that waits for a lock or sleeps, as soon as there is one beside those that are known. */
  async untilWorking(known: readonly number[] = []): Promise<number> {
    for (;;) {
      const pids = await this.backends("(wait_event_type = 'Lock' OR wait_event = 'PgSleep')");
      const pid = pids.find((candidate) => !known.includes(candidate));
      if (pid !== undefined) return pid;
      await delay(5);
    }
  }

  async untilGone(): Promise<void> {
    while ((await this.backends()).length > 0) await delay(5);
  }

  async terminate(pid: number): Promise<void> {
    await this.#watch.query('SELECT pg_terminate_backend($1)', [pid]);
  }

  async end(): Promise<void> {
    await this.client.end();
    await this.#watch.end();
  }
}
