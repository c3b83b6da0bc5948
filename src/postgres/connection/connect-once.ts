import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Client, type Connection } from 'pg';
import { ChannelUnbound, ConnectTimeout, PasswordMissing } from './classify-failure';
import { socketFor } from './dial';
import type { FoundPassword } from './find-password';
import { GuardedConnection } from './guarded-connection';
import { isSocketDirectory, type Target, type TargetHost, type TlsSetting } from './target';
import type { TlsFiles } from './tls-files';

const APPLICATION_NAME = 'Indexwright';

/** One try at one host. */
export interface Attempt {
  readonly target: Target;
  readonly host: TargetHost;
  readonly isEncrypted: boolean;
  readonly files: TlsFiles;
  /** Called at most once, and only if the server wants a password. */
  readonly findPassword: () => Promise<FoundPassword>;
  readonly signal?: AbortSignal;
}

/** Rejects with whatever went wrong, or with the signal's reason; leaves nothing open then. */
export async function connectOnce(attempt: Attempt): Promise<Client> {
  const { target, host, signal } = attempt;
  signal?.throwIfAborted();
  const socket = socketFor(host);
  const deadline = new Deadline(target.connectTimeoutMs, () => socket.destroy(new ConnectTimeout()));
  const abort = (): void => void socket.destroy(new Error('aborted'));
  signal?.addEventListener('abort', abort, { once: true });
  const ssl = attempt.isEncrypted ? tlsOptions(target.tls, attempt.files) : false;
  const sslNegotiation = attempt.isEncrypted ? target.tls.negotiation : 'postgres';
  const connection = new GuardedConnection({ stream: () => socket, ssl, sslNegotiation, keepAlive: true });
  if (target.channelBinding === 'require') demandChannelBinding(connection, socket);
  const client = new Client({
    host: host.host,
    port: host.port,
    user: target.user,
    database: target.database,
    ssl,
    sslnegotiation: sslNegotiation,
    application_name: APPLICATION_NAME,
    ...(target.options !== undefined && { options: target.options }),
    connection,
    enableChannelBinding: target.channelBinding === 'require',
    // A person, a vault or a program may take longer than a server is waited for.
    password: () => deadline.pauseFor(async () => passwordText(await attempt.findPassword())),
  });
  // Without a listener a server that goes away would end the whole process.
  client.on('error', () => undefined);
  try {
    return await client.connect();
  } catch (error) {
    socket.destroy();
    signal?.throwIfAborted();
    throw error;
  } finally {
    deadline.end();
    signal?.removeEventListener('abort', abort);
  }
}

function passwordText(found: FoundPassword): string {
  const text = found.kind === 'found' ? found.password.reveal() : '';
  if (text === '') throw new PasswordMissing(found.notes);
  return text;
}

/** `pg` takes the channel's proof where it is offered; a server that does not offer it must not get an answer. */
function demandChannelBinding(connection: Connection, socket: Socket): void {
  let isOffered = false;
  const refuse = (): void => {
    // At once: the server may have said in the same breath that it is ready.
    connection.emit('error', new ChannelUnbound());
    socket.destroy();
  };
  connection.on('authenticationSASL', ({ mechanisms }: { readonly mechanisms: readonly string[] }) => {
    isOffered = mechanisms.includes('SCRAM-SHA-256-PLUS');
    if (!isOffered) refuse();
  });
  connection.on('authenticationCleartextPassword', refuse);
  connection.on('authenticationMD5Password', refuse);
  connection.on('authenticationOk', () => {
    if (!isOffered) refuse();
  });
}

/** Which attempts each host deserves, by libpq's meanings of sslmode; sockets of the same machine are never encrypted. */
export function encryptions({ tls: { mode } }: Target, { host }: TargetHost): readonly boolean[] {
  if (isSocketDirectory(host) || mode === 'disable') return [false];
  if (mode === 'allow') return [false, true];
  return mode === 'prefer' ? [true, false] : [true];
}

/**
 * The certificate is compared with an authority where one is given, whatever the mode, as libpq does; its name only with `verify-full`.
 * Without an authority the link is encrypted and nobody knows to whom.
 */
function tlsOptions({ mode, minVersion, maxVersion }: TlsSetting, files: TlsFiles): ConnectionOptions {
  return {
    rejectUnauthorized: files.authorities !== undefined,
    minVersion: minVersion ?? 'TLSv1.2',
    ...(maxVersion !== undefined && { maxVersion }),
    ...(files.authorities !== undefined && { ca: [...files.authorities] }),
    ...(files.cert !== undefined && { cert: files.cert }),
    ...(files.key !== undefined && { key: files.key }),
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  };
}

/** Ends what a server does not answer to; 0 never does. */
class Deadline {
  readonly #timeoutMs: number;
  readonly #onPassed: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(timeoutMs: number, onPassed: () => void) {
    this.#timeoutMs = timeoutMs;
    this.#onPassed = onPassed;
    this.#start();
  }

  async pauseFor<T>(work: () => Promise<T>): Promise<T> {
    this.end();
    const result = await work();
    this.#start();
    return result;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #start(): void {
    if (this.#timeoutMs > 0) this.#timer = setTimeout(this.#onPassed, this.#timeoutMs);
  }
}
