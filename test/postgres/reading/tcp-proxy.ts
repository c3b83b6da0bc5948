import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const CANCEL_REQUEST_CODE = 80877102;

/** A wire between a client and a server on 127.0.0.1 that can go bad. */
export class TcpProxy {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #unanswered = new Set<Socket>();
  /** How many cancel requests it has let through or swallowed. */
  cancelRequests = 0;
  swallowsCancelRequests = false;
  #isSilent = false;

  private constructor(port: number) {
    this.#server = createServer((client) => this.#join(client, port));
  }

  static async to(port: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(port);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Nothing comes through any more on what is open, and nobody is told: a VPN that is gone. What is opened later works. */
  freeze(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.unpipe().pause();
  }

  /** Nothing comes through any more, neither on what is open nor on what is opened later. */
  silence(): void {
    this.#isSilent = true;
    this.freeze();
  }

  /** Both ends learn that the link is gone. */
  cut(): void {
    for (const socket of [...this.#pairs].flat()) socket.resetAndDestroy();
    for (const socket of this.#unanswered) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, port: number): void {
    if (this.#isSilent) {
      this.#unanswered.add(client);
      client.on('error', () => undefined);
      return;
    }
    client.once('data', (first) => {
      const isCancel = first.length === 16 && first.readInt32BE(4) === CANCEL_REQUEST_CODE;
      if (isCancel) this.cancelRequests += 1;
      if (isCancel && this.swallowsCancelRequests) {
        client.end();
        return;
      }
      const server = connect(port, '127.0.0.1');
      const pair = [client, server] as const;
      this.#pairs.add(pair);
      for (const [one, other] of [pair, [server, client] as const]) {
        one.on('error', () => undefined);
        one.on('close', () => {
          this.#pairs.delete(pair);
          other.destroy();
        });
      }
      server.write(first);
      client.pipe(server).pipe(client);
    });
    client.on('error', () => undefined);
  }
}
