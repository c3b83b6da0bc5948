import type { Message } from '../../analyzers/message';
import type { ConnectionSetting } from './connection-setting';
import type { ConnectionWorld } from './connection-world';
import { ParameterReader } from './parameter-reader';
import {
  environmentLayer,
  serviceLayer,
  settingLayer,
  uriLayer,
  type SuppliedPassword,
} from './parameter-layers';
import { readHosts } from './read-hosts';
import { readTls } from './read-tls';
import { SESSION_ATTRIBUTES, type Target } from './target';

export type ResolvedTarget =
  | {
      readonly kind: 'target';
      readonly target: Target;
      /** A password that came with the parameters; `findPassword` takes it. */
      readonly supplied?: SuppliedPassword;
      /** Key words of other programs (`schema`, `pgbouncer`, …) that mean nothing here. */
      readonly ignored: readonly string[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly Message[] };

/** libpq waits for ever, which an editor cannot. */
const DEFAULT_TIMEOUT_SECONDS = 10;

const CHANNEL_BINDINGS = ['disable', 'prefer', 'require'] as const;

/**
 * Where a setting leads. Each parameter is taken from the first source that has it, in libpq's order: the setting's own keys, its URI, the
 * service file, PG* variables, defaults. Variables of a folder's .env count only where the setting names them: a .env that came with a
 * clone must not lead elsewhere, or turn TLS off for, a connection that says nothing of it.
 */
export function resolveTarget(setting: ConnectionSetting, world: ConnectionWorld): ResolvedTarget {
  const written = [settingLayer(setting, world), uriLayer(setting, world)];
  const environment = environmentLayer(world);
  const service = [...written, environment].map(({ values }) => values.get('service')).find(Boolean);
  const layers = [...written, serviceLayer(service, world), environment];
  const problems = layers.flatMap((layer) => layer.problems);
  if (problems.length > 0) return { kind: 'problems', problems };

  const reader = new ParameterReader(layers);
  const target = readTarget(reader, world);
  if (reader.problems.length > 0) return { kind: 'problems', problems: reader.problems };
  const supplied = layers.map(({ password }) => password).find(Boolean);
  const ignored = [...new Set(layers.flatMap((layer) => layer.ignored))];
  return { kind: 'target', target, ignored, ...(supplied !== undefined && { supplied }) };
}

function readTarget(reader: ParameterReader, world: ConnectionWorld): Target {
  const user = reader.text('user', world.osUser);
  const hosts = readHosts(reader, world);
  const tls = readTls(reader, hosts, world);
  const options = reader.text('options');
  const channelBinding = reader.word('channel_binding', CHANNEL_BINDINGS, 'prefer');
  const passfile = reader.path('passfile', world);
  reader.refuseDemands();
  return {
    hosts,
    database: reader.text('dbname', user),
    user,
    tls,
    connectTimeoutMs: reader.number('connect_timeout', DEFAULT_TIMEOUT_SECONDS) * 1000,
    targetSessionAttrs: reader.word('target_session_attrs', SESSION_ATTRIBUTES, 'any'),
    ...(channelBinding === 'require' && { channelBinding }),
    ...(options !== undefined && { options }),
    ...(passfile !== undefined && { passfile }),
    origins: reader.origins,
  };
}
