import { message, type Message } from '../../analyzers/message';
import type { ConnectionWorld } from './connection-world';
import type { ParameterReader } from './parameter-reader';
import {
  isSocketDirectory,
  SSL_MODES,
  TLS_VERSIONS,
  type SslMode,
  type TargetHost,
  type TlsSetting,
} from './target';

/** https://www.postgresql.org/docs/current/libpq-ssl.html, with its default files in the home folder. */
export function readTls(
  reader: ParameterReader,
  hosts: readonly TargetHost[],
  world: ConnectionWorld,
): TlsSetting {
  const isSystem = reader.find('sslrootcert')?.text === 'system';
  const mode = reader.word('sslmode', SSL_MODES, isSystem ? 'verify-full' : 'prefer');
  const rootCert = isSystem
    ? reader.text('sslrootcert')
    : fileOf(reader, 'sslrootcert', world, world.defaultFiles.rootCert);
  const cert = fileOf(reader, 'sslcert', world, world.defaultFiles.cert);
  const key = fileOf(reader, 'sslkey', world, world.defaultFiles.key);
  const negotiation = reader.word('sslnegotiation', ['postgres', 'direct'], 'postgres');
  const minVersion = versionOf(reader, 'ssl_min_protocol_version');
  const maxVersion = versionOf(reader, 'ssl_max_protocol_version');

  if (isSystem && mode !== 'verify-full') reader.problems.push(WEAK_WITH_SYSTEM);
  if (negotiation === 'direct' && isOptional(mode)) reader.problems.push(WEAK_WITH_DIRECT);
  const isVerified = mode === 'verify-ca' || mode === 'verify-full';
  const isLocal = hosts.every(({ host }) => isSocketDirectory(host));
  if (isVerified && rootCert === undefined && !isLocal) reader.problems.push(missingRoot(mode));
  if (cert !== undefined && key === undefined) reader.problems.push(NO_KEY);
  return {
    mode,
    negotiation,
    ...(rootCert !== undefined && { rootCert }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(minVersion !== undefined && { minVersion }),
    ...(maxVersion !== undefined && { maxVersion }),
  };
}

function fileOf(
  reader: ParameterReader,
  keyword: 'sslrootcert' | 'sslcert' | 'sslkey',
  world: ConnectionWorld,
  usual: string | undefined,
): string | undefined {
  const written = reader.path(keyword, world);
  if (written === undefined && usual !== undefined) reader.origins[keyword] = { kind: 'default' };
  return written ?? usual;
}

function versionOf(
  reader: ParameterReader,
  keyword: 'ssl_min_protocol_version' | 'ssl_max_protocol_version',
): TlsSetting['minVersion'] {
  return reader.find(keyword) === undefined ? undefined : reader.word(keyword, TLS_VERSIONS, 'TLSv1.2');
}

/** Whether a connection without TLS would do. */
function isOptional(mode: SslMode): boolean {
  return mode === 'disable' || mode === 'allow' || mode === 'prefer';
}

const WEAK_WITH_SYSTEM = message(
  'sslrootcert=system trusts every public authority, so libpq allows it with sslmode=verify-full only. Set sslMode to verify-full.',
);
const WEAK_WITH_DIRECT = message(
  'sslnegotiation=direct begins with TLS, so sslMode must be require, verify-ca or verify-full. Set one of them.',
);
const NO_KEY = message(
  'There is a client certificate without its private key. Set sslKey to the file of the key, or take the certificate out.',
);

function missingRoot(mode: SslMode): Message {
  return message(
    'sslMode {0} compares the certificate of the server with an authority, but no root certificate is given. Set sslRootCert to the file of your authority, or to "system" for the authorities that your operating system trusts.',
    mode,
  );
}
