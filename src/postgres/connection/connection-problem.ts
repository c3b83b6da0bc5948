import { DatabaseError } from 'pg';
import { message, type Message } from '../../analyzers/message';
import { classifyFailure, errorCode, PasswordMissing, type ProblemKind } from './classify-failure';
import { describeTlsProblem } from './describe-tls-problem';
import type { PasswordOrigin } from './find-password';
import { describeHost, type Target, type TargetHost } from './target';
import { TlsFileError } from './tls-files';

/** What mends a problem, for a button beside its sentence. */
export type ProblemAction = 'edit-connection' | 'enter-password' | 'try-again' | 'choose-root-certificate';

/** A failure in words for a person: what happened, why, what to do. There is never a password in it, nor a whole URI. */
export interface ConnectionProblem {
  readonly kind: ProblemKind;
  readonly message: Message;
  readonly action: ProblemAction;
  /** Why sources of a password were passed over. */
  readonly notes: readonly Message[];
  /** A SQLSTATE or a code of the operating system or of OpenSSL, for the log. */
  readonly code?: string;
}

export interface ProblemContext {
  readonly target: Target;
  /** Absent before any host was tried. */
  readonly host?: TargetHost;
  readonly isEncrypted?: boolean;
  /** Which password was used. */
  readonly passwordOrigin?: PasswordOrigin;
}

/** For every error that opening or using a connection can end with. */
export function describeConnectionProblem(error: unknown, context: ProblemContext): ConnectionProblem {
  const kind = classifyFailure(error, context.isEncrypted);
  const code = errorCode(error);
  return {
    kind,
    message: sentence(kind, error, context),
    action: ACTIONS[kind] ?? 'edit-connection',
    notes: error instanceof PasswordMissing ? error.notes : [],
    ...(code !== undefined && { code }),
  };
}

const ACTIONS: Readonly<Partial<Record<ProblemKind, ProblemAction>>> = {
  refused: 'try-again',
  'socket-missing': 'try-again',
  unreachable: 'try-again',
  timeout: 'try-again',
  'password-missing': 'enter-password',
  'password-refused': 'enter-password',
  'tls-untrusted': 'choose-root-certificate',
  'too-many-connections': 'try-again',
  'starting-up': 'try-again',
  'shutting-down': 'try-again',
  'in-recovery': 'try-again',
  pooler: 'try-again',
  'ended-by-server': 'try-again',
  lost: 'try-again',
};

function sentence(kind: ProblemKind, error: unknown, context: ProblemContext): Message {
  const { target, host = target.hosts[0] } = context;
  const place = host === undefined ? target.database : describeHost(host);
  if (kind === 'certificate-file' && error instanceof TlsFileError) return describeFile(error);
  return (
    describeTlsProblem(kind, place, host, target) ??
    describeReach(kind, place, host, target) ??
    describePassword(kind, place, context) ??
    describeIdentity(kind, place, target) ??
    describeState(kind, place, error, target)
  );
}

function describeFile({ path, reason }: TlsFileError): Message {
  return reason === 'unreadable'
    ? message(
        'The certificate or key file {0} cannot be read. Check the path in the connection, and that the file may be read.',
        path,
      )
    : message(
        'The private key {0} is protected by a passphrase, which Indexwright does not ask for. Use a key without one: openssl pkey -in {0} -out client.key',
        path,
      );
}

/** Nobody answered, or somebody else. */
function describeReach(
  kind: ProblemKind,
  place: string,
  host: TargetHost | undefined,
  { connectTimeoutMs }: Target,
): Message | undefined {
  switch (kind) {
    case 'refused':
      return message(
        'No PostgreSQL accepts connections at {0}. Start the server, or correct host and port of the connection.',
        place,
      );
    case 'socket-missing':
      return message(
        'There is no socket {0} that can be opened. Start the server on this machine, or correct the directory and the port of the connection.',
        place,
      );
    case 'unknown-host':
      return message(
        'The host name {0} is not known here. Check its spelling, and the VPN if it is a name of your company.',
        host?.host ?? place,
      );
    case 'unreachable':
      return message('There is no way through the network to {0}. Check the network or the VPN.', place);
    case 'timeout':
      return message(
        'The server at {0} did not answer within {1} seconds. Check the host, the firewall and the VPN, or allow more time with connectTimeoutSeconds.',
        place,
        connectTimeoutMs / 1000,
      );
    case 'not-postgres':
      return message(
        'What answers at {0} does not speak the protocol of PostgreSQL. Check the port of the connection.',
        place,
      );
    default:
      return undefined;
  }
}

function describePassword(
  kind: ProblemKind,
  place: string,
  { target: { user }, passwordOrigin }: ProblemContext,
): Message | undefined {
  if (kind === 'password-missing') {
    return message(
      'The server at {0} wants a password for the user {1}, and there is none yet. Enter it: it is kept in the secret store of the editor.',
      place,
      user,
    );
  }
  if (kind === 'authentication-method') {
    return message(
      'The server at {0} wants the user {1} to sign in with a method that Indexwright does not have, such as Kerberos. Use a user that signs in with a password or a certificate.',
      place,
      user,
    );
  }
  if (kind === 'channel-binding') {
    return message(
      'The server at {0} signs the user {1} in without channel binding, which channel_binding=require asks for, so nothing was sent to it. Use TLS and a user with a SCRAM password, or take the parameter out.',
      place,
      user,
    );
  }
  if (kind !== 'password-refused') return undefined;
  const source = passwordOrigin === undefined ? undefined : sourceName(passwordOrigin);
  return source === undefined
    ? message(
        'The server at {0} refused the password of the user {1}, or does not know this user. Enter the password again, or correct the user.',
        place,
        user,
      )
    : message(
        'The server at {0} refused the password of the user {1} that came from {2}, or does not know this user. Correct it there, or enter another password.',
        place,
        user,
        source,
      );
}

/** The name of a thing that a person can go to; absent for what was typed. */
function sourceName(origin: PasswordOrigin): string | undefined {
  switch (origin.kind) {
    case 'environment':
      return origin.variable;
    case 'env-file':
      return `${origin.variable} (${origin.file})`;
    case 'service':
    case 'password-file':
      return origin.file;
    case 'command':
      return 'passwordCommand';
    default:
      return undefined;
  }
}

/** The server knows who asks, and does not let them in. */
function describeIdentity(kind: ProblemKind, place: string, { user, database }: Target): Message | undefined {
  switch (kind) {
    case 'not-admitted':
      return message(
        'The server at {0} does not let the user {1} into the database {2} from this machine: no line of its pg_hba.conf allows it. Ask its administrator for one, or use another user.',
        place,
        user,
        database,
      );
    case 'identity-refused':
      return message(
        'The server at {0} does not accept that you are the user {1}: it asked the operating system, the certificate or a directory instead of a password. Use the user that belongs to you, or one with a password.',
        place,
        user,
      );
    case 'role-missing':
      return message(
        'The user {1} does not exist on the server at {0}. Correct the user, or have it created.',
        place,
        user,
      );
    case 'role-locked':
      return message(
        'The role {1} on the server at {0} may not log in. Use another user, or have it allowed: ALTER ROLE … LOGIN.',
        place,
        user,
      );
    case 'permission':
      return message(
        'The user {0} may not connect to the database {1}. Use another user, or have it allowed: GRANT CONNECT ON DATABASE …',
        user,
        database,
      );
    case 'database-missing':
      return message(
        'The database {1} does not exist on the server at {0}. Correct the name, or create the database.',
        place,
        database,
      );
    default:
      return undefined;
  }
}

function describeState(kind: ProblemKind, place: string, error: unknown, target: Target): Message {
  switch (kind) {
    case 'too-many-connections':
      return message(
        'The server at {0} has no connection left. Close what is not needed, or wait and try again; Indexwright itself uses two at most.',
        place,
      );
    case 'starting-up':
      return message('The server at {0} is starting up. Try again in a moment.', place);
    case 'shutting-down':
      return message('The server at {0} is shutting down. Try again when it has been started.', place);
    case 'in-recovery':
      return message(
        'The server at {0} takes no connections while it recovers, or as a standby never does. Try again later, or connect to the primary.',
        place,
      );
    case 'startup-parameter':
      return message(
        'The pooler at {0} does not accept a parameter of the connection, most likely options. Take it out (also PGOPTIONS), or add it to ignore_startup_parameters of PgBouncer.',
        place,
      );
    case 'pooler':
      return message(
        'The pooler at {0} answered, but cannot reach the database behind it. Check the database server and the settings of the pooler.',
        place,
      );
    case 'ended-by-server':
      return message(
        'The server at {0} ended the connection: it was restarted, or somebody asked for it. Connect again.',
        place,
      );
    case 'lost':
      return message(
        'The connection to {0} broke off. Check the network or the VPN, and connect again.',
        place,
      );
    case 'session-attributes':
      return message(
        'The server at {0} is not of the kind that target_session_attrs={1} asks for, and no other one could be reached. Add the right host, or take the parameter out.',
        place,
        target.targetSessionAttrs,
      );
    default:
      return describeOther(error, place);
  }
}

/** A server's sentence names no password; texts of other errors may hold anything. */
function describeOther(error: unknown, place: string): Message {
  if (error instanceof DatabaseError) {
    return message(
      'The server at {0} did not let the connection in. It says: {1}. Correct the connection, or ask the administrator of the server.',
      place,
      error.message,
    );
  }
  return message(
    'The connection to {0} failed for a reason that is not known (code {1}). Check host, port and TLS of the connection.',
    place,
    errorCode(error) ?? '–',
  );
}
