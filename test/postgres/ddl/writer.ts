import { Client } from 'pg';

/** How long a writer waits for a lock before the server tells it so: longer than anything that an action promises to hold up. */
export const WRITER_PATIENCE_MS = 2_000;

/** Somebody who writes to a table and reads it, one short transaction after another, as an application does. */
export class Writer {
  readonly #client: Client;
  readonly #writing: Promise<void>;
  #isEnding = false;
  #writes = 0;
  readonly failures: string[] = [];

  private constructor(client: Client, statements: readonly string[]) {
    this.#client = client;
    this.#writing = this.#write(statements);
  }

  static async on(connectionString: string, ...statements: readonly string[]): Promise<Writer> {
    const client = new Client({ connectionString });
    await client.connect();
    await client.query(`SET lock_timeout = ${WRITER_PATIENCE_MS}`);
    return new Writer(client, statements);
  }

  /** Resolves to how often it wrote, when it has written once more since this was called: it was not shut out for good. */
  async end(): Promise<number> {
    const { length } = this.failures;
    const enough = this.#writes + 1;
    while (this.#writes < enough && this.failures.length === length) await new Promise(setImmediate);
    this.#isEnding = true;
    await this.#writing;
    await this.#client.end();
    return this.#writes;
  }

  async #write(statements: readonly string[]): Promise<void> {
    while (!this.#isEnding) {
      for (const statement of statements) {
        try {
          await this.#client.query(statement);
        } catch (error) {
          this.failures.push(error instanceof Error ? error.message : String(error));
        }
      }
      this.#writes += 1;
    }
  }
}
