import { Client, type ClientConfig } from 'pg';
import type { OpenClient } from '../../../src/postgres/reading/server-connection';

/** As the extension opens it, without the ways to find a target. */
export function openClient(target: ClientConfig): OpenClient {
  return async (signal) => {
    const client = new Client({ ...target, application_name: 'Indexwright' });
    client.on('error', () => undefined);
    const abort = (): void => {
      client.connection.stream.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      await client.connect();
      return client;
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  };
}
