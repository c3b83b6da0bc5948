import { type Client, Connection } from 'pg';
import { socketFor } from '../connection/dial';

declare module 'pg' {
  // What `pg` has and its types leave out.
  interface Connection {
    connect(port: number | string, host?: string): void;
    requestSsl(): void;
    cancel(processId: number, secretKey: number): void;
  }
  interface Client {
    readonly processID: number | null;
    readonly secretKey: number | null;
    readonly sslNegotiation: 'postgres' | 'direct';
  }
}

/**
 * Asks the server to end what this client's process is doing. The protocol's own request needs no login and no free connection, and a pooler
 * passes it on to the process that works for this client at the moment, while a process id that was read once may be at work for another.
 * Over TLS where the client is: the secret key must not be readable on the way. Resolves when the server has done with the request, also
 * when it could not be reached.
 */
export function sendCancelRequest(client: Client, timeoutMs: number): Promise<void> {
  const { processID, secretKey, host, port, ssl, sslNegotiation } = client;
  if (processID === null || secretKey === null) return Promise.resolve();
  const socket = socketFor({ host, port, ...sameAddress(client) });
  const connection = new Connection({ ssl, sslNegotiation, stream: () => socket });
  return new Promise((resolve) => {
    const timer = setTimeout(() => connection.stream.destroy(), timeoutMs);
    const cancel = (): void => connection.cancel(processID, secretKey);
    connection.on('connect', () => {
      if (!ssl) cancel();
      else if (sslNegotiation !== 'direct') connection.requestSsl();
    });
    connection.on('sslconnect', cancel);
    connection.on('error', () => connection.stream.destroy());
    connection.on('end', () => {
      clearTimeout(timer);
      resolve();
    });
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}

/** A name may stand for several servers, and only one of them knows the process. */
function sameAddress({ connection: { stream } }: Client): { readonly hostaddr?: string } {
  const address = 'remoteAddress' in stream ? stream.remoteAddress : undefined;
  return typeof address === 'string' ? { hostaddr: address } : {};
}
