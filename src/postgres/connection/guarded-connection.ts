import type { Duplex } from 'node:stream';
import { Connection } from 'pg';

declare module 'pg' {
  // What `pg` has and its types leave out.
  interface Connection {
    attachListeners(stream: Duplex): void;
  }
  interface ClientConfig {
    readonly connection?: Connection;
    readonly sslNegotiation?: 'postgres' | 'direct';
  }
}

/**
 * A connection of `pg` that reports what it cannot understand. Its parser throws in a listener of the socket, for instance when a server
 * wants Kerberos: nobody could catch that, and in an editor the connection would hang without a word.
 */
export class GuardedConnection extends Connection {
  override attachListeners(stream: Duplex): void {
    const earlier = stream.listeners('data');
    super.attachListeners(stream);
    for (const listener of stream.listeners('data').filter((candidate) => !earlier.includes(candidate))) {
      stream.off('data', listener as (chunk: unknown) => void);
      stream.on('data', (chunk: unknown) => {
        try {
          listener.call(stream, chunk);
        } catch (error) {
          this.emit('error', error);
        }
      });
    }
  }
}
