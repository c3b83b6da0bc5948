import { message, type Message } from '../../analyzers/message';
import { defined, objectOf } from './foreign-values';
import { connectionTextHoldsPassword } from './split-password';
import { SSL_MODES, type SslMode } from './target';

export const CONNECTION_ROLES = ['development', 'production'] as const;
export type ConnectionRole = (typeof CONNECTION_ROLES)[number];

/** One entry of the list of connections in the settings. There is no key for a password, by design. */
export interface ConnectionSetting {
  readonly name: string;
  /** A connection URI or `host=… dbname=…`; what other keys say wins over it. */
  readonly uri?: string;
  /** Several, separated by commas, are tried in order. */
  readonly host?: string;
  /** A text where it is a variable or a list. */
  readonly port?: number | string;
  readonly database?: string;
  readonly user?: string;
  /** A section of a service file. */
  readonly service?: string;
  readonly sslMode?: SslMode;
  readonly sslRootCert?: string;
  readonly sslCert?: string;
  readonly sslKey?: string;
  readonly connectTimeoutSeconds?: number;
  readonly role?: ConnectionRole;
  /** Patterns of the schemas to read; absent: those of the search path. */
  readonly schemas?: readonly string[];
}

export type ReadSetting =
  | { readonly kind: 'setting'; readonly setting: ConnectionSetting }
  | { readonly kind: 'problems'; readonly problems: readonly Message[] };

/** What stands in settings.json is whatever was typed there. Keys that are not known are passed over: the editor marks them itself. */
export function readConnectionSetting(value: unknown): ReadSetting {
  const entries = objectOf(value);
  if (entries === undefined) return { kind: 'problems', problems: [NO_OBJECT] };
  const name = typeof entries['name'] === 'string' ? entries['name'].trim() : '';
  if (name === '') return { kind: 'problems', problems: [NO_NAME] };
  const problems: Message[] = [];
  const take = <T>(key: string, takes: string, read: (value: unknown) => T | undefined): T | undefined => {
    const written = entries[key];
    const taken = written === undefined ? undefined : read(written);
    if (written !== undefined && taken === undefined) problems.push(wrongValue(name, key, takes));
    return taken;
  };
  if (Object.keys(entries).some((key) => /^(?:password|passwd|pwd)$/i.test(key))) {
    problems.push(passwordKey(name));
  }
  const text = (key: string): string | undefined => take(key, 'a text', textOf);
  const setting: ConnectionSetting = {
    name,
    ...defined({
      uri: text('uri'),
      host: text('host'),
      port: take('port', 'a port number', portOf),
      database: text('database'),
      user: text('user'),
      service: text('service'),
      sslMode: take('sslMode', SSL_MODES.join(', '), (word) => SSL_MODES.find((known) => known === word)),
      sslRootCert: text('sslRootCert'),
      sslCert: text('sslCert'),
      sslKey: text('sslKey'),
      connectTimeoutSeconds: take('connectTimeoutSeconds', 'a number of seconds', secondsOf),
      role: take('role', CONNECTION_ROLES.join(', '), (word) =>
        CONNECTION_ROLES.find((role) => role === word),
      ),
      schemas: take('schemas', 'a list of names', namesOf),
    }),
  };
  if (setting.uri !== undefined && connectionTextHoldsPassword(setting.uri))
    problems.push(passwordInUri(name));
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'setting', setting };
}

const NO_OBJECT = message(
  'An entry of the list of connections is not an object. Write it as { "name": "…", "host": "…" }.',
);
const NO_NAME = message(
  'A connection in the settings has no name, so it cannot be chosen. Add "name": "…" to it.',
);

function wrongValue(connection: string, key: string, takes: string): Message {
  return message(
    'The connection "{0}" has a value for {1} that cannot be used. It takes: {2}.',
    connection,
    key,
    takes,
  );
}

function passwordKey(connection: string): Message {
  return message(
    'The connection "{0}" has a password in the settings, where others can read it. Take it out: Indexwright asks for it once and keeps it in the secret store of the editor.',
    connection,
  );
}

/** Also for an address that a person has typed or pasted into a setting. */
export function passwordInUri(connection: string): Message {
  return message(
    'The URI of the connection "{0}" contains a password, and others can read settings. Take it out, or add the connection by pasting its address: the password then goes to the secret store of the editor.',
    connection,
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function portOf(value: unknown): number | string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535
    ? value
    : undefined;
}

function secondsOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function namesOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = value.filter((name): name is string => typeof name === 'string' && name.trim() !== '');
  return names.length === value.length ? names : undefined;
}
