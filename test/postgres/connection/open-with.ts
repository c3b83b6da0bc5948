import { formatMessage } from '../../../src/analyzers/message';
import type { ConnectionSetting } from '../../../src/postgres/connection/connection-setting';
import type { ConnectionWorld } from '../../../src/postgres/connection/connection-world';
import { findPassword, type PasswordSources } from '../../../src/postgres/connection/find-password';
import { openClient, type Opening } from '../../../src/postgres/connection/open-client';
import { resolveTarget } from '../../../src/postgres/connection/resolve-target';
import { worldWith } from '../../unit/postgres/connection/sample-world';

export interface OpenWith extends Partial<Omit<PasswordSources, 'world'>> {
  readonly world?: Partial<ConnectionWorld>;
}

/** All the way that the editor goes: a setting, its target, its password, a connection. */
export async function openWith(
  setting: Omit<ConnectionSetting, 'name'>,
  { world: parts, ...sources }: OpenWith = {},
): Promise<Opening> {
  const world = worldWith({ home: '/nowhere', ...parts });
  const resolved = resolveTarget({ name: 'test', ...setting }, world);
  if (resolved.kind === 'problems') throw new Error(resolved.problems.map(formatMessage).join('\n'));
  const { target, supplied } = resolved;
  return openClient(target, {
    environment: world.environment,
    findPassword: (host) => findPassword(target, host, { world, ...(supplied && { supplied }), ...sources }),
    ...(sources.signal && { signal: sources.signal }),
  });
}

export interface Seen {
  readonly user: unknown;
  /** What the server says of the link. */
  readonly isEncrypted: unknown;
  readonly application: unknown;
  readonly port: unknown;
}

/** What the server sees of an open connection, which is closed then; or the kind of the problem and its sentence. */
export async function look(opening: Opening): Promise<Seen | string> {
  if (opening.kind === 'failed') return `${opening.problem.kind}: ${formatMessage(opening.problem.message)}`;
  try {
    const { rows } = await opening.client.query<Record<string, unknown>>(
      `SELECT current_user, ssl, application_name, inet_server_port() AS port
       FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE pid = pg_backend_pid()`,
    );
    const [row] = rows;
    return {
      user: row?.['current_user'],
      isEncrypted: row?.['ssl'],
      application: row?.['application_name'],
      port: row?.['port'],
    };
  } finally {
    await opening.client.end();
  }
}
