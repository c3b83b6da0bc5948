import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of a certificate and its private key, and their texts. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** An `subjectAltName`: `DNS:localhost,IP:127.0.0.1`. */
  readonly names?: string;
  /** 1 where nothing is said; below zero it has expired. */
  readonly days?: number;
}

/** A private authority in a folder of its own, made by openssl as an administrator would. */
export class Authority {
  readonly folder = mkdtempSync(join(tmpdir(), 'indexwright-authority-'));
  readonly #root: Certificate;

  constructor(name: string) {
    this.#root = this.#files('root');
    this.#openssl('req', '-x509', '-nodes', '-days', '2', '-subj', `/CN=${name}`, ...this.#newKey('root'));
  }

  get rootFile(): string {
    return this.#root.certFile;
  }

  get root(): string {
    return this.#root.cert;
  }

  /** @param commonName a host for a server, a role for a user */
  issue(commonName: string, { names, days = 1 }: CertificateOptions = {}): Certificate {
    const name = `${commonName}-${days}`;
    const request = join(this.folder, `${name}.csr`);
    const { certFile, keyFile } = this.#files(name);
    this.#openssl(
      'req',
      '-nodes',
      '-subj',
      `/CN=${commonName}`,
      ...this.#newKey(name).slice(0, -2),
      '-out',
      request,
    );
    const extensions = join(this.folder, `${name}.ext`);
    writeFileSync(extensions, names === undefined ? '' : `subjectAltName=${names}\n`);
    const signed = ['-CA', this.#root.certFile, '-CAkey', this.#root.keyFile, '-CAcreateserial'];
    const how = ['-days', String(days), '-extfile', extensions, '-in', request, '-out', certFile];
    this.#openssl('x509', '-req', ...signed, ...how);
    chmodSync(keyFile, 0o600);
    return this.#files(name);
  }

  #newKey(name: string): readonly string[] {
    const { certFile, keyFile } = this.#files(name);
    return [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-keyout',
      keyFile,
      '-out',
      certFile,
    ];
  }

  #files(name: string): Certificate {
    const certFile = join(this.folder, `${name}.crt`);
    const keyFile = join(this.folder, `${name}.key`);
    return {
      certFile,
      keyFile,
      get cert() {
        return readFileSync(certFile, 'utf8');
      },
      get key() {
        return readFileSync(keyFile, 'utf8');
      },
    };
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
