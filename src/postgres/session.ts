import { Client, type ClientConfig, type QueryConfig } from 'pg';

const APPLICATION_NAME = 'Indexwright';

export interface ReadOptions {
  readonly statementTimeoutMs?: number;
  /** Even planning waits for locks: EXPLAIN of a table that is being altered would otherwise wait as long as the ALTER does. */
  readonly lockTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

export type Row = Readonly<Record<string, unknown>>;

/**
 * The door to a server that cannot write. Each statement is alone in a transaction that is READ ONLY, has short time limits and is
 * always rolled back. The extended protocol refuses a second statement in the text (42601), READ ONLY refuses every write (25006),
 * also one by a function that is wrongly marked IMMUTABLE and runs while its query is planned.
 */
export class ReadSession {
  readonly #client: Client;
  readonly #target: ClientConfig;
  readonly #processId: number;
  #turn: Promise<unknown> = Promise.resolve();
  #lost: Error | undefined;

  private constructor(client: Client, target: ClientConfig, processId: number) {
    this.#client = client;
    this.#target = target;
    this.#processId = processId;
    // Without a listener a server that goes away would end the whole process.
    client.on('error', (error) => (this.#lost = error));
  }

  static async open(target: ClientConfig): Promise<ReadSession> {
    const client = await connect(target);
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const [row] = rows;
    if (row === undefined) throw new Error('The server did not say its process id.');
    return new ReadSession(client, target, row.pid);
  }

  /** Resolves to the rows; rejects with the server's error, or with the signal's reason when it was aborted. */
  read(text: string, values: readonly unknown[] = [], options: ReadOptions = {}): Promise<readonly Row[]> {
    const result = this.#turn.then(() => this.#readAlone(text, values, options));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#client.end();
  }

  async #readAlone(
    text: string,
    values: readonly unknown[],
    { statementTimeoutMs = 10_000, lockTimeoutMs = 1_000, signal }: ReadOptions,
  ): Promise<readonly Row[]> {
    signal?.throwIfAborted();
    if (this.#lost !== undefined) throw this.#lost;
    let cancelled: Promise<void> | undefined;
    const cancel = (): void => {
      cancelled = this.#cancel();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      await this.#client.query(openEnvelope(statementTimeoutMs, lockTimeoutMs));
      const query: QueryConfig & { queryMode: 'extended' } = {
        text,
        values: [...values],
        // `pg` would send a statement without values by the simple protocol, which takes several.
        queryMode: 'extended',
      };
      return (await this.#client.query<Row>(query)).rows;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      // The cancel request must have landed before the next statement, or it would hit that one.
      await cancelled;
      await this.#rollBack();
    }
  }

  async #rollBack(): Promise<void> {
    try {
      await this.#client.query('ROLLBACK');
    } catch (error) {
      // An open transaction must never be used again.
      this.#lost = error instanceof Error ? error : new Error(String(error));
      await this.#client.end();
    }
  }

  /** If the server takes no second connection, the statement's own time limit ends it. */
  async #cancel(): Promise<void> {
    const client = await connect(this.#target).catch(() => undefined);
    if (client === undefined) return;
    try {
      await client.query(
        'SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND application_name = $2',
        [this.#processId, APPLICATION_NAME],
      );
    } catch {
      return;
    } finally {
      await client.end();
    }
  }
}

async function connect(target: ClientConfig): Promise<Client> {
  const client = new Client({ ...target, application_name: APPLICATION_NAME });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** One round trip; the only text of several statements that is ever sent, and nothing of a user's is in it. */
function openEnvelope(statementTimeoutMs: number, lockTimeoutMs: number): string {
  return [
    'BEGIN READ ONLY',
    `SET LOCAL statement_timeout = ${Math.trunc(statementTimeoutMs)}`,
    `SET LOCAL lock_timeout = ${Math.trunc(lockTimeoutMs)}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${Math.trunc(statementTimeoutMs)}`,
    // The grammar's verdict holds only under it: a backslash before a quote would else move the end of a string.
    'SET LOCAL standard_conforming_strings = on',
  ].join('; ');
}
