import { message, type Message } from '../../analyzers/message';
import { withoutPassword, type ParsedConnection } from './parsed-connection';
import { Secret } from './secret';

/** libpq's two schemes; with a driver's name as SQLAlchemy writes it, or with JDBC's prefix. */
const SCHEME = /^(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?:\/\//i;

export function isConnectionUri(text: string): boolean {
  return SCHEME.test(text);
}

/** The pieces of a connection URI as they stand there, still percent-encoded. */
export interface UriPieces {
  readonly scheme: string;
  readonly user: string;
  readonly password: string | undefined;
  /** Hosts with their ports, separated by commas. */
  readonly authority: string;
  readonly database: string;
  /** Without the question mark. */
  readonly query: string;
}

/** Cuts where libpq cuts: at the first `@`, which a password must write as `%40`. */
export function cutUri(text: string): UriPieces {
  const scheme = SCHEME.exec(text)?.[0] ?? '';
  const rest = text.slice(scheme.length);
  const head = /^[^@/]*@/.exec(rest)?.[0] ?? '';
  const [, user = '', password] = /^([^:@]*)(?::([^@]*))?@$/.exec(head) ?? [];
  const [, authority = '', database = '', query = ''] =
    /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/s.exec(rest.slice(head.length)) ?? [];
  return { scheme, user, password, authority, database, query };
}

/**
 * Reads a URI by libpq's own grammar: several hosts, IPv6 in brackets, percent-encoded socket directories. `pg-connection-string` knows
 * one host only, takes `service=` for a database name, and opens certificate files while it parses.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
export function parseConnectionUri(text: string): ParsedConnection | { readonly malformed: Message } {
  const pieces = cutUri(text);
  // The text behind it is a part of somebody's password, so it is not repeated.
  if (`${pieces.authority}/${pieces.database}`.includes('@')) return { malformed: UNENCODED };
  const hosts = cutHosts(pieces.authority);
  if (hosts === undefined) return { malformed: BRACKETS };
  const found = new Map<string, string>();
  const entries: readonly (readonly [string, string])[] = [
    ['user', pieces.user],
    ['password', pieces.password ?? ''],
    ['host', hosts.map(({ host }) => host).join(',')],
    ['port', portList(hosts)],
    ['dbname', pieces.database],
    ...queryEntries(pieces.query),
  ];
  for (const [keyword, value] of entries) {
    if (value === '') continue;
    const decoded = decode(value);
    if (decoded === undefined) return { malformed: PERCENT };
    found.set(keyword, decoded);
  }
  readJdbcWords(found);
  const password = found.get('password');
  return {
    parameters: withoutPassword(found),
    ...(password !== undefined && { password: new Secret(password) }),
  };
}

const UNENCODED = message(
  'The connection URI has an @ in the wrong place, most likely because the password contains @ or /. Write these characters percent-encoded: %40 for @, %2F for /.',
);
const BRACKETS = message(
  'The connection URI has an IPv6 address whose brackets are missing or do not match. Write it as [::1], with the port behind the closing bracket.',
);
const PERCENT = message(
  'The connection URI has a % that begins no character code. Write a percent sign itself as %25.',
);

interface HostAndPort {
  readonly host: string;
  readonly port: string;
}

function cutHosts(authority: string): readonly HostAndPort[] | undefined {
  const hosts: HostAndPort[] = [];
  for (const part of authority.split(',')) {
    const [, bracketed, plain = '', port = ''] = /^(?:\[([^\][]+)\]|([^:[\]]*))(?::(.*))?$/.exec(part) ?? [];
    if ((bracketed === undefined && /[[\]]/.test(part)) || port.includes(':')) return undefined;
    hosts.push({ host: bracketed ?? plain, port });
  }
  return hosts;
}

function portList(hosts: readonly HostAndPort[]): string {
  return hosts.some(({ port }) => port !== '') ? hosts.map(({ port }) => port).join(',') : '';
}

function queryEntries(query: string): readonly (readonly [string, string])[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [, keyword = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
      return [decode(keyword) ?? keyword, value];
    });
}

/** Percent codes only: a plus sign is a plus sign. */
function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** libpq reads `ssl=true`; drivers of Node and of Java write their own words for the same things. */
function readJdbcWords(found: Map<string, string>): void {
  const ssl = found.get('ssl');
  found.delete('ssl');
  if (ssl !== undefined && !found.has('sslmode') && /^(?:true|1|no-verify)$/.test(ssl))
    found.set('sslmode', 'require');
  if (found.get('sslmode') === 'no-verify') found.set('sslmode', 'require');
}
