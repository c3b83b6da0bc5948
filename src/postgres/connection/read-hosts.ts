import { message, type Message } from '../../analyzers/message';
import type { ConnectionWorld } from './connection-world';
import type { ParameterReader } from './parameter-reader';
import type { TargetHost } from './target';

const DEFAULT_PORT = 5432;

/** Lists of hosts, addresses and ports go together by position; a single port is for all of them. */
export function readHosts(reader: ParameterReader, world: ConnectionWorld): readonly TargetHost[] {
  const defaultHost = world.socketDirectory ?? 'localhost';
  const addresses = reader.text('hostaddr')?.split(',').map(trim);
  // With an address alone, libpq uses it for the name as well.
  const names = reader
    .text('host', addresses === undefined ? defaultHost : addresses.join(','))
    .split(',')
    .map(trim);
  if (addresses !== undefined && addresses.length !== names.length) {
    reader.problems.push(
      message(
        'There are {0} host names for {1} host addresses. Give each host its address, or none of them.',
        names.length,
        addresses.length,
      ),
    );
  }
  const abstract = names.find((name) => name.startsWith('@'));
  if (abstract !== undefined) reader.problems.push(noAbstractSockets(abstract));
  const ports = readPorts(reader, names.length);
  return names.map((name, index) => {
    const hostaddr = addresses?.[index] ?? '';
    return {
      host: name !== '' ? name : hostaddr !== '' ? hostaddr : defaultHost,
      port: ports[index] ?? DEFAULT_PORT,
      ...(hostaddr !== '' && { hostaddr }),
    };
  });
}

function readPorts(reader: ParameterReader, hosts: number): readonly number[] {
  const written = reader.text('port', String(DEFAULT_PORT)).split(',').map(trim);
  const ports = written.map((text) => (text === '' ? DEFAULT_PORT : /^\d+$/.test(text) ? Number(text) : NaN));
  if (!ports.every((port) => port >= 1 && port <= 65_535)) {
    reader.refuse('port', '1 – 65535');
    return [];
  }
  if (ports.length !== 1 && ports.length !== hosts) {
    reader.problems.push(
      message(
        'There are {0} ports for {1} hosts. Give each host its port, or one port for all of them.',
        ports.length,
        hosts,
      ),
    );
  }
  const [only = DEFAULT_PORT] = ports;
  return ports.length === 1 ? Array.from({ length: hosts }, () => only) : ports;
}

/** Node 20 ends the name of a socket at its first zero byte, and these names begin with one. */
function noAbstractSockets(host: string): Message {
  return message(
    'The host {0} is a socket in the abstract namespace of Linux, which cannot be opened from here. Use a directory (unix_socket_directories of the server), or localhost.',
    host,
  );
}

function trim(text: string): string {
  return text.trim();
}
