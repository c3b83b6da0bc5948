import { message, type Message } from '../../analyzers/message';
import { passwordInUri, type ConnectionSetting } from './connection-setting';
import { parseConnectionText } from './connection-text';
import type { ConnectionWorld } from './connection-world';
import {
  isParameter,
  mayBePassedOver,
  PARAMETER_KEYWORDS,
  PARAMETER_VARIABLES,
  type ParameterKeyword,
} from './parameters';
import { isConnectionUri } from './parse-uri';
import type { ParsedConnection } from './parsed-connection';
import type { Secret } from './secret';
import { findService } from './service-file';
import { connectionTextHoldsPassword } from './split-password';
import { substituteVariables } from './substitute-variables';
import type { Origin } from './target';

export interface ParameterValue {
  readonly text: string;
  readonly origin: Origin;
}

/** What one source says. */
export interface Layer {
  readonly values: ReadonlyMap<ParameterKeyword, ParameterValue>;
  readonly password?: SuppliedPassword;
  /** Key words of other programs, which were passed over. */
  readonly ignored: readonly string[];
  readonly problems: readonly Message[];
}

/** A password that stands beside the parameters: in a service file, or in an environment variable that holds a whole URI. */
export interface SuppliedPassword {
  readonly password: Secret;
  readonly origin: Origin;
}

const EMPTY: Layer = { values: new Map(), ignored: [], problems: [] };

/** What the keys of a setting say, except `uri`. */
export function settingLayer(setting: ConnectionSetting, world: ConnectionWorld): Layer {
  const written: readonly (readonly [ParameterKeyword, string | number | undefined])[] = [
    ['host', setting.host],
    ['port', setting.port],
    ['dbname', setting.database],
    ['user', setting.user],
    ['service', setting.service],
    ['sslmode', setting.sslMode],
    ['sslrootcert', setting.sslRootCert],
    ['sslcert', setting.sslCert],
    ['sslkey', setting.sslKey],
    ['connect_timeout', setting.connectTimeoutSeconds],
  ];
  const values = new Map<ParameterKeyword, ParameterValue>();
  const problems: Message[] = [];
  for (const [keyword, value] of written) {
    if (value === undefined) continue;
    const substituted = substituteVariables(String(value), world);
    if ('problem' in substituted) problems.push(substituted.problem);
    else if (substituted.text !== '') values.set(keyword, substituted);
  }
  return { values, ignored: [], problems };
}

/** What the `uri` of a setting says. It may be one variable that holds the whole address, with its password. */
export function uriLayer({ name, uri }: ConnectionSetting, world: ConnectionWorld): Layer {
  if (uri === undefined || uri.trim() === '') return EMPTY;
  if (connectionTextHoldsPassword(uri)) return { ...EMPTY, problems: [passwordInUri(name)] };
  const isWhole = /^\$\{env:[^{}]*\}$/.test(uri.trim());
  const encode = isWhole ? undefined : isConnectionUri(uri.trim()) ? encodeURIComponent : escapeValue;
  const substituted = substituteVariables(uri.trim(), world, encode);
  if ('problem' in substituted) return { ...EMPTY, problems: [substituted.problem] };
  const parsed = parseConnectionText(substituted.text);
  if ('malformed' in parsed) return { ...EMPTY, problems: [parsed.malformed] };
  return parsedLayer(parsed, isWhole ? substituted.origin : { kind: 'uri' });
}

/** For a value inside of `host=… dbname='…'`, with quotes or without. */
function escapeValue(value: string): string {
  return value.replace(/[\\'\s]/g, '\\$&');
}

export function serviceLayer(service: ParameterValue | undefined, world: ConnectionWorld): Layer {
  if (service === undefined) return EMPTY;
  const found = findService(service.text, world);
  if ('problem' in found) return { ...EMPTY, problems: [found.problem] };
  return parsedLayer(found, { kind: 'service', service: service.text, file: found.file });
}

export function environmentLayer({ environment }: ConnectionWorld): Layer {
  const values = new Map<ParameterKeyword, ParameterValue>();
  for (const keyword of PARAMETER_KEYWORDS) {
    const variable = PARAMETER_VARIABLES[keyword];
    const text = environment[variable];
    if (text !== undefined && text !== '')
      values.set(keyword, { text, origin: { kind: 'environment', variable } });
  }
  return { ...EMPTY, values };
}

function parsedLayer({ parameters, password }: ParsedConnection, origin: Origin): Layer {
  const values = new Map<ParameterKeyword, ParameterValue>();
  const ignored: string[] = [];
  const problems: Message[] = [];
  for (const [keyword, text] of Object.entries(parameters)) {
    if (isParameter(keyword)) values.set(keyword, { text, origin });
    else if (mayBePassedOver(keyword)) ignored.push(keyword);
    else problems.push(unknownTlsParameter(keyword));
  }
  return { values, ignored, problems, ...(password !== undefined && { password: { password, origin } }) };
}

function unknownTlsParameter(keyword: string): Message {
  return message(
    'The connection parameter {0} is not known, and passing over it could leave the connection unprotected. Use the words of libpq: sslmode, sslrootcert, sslcert, sslkey.',
    keyword,
  );
}
