import type { Client, QueryConfig } from 'pg';
import type { OpenClient } from '../reading/server-connection';
import { sendCancelRequest } from '../reading/cancel-request';
import { sessionRefusal } from './session-refusal';

/** Under it a build is found again after the window was reloaded. */
export const DDL_APPLICATION_NAME = 'Indexwright DDL';

/** In milliseconds; 0: none. */
export interface StatementLimits {
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
}

/**
 * For this session alone, which ends with the action. A build may take hours, and waits for others on purpose. It goes on when the editor is
 * closed: half of a build is worth nothing.
 */
const SET_UP = `SET application_name = '${DDL_APPLICATION_NAME}'; SET standard_conforming_strings = on;
  SELECT pg_catalog.set_config(s.name, '0', false) FROM pg_catalog.pg_settings s
    WHERE s.name IN ('transaction_timeout', 'idle_session_timeout', 'client_connection_check_interval');`;

/** How long the first questions may stay without an answer. */
const OPENING_MS = 15_000;

/** A connection of its own for one action. Each statement is alone in its message, and not in a transaction block. */
export class DdlSession {
  readonly #client: Client;
  #isBroken = false;

  private constructor(client: Client) {
    this.#client = client;
    client.on('end', () => (this.#isBroken = true));
    client.on('error', () => (this.#isBroken = true));
  }

  /** Rejects with what the opening failed with, or a DdlRefusal where this server or this way to it cannot do it. */
  static async open(openClient: OpenClient, signal: AbortSignal): Promise<DdlSession> {
    const client = await openClient(signal);
    const session = new DdlSession(client);
    const timer = setTimeout(() => session.abandon(), OPENING_MS);
    try {
      const refusal = await sessionRefusal(client);
      if (refusal) throw refusal;
      await client.query(SET_UP);
      return session;
    } catch (error) {
      await session.end();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  get processId(): number {
    return this.#client.processID ?? 0;
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  async run(sql: string, { statementTimeoutMs, lockTimeoutMs }: StatementLimits): Promise<void> {
    await this.#client.query(
      `SET statement_timeout = ${Math.trunc(statementTimeoutMs)}; SET lock_timeout = ${Math.trunc(lockTimeoutMs)}`,
    );
    // The extended protocol takes one statement only.
    const query: QueryConfig & { queryMode: 'extended' } = { text: sql, queryMode: 'extended' };
    await this.#client.query(query);
  }

  /** Asks the server to end what it does for this session. It may come too early or too late to hit a statement. */
  cancel(timeoutMs: number): Promise<void> {
    return sendCancelRequest(this.#client, timeoutMs);
  }

  /** Nobody answers: what runs rejects at once. */
  abandon(): void {
    this.#isBroken = true;
    this.#client.connection.stream.destroy();
  }

  /** Never rejects, and waits no longer than a moment for a farewell. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.abandon(), 1_000);
    await this.#client.end().catch(() => undefined);
    clearTimeout(timer);
  }
}
