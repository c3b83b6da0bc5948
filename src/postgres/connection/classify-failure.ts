import { DatabaseError } from 'pg';
import type { Message } from '../../analyzers/message';
import { classifyServerError } from './classify-server-error';
import { TlsFileError } from './tls-files';

export type ProblemKind =
  | 'refused'
  | 'socket-missing'
  | 'unknown-host'
  | 'unreachable'
  | 'timeout'
  | 'not-postgres'
  | 'password-missing'
  | 'password-refused'
  | 'authentication-method'
  | 'channel-binding'
  | 'not-admitted'
  | 'identity-refused'
  | 'role-missing'
  | 'role-locked'
  | 'tls-required'
  | 'tls-not-supported'
  | 'tls-untrusted'
  | 'tls-name'
  | 'tls-expired'
  | 'tls-client-certificate'
  | 'tls-failed'
  | 'certificate-file'
  | 'database-missing'
  | 'permission'
  | 'too-many-connections'
  | 'starting-up'
  | 'shutting-down'
  | 'in-recovery'
  | 'startup-parameter'
  | 'pooler'
  | 'ended-by-server'
  | 'lost'
  | 'session-attributes'
  | 'other';

/** No host answered in the time that the target allows. */
export class ConnectTimeout extends Error {
  override readonly name = 'ConnectTimeout';
}

/** The server wants a password, and no source has one. The notes say which could have. */
export class PasswordMissing extends Error {
  override readonly name = 'PasswordMissing';

  constructor(readonly notes: readonly Message[]) {
    super('password missing');
  }
}

/** The server signs the user in without the proof that `channel_binding=require` asks for. */
export class ChannelUnbound extends Error {
  override readonly name = 'ChannelUnbound';
}

/** The server answers, but is not of the kind that `target_session_attrs` wants. */
export class SessionUnfit extends Error {
  override readonly name = 'SessionUnfit';
}

/** What went wrong, from the error of a connection that is opened or in use. */
export function classifyFailure(error: unknown, isEncrypted?: boolean): ProblemKind {
  // Node tries all addresses of a name, and says what each answered.
  if (error instanceof AggregateError && error.errors.length > 0)
    return classifyFailure(error.errors.at(-1), isEncrypted);
  if (error instanceof ConnectTimeout) return 'timeout';
  if (error instanceof PasswordMissing) return 'password-missing';
  if (error instanceof ChannelUnbound) return 'channel-binding';
  if (error instanceof SessionUnfit) return 'session-attributes';
  if (error instanceof TlsFileError) return 'certificate-file';
  if (error instanceof DatabaseError) return classifyServerError(error, isEncrypted);
  if (!(error instanceof Error)) return 'other';
  const code = errorCode(error);
  return (
    (code === undefined ? undefined : (SYSTEM[code] ?? classifyTls(code))) ?? classifyDriver(error.message)
  );
}

export function errorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors.at(-1));
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const SYSTEM: Readonly<Record<string, ProblemKind>> = {
  ECONNREFUSED: 'refused',
  ENOENT: 'socket-missing',
  EACCES: 'socket-missing',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EAI_FAIL: 'unknown-host',
  EAI_NODATA: 'unknown-host',
  EAI_NONAME: 'unknown-host',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EINVAL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'lost',
  ECONNABORTED: 'lost',
  EPIPE: 'lost',
};

/** OpenSSL's words for certificates, and Node's for the rest: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
function classifyTls(code: string): ProblemKind | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'tls-name';
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return 'tls-expired';
  if (/^(?:DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|CRL_|INVALID_)/.test(code)) return 'tls-untrusted';
  if (
    /ALERT_(?:CERTIFICATE_REQUIRED|UNKNOWN_CA|BAD_CERTIFICATE|HANDSHAKE_FAILURE)|X509_KEY_VALUES/.test(code)
  )
    return 'tls-client-certificate';
  return /^ERR_(?:SSL|TLS|OSSL)_/.test(code) || code === 'EPROTO' ? 'tls-failed' : undefined;
}

/** The sentences of `pg` have no codes. */
function classifyDriver(text: string): ProblemKind {
  if (text === 'The server does not support SSL connections') return 'tls-not-supported';
  if (text === 'There was an error establishing an SSL connection') return 'not-postgres';
  if (/client password must be|Password must be a string/.test(text)) return 'password-missing';
  if (/Only mechanism\(s\)|Unknown authenticationOk/.test(text)) return 'authentication-method';
  if (text.startsWith('SASL: SCRAM-SERVER-FINAL')) return 'password-refused';
  if (/^Connection terminated|^Client (?:has encountered|was closed)|disconnected before secure/.test(text))
    return 'lost';
  return 'other';
}
