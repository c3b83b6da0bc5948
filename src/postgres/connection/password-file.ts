import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { message, type Message } from '../../analyzers/message';
import type { ConnectionWorld } from './connection-world';
import { Secret } from './secret';
import { isSocketDirectory, type Target, type TargetHost } from './target';

/** What a line of a password file is for. */
export interface PasswordPlace {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** The file that libpq reads where no other is named. */
export function usualPasswordFile({ home, environment }: ConnectionWorld): string {
  return process.platform === 'win32'
    ? join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'postgresql', 'pgpass.conf')
    : join(home, '.pgpass');
}

export function passwordPlace(
  { database, user }: Target,
  { host, port }: TargetHost,
  { socketDirectory }: ConnectionWorld,
): PasswordPlace {
  // In such a file the usual socket is called localhost.
  const isUsual = isSocketDirectory(host) && (host === socketDirectory || USUAL_SOCKETS.has(host));
  return { host: isUsual ? 'localhost' : host, port, database, user };
}

const USUAL_SOCKETS: ReadonlySet<string> = new Set(['/tmp', '/var/run/postgresql', '/run/postgresql']);

/**
 * The password of the first line that fits. The package `pgpass` would read the variables of this process only, write its warnings to
 * stderr, and take `#` at the beginning of a line for a host.
 * https://www.postgresql.org/docs/current/libpq-pgpass.html
 */
export function matchPasswordFile(text: string, place: PasswordPlace): Secret | undefined {
  const wanted = [place.host, String(place.port), place.database, place.user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const match = LINE.exec(line);
    if (match === null) continue;
    const [password = '', ...fields] = match.slice(1).reverse();
    const fits = fields.reverse().every((field, index) => field === '*' || unescape(field) === wanted[index]);
    if (fits && password !== '') return new Secret(unescape(password));
  }
  return undefined;
}

const FIELD = String.raw`((?:\\.|[^\\:])*)`;
const LINE = new RegExp(`^${FIELD}:${FIELD}:${FIELD}:${FIELD}:(.*)$`);

function unescape(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

export interface PasswordFileAnswer {
  readonly password?: Secret;
  /** Why a file that is there was not read. */
  readonly note?: Message;
}

/** Files that others may read are not trusted, as in libpq; Windows has no such permissions. */
export async function readPasswordFile(path: string, place: PasswordPlace): Promise<PasswordFileAnswer> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return {};
  if (!found.isFile())
    return { note: message('The password file {0} is not a plain file, so it was not read.', path) };
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    return {
      note: message(
        'The password file {0} can be read by others, so it was not used. Take the permissions away: chmod 600 {0}',
        path,
      ),
    };
  }
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { note: message('The password file {0} may not be read.', path) };
  const password = matchPasswordFile(text, place);
  return password === undefined ? {} : { password };
}
