import type { Client } from 'pg';
import { SessionUnfit } from './classify-failure';
import { connectOnce, encryptions } from './connect-once';
import { describeConnectionProblem, type ConnectionProblem } from './connection-problem';
import type { FoundPassword } from './find-password';
import type { SessionAttributes, Target, TargetHost } from './target';
import { readTlsFiles, type TlsFiles } from './tls-files';

export interface OpenOptions {
  /** Asked for each host whose server wants a password; see `findPassword`. */
  readonly findPassword: (host: TargetHost) => Promise<FoundPassword>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

export interface OpenedClient {
  readonly kind: 'open';
  /** The caller ends it. */
  readonly client: Client;
  readonly host: TargetHost;
  readonly isEncrypted: boolean;
  /** Absent: the server wanted none. */
  readonly password?: FoundPassword & { readonly kind: 'found' };
}

export interface FailedAttempt {
  readonly host: TargetHost;
  readonly problem: ConnectionProblem;
}

export type Opening =
  | OpenedClient
  | {
      readonly kind: 'failed';
      /** What a person should hear. */
      readonly problem: ConnectionProblem;
      /** What each host of a list said. */
      readonly attempts: readonly FailedAttempt[];
    };

/**
 * Opens a connection to the first host of the target that answers and has the wanted attributes, in libpq's way: a host that cannot be
 * reached or takes no connections yet is followed by the next one, one that refuses the user or the certificate ends the search.
 * Rejects only with the reason of an aborted signal.
 */
export async function openClient(target: Target, options: OpenOptions): Promise<Opening> {
  let files: TlsFiles;
  try {
    files = await readTlsFiles(target.tls, options.environment ?? {});
  } catch (error) {
    return { kind: 'failed', problem: describeConnectionProblem(error, { target }), attempts: [] };
  }
  const attempts: FailedAttempt[] = [];
  for (const wanted of rounds(target.targetSessionAttrs)) {
    for (const host of target.hosts) {
      const opening = await openHost(target, host, files, wanted, options);
      if ('client' in opening) return opening;
      attempts.push({ host, problem: opening });
      if (!NEXT_HOST.has(opening.kind)) return failed(attempts, opening);
    }
  }
  return failed(attempts);
}

/** Two rounds: the second takes what there is. */
function rounds(wanted: SessionAttributes): readonly SessionAttributes[] {
  return wanted === 'prefer-standby' ? ['standby', 'any'] : [wanted];
}

const NEXT_HOST: ReadonlySet<ConnectionProblem['kind']> = new Set([
  'refused',
  'socket-missing',
  'unknown-host',
  'unreachable',
  'timeout',
  'starting-up',
  'shutting-down',
  'in-recovery',
  'session-attributes',
]);

/** A server that is there but is the wrong one says more than one that is not there. */
function failed(attempts: readonly FailedAttempt[], decisive?: ConnectionProblem): Opening {
  const problems = attempts.map(({ problem }) => problem);
  const problem = decisive ?? problems.find(({ kind }) => kind === 'session-attributes') ?? problems.at(-1);
  if (problem === undefined) throw new Error('A target has at least one host.');
  return { kind: 'failed', problem, attempts };
}

async function openHost(
  target: Target,
  host: TargetHost,
  files: TlsFiles,
  wanted: SessionAttributes,
  { findPassword, signal }: OpenOptions,
): Promise<OpenedClient | ConnectionProblem> {
  let first: ConnectionProblem | undefined;
  for (const isEncrypted of encryptions(target, host)) {
    let password: FoundPassword | undefined;
    try {
      const client = await connectOnce({
        target,
        host,
        isEncrypted,
        files,
        findPassword: async () => (password = await findPassword(host)),
        ...(signal && { signal }),
      });
      await refuseUnfit(client, wanted);
      return { kind: 'open', client, host, isEncrypted, ...(password?.kind === 'found' && { password }) };
    } catch (error) {
      signal?.throwIfAborted();
      const origin = password?.kind === 'found' ? password.origin : undefined;
      const problem = describeConnectionProblem(error, {
        target,
        host,
        isEncrypted,
        ...(origin && { passwordOrigin: origin }),
      });
      // What the second way says tells more only where the first way was no way at all.
      if (!dependsOnEncryption(problem)) return problem;
      first = first === undefined || first.kind === 'tls-not-supported' ? problem : first;
    }
  }
  if (first === undefined) throw new Error('Each host is tried at least once.');
  return first;
}

/** Whether the other way, with TLS or without, may lead further. A wrong password stays wrong, and is not sent again without protection. */
function dependsOnEncryption({ kind }: ConnectionProblem): boolean {
  return kind.startsWith('tls-') || kind === 'not-admitted';
}

async function refuseUnfit(client: Client, wanted: SessionAttributes): Promise<void> {
  if (wanted === 'any') return;
  const { rows } = await client.query<{ isStandby: boolean; isReadOnly: boolean }>(
    `SELECT pg_catalog.pg_is_in_recovery() AS "isStandby", pg_catalog.current_setting('transaction_read_only') = 'on' AS "isReadOnly"`,
  );
  const [session] = rows;
  if (session !== undefined && fits(wanted, session)) return;
  await client.end();
  throw new SessionUnfit();
}

function fits(wanted: SessionAttributes, session: { isStandby: boolean; isReadOnly: boolean }): boolean {
  switch (wanted) {
    case 'read-write':
      return !session.isReadOnly;
    case 'read-only':
      return session.isReadOnly;
    case 'primary':
      return !session.isStandby;
    case 'standby':
      return session.isStandby;
    case 'any':
    case 'prefer-standby':
      return true;
  }
}
