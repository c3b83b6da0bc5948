import { Socket, type NetConnectOpts } from 'node:net';
import type { TargetHost } from './target';

/** A socket for `pg`, which itself would look the name up although its address is given. */
export function socketFor({ port, hostaddr }: TargetHost): Socket {
  const socket = new Socket();
  if (hostaddr !== undefined) {
    const connect = socket.connect.bind(socket) as (options: NetConnectOpts) => Socket;
    socket.connect = () => connect({ host: hostaddr, port });
  }
  return socket;
}
