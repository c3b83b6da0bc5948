import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import type { TlsSetting } from './target';

/** The texts of the certificates of a target; absent where nothing is said. */
export interface TlsFiles {
  /** Several authorities may stand in one text. */
  readonly authorities?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
}

/** A certificate or key that the target names cannot be used. */
export class TlsFileError extends Error {
  constructor(
    readonly path: string,
    readonly reason: 'unreadable' | 'encrypted-key',
    options?: ErrorOptions,
  ) {
    super('A file for TLS cannot be used.', options);
  }
}

/** Rejects with a TlsFileError. */
export async function readTlsFiles(
  { mode, rootCert, cert, key }: TlsSetting,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TlsFiles> {
  if (mode === 'disable') return {};
  const [authorities, certText, keyText] = await Promise.all([
    rootCert === 'system' ? systemAuthorities(environment) : readNamed(rootCert).then(listOf),
    readNamed(cert),
    readNamed(key),
  ]);
  if (key !== undefined && keyText !== undefined && /\bENCRYPTED\b/.test(keyText))
    throw new TlsFileError(key, 'encrypted-key');
  return {
    ...(authorities !== undefined && { authorities }),
    // A key alone, as a home folder may have it, is of no use.
    ...(certText !== undefined && keyText !== undefined && { cert: certText, key: keyText }),
  };
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text === undefined ? undefined : [text];
}

async function readNamed(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new TlsFileError(path, 'unreadable', { cause });
  }
}

/** Where Debian, Fedora, openSUSE, and Alpine and macOS keep what they trust. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * What the operating system trusts: the file that OpenSSL would be told of, what newer versions of Node read themselves, or the usual
 * files. Where there is none of them, Node's own list stands in.
 */
async function systemAuthorities(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const named = environment['SSL_CERT_FILE'];
  if (named !== undefined && named !== '') return [(await readNamed(named)) ?? ''];
  // Since Node 22.15.
  const read: unknown = Reflect.get(tls, 'getCACertificates');
  const own = isCertificateReader(read) ? read('system') : [];
  if (own.length > 0) return own;
  for (const path of SYSTEM_BUNDLES) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return [text];
  }
  return tls.rootCertificates;
}

function isCertificateReader(value: unknown): value is (kind: 'system') => readonly string[] {
  return typeof value === 'function';
}
