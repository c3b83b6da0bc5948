import { message, type Message } from '../../analyzers/message';
import type { ConnectionWorld, TextFile } from './connection-world';
import type { ParsedConnection } from './parsed-connection';
import { withoutPassword } from './parsed-connection';
import { Secret } from './secret';

export interface FoundService extends ParsedConnection {
  readonly file: string;
}

/**
 * The section of a service: the first file that has it wins. No library reads these files.
 * https://www.postgresql.org/docs/current/libpq-pgservice.html
 */
export function findService(
  service: string,
  { serviceFiles }: ConnectionWorld,
): FoundService | { readonly problem: Message } {
  for (const file of serviceFiles) {
    const section = readSection(service, file);
    if (section !== undefined) return section;
  }
  const [first] = serviceFiles;
  if (first === undefined)
    return {
      problem: message(
        'The connection service "{0}" cannot be found, because there is no service file. Write the section [{0}] into .pg_service.conf in your home folder, or set PGSERVICEFILE.',
        service,
      ),
    };
  return {
    problem: message(
      'The connection service "{0}" is not defined in {1}. Add the section [{0}] there, or correct the name.',
      service,
      serviceFiles.map(({ path }) => path).join(', '),
    ),
  };
}

function readSection(
  service: string,
  { path, text }: TextFile,
): FoundService | { readonly problem: Message } | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const start = lines.indexOf(`[${service}]`);
  if (start < 0) return undefined;
  const found = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    if (index <= start || line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) break;
    const [, keyword, value = ''] = /^([^=]+)=(.*)$/.exec(line) ?? [];
    if (keyword === undefined || keyword === 'service') return { problem: notReadable(path, index + 1) };
    // libpq keeps what was said first.
    if (!found.has(keyword)) found.set(keyword, value);
  }
  const password = found.get('password');
  return {
    file: path,
    parameters: withoutPassword(found),
    ...(password !== undefined && { password: new Secret(password) }),
  };
}

function notReadable(path: string, line: number): Message {
  return message(
    'Line {1} of the service file {0} is not a pair such as host=localhost, and a service cannot refer to another one. Correct the line.',
    path,
    line,
  );
}
