import { message, type Message } from '../../analyzers/message';
import { passwordlessText } from './split-password';
import type { ConnectionSetting } from './connection-setting';
import { defined, objectOf } from './foreign-values';
import { SSL_MODES } from './target';

/** What another extension's settings hold for us. Passwords are left behind, wherever they stand. */
export interface ImportedConnections {
  readonly settings: readonly ConnectionSetting[];
  /** One sentence for each entry that cannot be taken over. */
  readonly skipped: readonly Message[];
}

type Entry = Readonly<Record<string, unknown>>;
type Converted = ConnectionSetting | { readonly skipped: Message } | undefined;

/** `sqltools.connections`, by the schema of its PostgreSQL driver: https://vscode-sqltools.mteixeira.dev/en/drivers/postgre-sql */
export function importSqlTools(value: unknown): ImportedConnections {
  return importEach(value, (entry) => {
    if (!/^postgre/i.test(text(entry, 'driver') ?? '')) return undefined;
    const name = text(entry, 'name') ?? text(entry, 'database') ?? 'SQLTools';
    if (entry['ssh'] === 'Enabled') return { skipped: throughSsh(name) };
    const written = text(entry, 'connectString');
    const uri = written === undefined ? undefined : passwordlessText(written);
    if (written !== undefined && uri === undefined) return { skipped: unreadableAddress(name) };
    return {
      name,
      ...defined({
        uri,
        host: text(entry, 'socketPath') ?? text(entry, 'server'),
        port: port(entry),
        database: text(entry, 'database'),
        user: text(entry, 'username'),
        connectTimeoutSeconds: seconds(entry, 'connectionTimeout'),
      }),
      ...nodeTls(entry['pgOptions']),
    };
  });
}

/** `pgsql.connections` of Microsoft's PostgreSQL extension: libpq's key words, with `server` for the host. */
export function importMicrosoftPostgres(value: unknown): ImportedConnections {
  return importEach(value, (entry) => {
    const host = text(entry, 'server') ?? text(entry, 'host');
    const name = text(entry, 'profileName') ?? text(entry, 'database') ?? host ?? 'PostgreSQL';
    return {
      name: passwordlessText(name) ?? name,
      ...defined({
        host,
        port: port(entry),
        database: text(entry, 'database'),
        user: text(entry, 'user'),
        sslMode: SSL_MODES.find((mode) => mode === entry['sslmode']),
        sslRootCert: text(entry, 'sslrootcert'),
        sslCert: text(entry, 'sslcert'),
        sslKey: text(entry, 'sslkey'),
        connectTimeoutSeconds: seconds(entry, 'connectTimeout'),
      }),
    };
  });
}

function importEach(value: unknown, convert: (entry: Entry) => Converted): ImportedConnections {
  const converted = (Array.isArray(value) ? value : []).map((entry: unknown) => {
    const object = objectOf(entry);
    return object === undefined ? undefined : convert(object);
  });
  return {
    settings: converted.filter((each) => each !== undefined && 'name' in each),
    skipped: converted.flatMap((each) => (each !== undefined && 'skipped' in each ? [each.skipped] : [])),
  };
}

/**
 * Options of Node's TLS in libpq's words. Without `rejectUnauthorized: false` Node compares authority and name, so that stays; without any
 * TLS it is left to `prefer`, which is no weaker.
 */
function nodeTls(pgOptions: unknown): Partial<ConnectionSetting> {
  const ssl = objectOf(pgOptions)?.['ssl'];
  const options = ssl === true ? {} : objectOf(ssl);
  if (options === undefined) return {};
  const rootCert = text(options, 'ca');
  const files = defined({ sslCert: text(options, 'cert'), sslKey: text(options, 'key') });
  if (options['rejectUnauthorized'] === false) return { sslMode: 'require', ...files };
  return { sslMode: 'verify-full', sslRootCert: rootCert ?? 'system', ...files };
}

function throughSsh(connection: string): Message {
  return message(
    'The connection "{0}" goes through an SSH tunnel, which Indexwright does not open. Open the tunnel yourself (ssh -L …) and add a connection to its local port.',
    connection,
  );
}

function unreadableAddress(connection: string): Message {
  return message(
    'The address of the connection "{0}" cannot be read as one of PostgreSQL, so it was not taken over. Add the connection by pasting its address.',
    connection,
  );
}

function text(entry: Entry, key: string): string | undefined {
  const value = entry[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function port(entry: Entry): number | undefined {
  const value = Number(entry['port']);
  return Number.isInteger(value) && value >= 1 && value <= 65_535 ? value : undefined;
}

function seconds(entry: Entry, key: string): number | undefined {
  const value = entry[key];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}
