import type { ParameterKeyword } from './parameters';

/** Where the value of one connection parameter came from; the words of a tooltip are made elsewhere. */
export type Origin =
  | { readonly kind: 'setting' }
  | { readonly kind: 'uri' }
  | { readonly kind: 'service'; readonly service: string; readonly file: string }
  /** A variable of the process: one of libpq's own, or one that a setting names with `${env:…}`. */
  | { readonly kind: 'environment'; readonly variable: string }
  /** A variable of the folder's .env that a setting names with `${env:…}`. */
  | { readonly kind: 'env-file'; readonly variable: string; readonly file: string }
  | { readonly kind: 'default' };

/** One server to try. A `host` that begins with `/` is the directory of a Unix-domain socket. */
export interface TargetHost {
  readonly host: string;
  readonly port: number;
  /** The address to connect to without a name look-up; `host` stays the name that certificates and .pgpass are compared with. */
  readonly hostaddr?: string;
}

/** libpq's words, with libpq's meanings: https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS */
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

export const SESSION_ATTRIBUTES = [
  'any',
  'read-write',
  'read-only',
  'primary',
  'standby',
  'prefer-standby',
] as const;
export type SessionAttributes = (typeof SESSION_ATTRIBUTES)[number];

export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

export interface TlsSetting {
  readonly mode: SslMode;
  /** A file with certificates of authorities, or `system` for those that the operating system trusts. */
  readonly rootCert?: string;
  /** Files of the client's own certificate and its private key. */
  readonly cert?: string;
  readonly key?: string;
  /** `direct` begins with the handshake instead of asking for it (PostgreSQL 17). */
  readonly negotiation: 'postgres' | 'direct';
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
}

/** Everything that is needed to reach a database, except a password. */
export interface Target {
  /** In the order they are tried; at least one. */
  readonly hosts: readonly TargetHost[];
  readonly database: string;
  readonly user: string;
  readonly tls: TlsSetting;
  /** For each host; 0: no limit. */
  readonly connectTimeoutMs: number;
  readonly targetSessionAttrs: SessionAttributes;
  /** The server has to prove that nobody stands between, whatever the certificate; hosting consoles write it into their addresses. */
  readonly channelBinding?: 'require';
  /** Command-line options for the server's process, as PGOPTIONS. */
  readonly options?: string;
  /** A password file that was named; without it the one in the home folder is read. */
  readonly passfile?: string;
  /** Absent: nothing was said, and libpq has no default. */
  readonly origins: Readonly<Partial<Record<ParameterKeyword, Origin>>>;
}

export function isSocketDirectory(host: string): boolean {
  return host.startsWith('/');
}

/** The key of the target's secrets: host, port, database and user. Names of connections change, these do not. */
export function targetKey({ hosts, database, user }: Target): string {
  const places = hosts.map(({ host, port }) => `${encodeURIComponent(keyedHost(host))}:${port}`);
  return `postgresql://${encodeURIComponent(user)}@${places.join(',')}/${encodeURIComponent(database)}`;
}

/** Names of hosts are the same in capitals, names of directories are not. */
function keyedHost(host: string): string {
  return isSocketDirectory(host) ? host : host.toLowerCase();
}

/** `user@host:port/database` for a person; never a password. */
export function describeTarget({ hosts, database, user }: Target): string {
  return `${user}@${hosts.map(describeHost).join(',')}/${database}`;
}

/** `database@host:port`: which database, for one who does not care about the role. */
export function describePlace({ hosts, database }: Pick<Target, 'hosts' | 'database'>): string {
  return `${database}@${hosts.map(describeHost).join(',')}`;
}

/** `host:port`; for a socket the path of the socket itself, as it can be looked for on the disk. */
export function describeHost({ host, port }: Pick<TargetHost, 'host' | 'port'>): string {
  if (isSocketDirectory(host)) return `${host}/.s.PGSQL.${port}`;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
