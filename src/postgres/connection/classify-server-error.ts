import type { DatabaseError } from 'pg';
import type { ProblemKind } from './classify-failure';

/**
 * By SQLSTATE, and by the server's own function where one code stands for several things: texts may be in any language. Poolers are known
 * by their texts alone. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function classifyServerError(error: DatabaseError, isEncrypted?: boolean): ProblemKind {
  return classifyPooler(error) ?? classifyCode(error, isEncrypted);
}

function classifyCode(error: DatabaseError, isEncrypted: boolean | undefined): ProblemKind {
  switch (error.code) {
    case '28P01':
      return 'password-refused';
    case '28000':
      return classifyRefusal(error, isEncrypted);
    case '3D000':
      return 'database-missing';
    case '42501':
      return 'permission';
    case '53300':
      return 'too-many-connections';
    case '57P03':
      return classifyWaiting(error.message);
    case '57P01':
    case '57P02':
    case '57P04':
    case '57P05':
      return 'ended-by-server';
    // A byte of another protocol, which `pg` itself takes for an error of a server.
    case undefined:
      return error.message.includes('received invalid response') ? 'not-postgres' : 'other';
    default:
      return error.code.startsWith('08') ? 'lost' : 'other';
  }
}

function classifyRefusal({ routine, message }: DatabaseError, isEncrypted: boolean | undefined): ProblemKind {
  if (routine === 'InitializeSessionUserId')
    return message.includes('not permitted to log in') ? 'role-locked' : 'role-missing';
  if (routine === 'auth_failed') return 'identity-refused';
  if (message.includes('client certificate')) return 'tls-client-certificate';
  return isEncrypted === false && /no encryption|SSL off/.test(message) ? 'tls-required' : 'not-admitted';
}

function classifyWaiting(text: string): ProblemKind {
  if (text.includes('shutting down')) return 'shutting-down';
  return /recovery|hot standby/i.test(text) ? 'in-recovery' : 'starting-up';
}

/** PgBouncer, Supavisor, Odyssey: what they say, also in the name of the server, has codes of their choice. */
const POOLER_TEXTS: readonly (readonly [RegExp, ProblemKind])[] = [
  [/unsupported startup parameter/, 'startup-parameter'],
  [/^no such database|^database ".*" does not exist$/, 'database-missing'],
  [/^no such user|^role ".*" does not exist$|Tenant or user not found/, 'role-missing'],
  [/no more connections allowed|max client connections reached/i, 'too-many-connections'],
  [/^SASL authentication failed|^auth failed|^"?\w+"? authentication failed$/i, 'password-refused'],
  [
    /server login has been failing|bouncer config error|cannot connect to server|server_login_retry|query_wait_timeout|server conn crashed/i,
    'pooler',
  ],
];

function classifyPooler({ message }: DatabaseError): ProblemKind | undefined {
  return POOLER_TEXTS.find(([pattern]) => pattern.test(message))?.[1];
}
