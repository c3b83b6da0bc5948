import type { ServerConnection } from '../../postgres/reading/server-connection';

export interface SharedServer {
  readonly server: ServerConnection;
  /** The last one who releases it ends it. */
  release(): Promise<void>;
}

/** One set of connections for each target, however many folders and windows' parts use it: a server's places are few. */
export class SharedServers {
  readonly #servers = new Map<string, { readonly server: ServerConnection; users: number }>();

  acquire(key: string, make: () => ServerConnection): SharedServer {
    const known = this.#servers.get(key) ?? { server: make(), users: 0 };
    known.users += 1;
    this.#servers.set(key, known);
    let isReleased = false;
    return {
      server: known.server,
      release: async () => {
        if (isReleased) return;
        isReleased = true;
        known.users -= 1;
        if (known.users > 0) return;
        if (this.#servers.get(key) === known) this.#servers.delete(key);
        await known.server.dispose();
      },
    };
  }
}
