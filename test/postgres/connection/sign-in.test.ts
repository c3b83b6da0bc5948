import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres, type EmbeddedPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { ConnectionSetting } from '../../../src/postgres/connection/connection-setting';
import { Secret } from '../../../src/postgres/connection/secret';
import { Authority, type Certificate } from './certificates';
import { look, openWith, type OpenWith } from './open-with';

const CANARY = 'canary:\\7 é';

const ROLES = `
  SET password_encryption = 'scram-sha-256';
  CREATE ROLE scram LOGIN PASSWORD '${CANARY}';
  CREATE ROLE "tls-only" LOGIN;
  CREATE ROLE "plain-only" LOGIN;
  CREATE ROLE certified LOGIN;
  CREATE ROLE local LOGIN;
  CREATE ROLE locked NOLOGIN;
  CREATE ROLE stranger LOGIN;
  SET password_encryption = 'md5';
  CREATE ROLE hashed LOGIN PASSWORD '${CANARY}';
  CREATE DATABASE closed;
  REVOKE CONNECT ON DATABASE closed FROM PUBLIC;
  CREATE ROLE limited LOGIN CONNECTION LIMIT 0;`;

const HBA = [
  'local all all trust',
  'host all scram 127.0.0.1/32 scram-sha-256',
  'host all hashed 127.0.0.1/32 md5',
  'hostssl all tls-only 127.0.0.1/32 trust',
  'hostnossl all plain-only 127.0.0.1/32 trust',
  'hostssl all certified 127.0.0.1/32 cert',
  'host all local,locked,limited,nobody 127.0.0.1/32 trust',
];

for (const alias of everyServer()) {
  describe(`Signing in to a server with TLS (${alias})`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'indexwright-sign-in-'));
    const passwordFile = join(folder, 'pgpass');
    let authority: Authority;
    let certified: Certificate;
    let server: EmbeddedPostgres;

    before(async function () {
      this.timeout(60_000);
      authority = new Authority('Indexwright test authority');
      certified = authority.issue('certified');
      const own = authority.issue('db', { names: 'DNS:localhost' });
      chmodSync(folder, 0o777);
      server = await startPostgres(alias, {
        hba: HBA,
        files: { 'server.crt': own.cert, 'server.key': own.key, 'root.crt': authority.root },
        settings: {
          ssl: 'on',
          ssl_ca_file: 'root.crt',
          unix_socket_directories: folder,
        },
      });
      const client = new Client({ connectionString: server.connectionString });
      await client.connect();
      for (const statement of ROLES.split(';')) await client.query(statement);
      await client.end();
    });

    after(async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
      rmSync(authority.folder, { recursive: true });
    });

    const open = (setting: Omit<ConnectionSetting, 'name'>, sources?: OpenWith): ReturnType<typeof look> =>
      openWith({ host: 'localhost', port: server.port, database: 'postgres', ...setting }, sources).then(
        look,
      );
    const refusal = async (setting: Omit<ConnectionSetting, 'name'>): Promise<string> => {
      const found = await open(setting);
      return typeof found === 'string' ? found : 'let in';
    };
    const stored: OpenWith = { readStored: () => Promise.resolve(new Secret(CANARY)) };
    const seen = (user: string, isEncrypted: boolean) => ({
      user,
      isEncrypted,
      application: 'Indexwright',
      port: server.port,
    });

    describe('with a password', () => {
      for (const user of ['scram', 'hashed']) {
        it(`of the secret store (${user})`, async () => {
          assert.deepEqual(await open({ user }, stored), seen(user, true));
        });

        it(`of the password file (${user})`, async () => {
          writeFileSync(passwordFile, `# mine\nlocalhost:${server.port}:*:${user}:canary\\:\\\\7 é\n`, {
            mode: 0o600,
          });
          chmodSync(passwordFile, 0o600);
          const world = { environment: { PGPASSFILE: passwordFile } };
          assert.deepEqual(await open({ user }, { world }), seen(user, true));
        });

        it(`that is wrong, and says where it came from (${user})`, async () => {
          const world = { environment: { PGPASSWORD: 'wrong' } };
          assert.equal(
            await open({ user }, { world }),
            `password-refused: The server at localhost:${server.port} refused the password of the user ${user} that came from PGPASSWORD, or does not know this user. Correct it there, or enter another password.`,
          );
        });

        it(`that is missing (${user})`, async () => {
          assert.equal(
            await open({ user }),
            `password-missing: The server at localhost:${server.port} wants a password for the user ${user}, and there is none yet. Enter it: it is kept in the secret store of the editor.`,
          );
        });
      }

      it('of a service file', async () => {
        const text = `[test]\nuser=scram\nhost=localhost\nport=${server.port}\ndbname=postgres\npassword=${CANARY}\n`;
        const world = { serviceFiles: [{ path: '/pg_service.conf', text }] };
        const opening = await openWith({ service: 'test' }, { world });
        assert.deepEqual(await look(opening), seen('scram', true));
      });

      it('of a whole URI in a .env', async () => {
        const text = `DATABASE_URL=postgresql://scram:${encodeURIComponent(CANARY)}@localhost:${server.port}/postgres?schema=public`;
        const opening = await openWith(
          { uri: '${env:DATABASE_URL}' },
          { world: { envFile: { path: '.env', text } } },
        );
        assert.deepEqual(await look(opening), seen('scram', true));
      });

      it('of a command, which is told where the connection leads', async () => {
        const print = `if (process.argv[1] === 'localhost-scram') console.log(${JSON.stringify(`${CANARY}\nmore`)})`;
        const argv = [process.execPath, '-e', print, '${host}-${user}'];
        const command = { argv, scope: 'user', isWorkspaceTrusted: true } as const;
        assert.deepEqual(await open({ user: 'scram' }, { command }), seen('scram', true));
      });

      it('of a password file that others may read, which is not used', async () => {
        writeFileSync(passwordFile, `*:*:*:*:${CANARY}\n`);
        chmodSync(passwordFile, 0o640);
        const opening = await openWith(
          { host: 'localhost', port: server.port, user: 'scram' },
          { world: { environment: { PGPASSFILE: passwordFile } } },
        );
        assert.ok(opening.kind === 'failed');
        assert.equal(opening.problem.kind, 'password-missing');
        assert.deepEqual(
          opening.problem.notes.map(({ args }) => args),
          [[passwordFile]],
        );
      });
    });

    describe('by sslmode', () => {
      const MODES: readonly (readonly [
        title: string,
        setting: () => Omit<ConnectionSetting, 'name'>,
        expected: () => ReturnType<typeof seen> | RegExp,
      ])[] = [
        ['disable', () => ({ user: 'local', sslMode: 'disable' }), () => seen('local', false)],
        [
          'disable where TLS is wanted',
          () => ({ user: 'tls-only', sslMode: 'disable' }),
          () => /^tls-required: .*sslMode/,
        ],
        [
          'allow, without TLS where it goes',
          () => ({ user: 'local', sslMode: 'allow' }),
          () => seen('local', false),
        ],
        [
          'allow, with TLS where it must',
          () => ({ user: 'tls-only', sslMode: 'allow' }),
          () => seen('tls-only', true),
        ],
        ['prefer, with TLS where it goes', () => ({ user: 'local' }), () => seen('local', true)],
        [
          'prefer, without TLS where it must',
          () => ({ user: 'plain-only' }),
          () => seen('plain-only', false),
        ],
        [
          'require, without a look at the certificate',
          () => ({ user: 'local', sslMode: 'require' }),
          () => seen('local', true),
        ],
        [
          'require where no TLS is admitted',
          () => ({ user: 'plain-only', sslMode: 'require' }),
          () => /^not-admitted/,
        ],
        [
          'require with an authority, which is then compared',
          () => ({ user: 'local', sslMode: 'require', sslRootCert: authority.rootFile }),
          () => seen('local', true),
        ],
        [
          'require with another authority',
          () => ({ user: 'local', sslMode: 'require', sslRootCert: certified.certFile }),
          () => /^tls-untrusted: .*sslRootCert/,
        ],
        [
          'verify-ca, whatever the name',
          () => ({ host: '127.0.0.1', user: 'local', sslMode: 'verify-ca', sslRootCert: authority.rootFile }),
          () => seen('local', true),
        ],
        [
          'verify-ca with another authority',
          () => ({ user: 'local', sslMode: 'verify-ca', sslRootCert: certified.certFile }),
          () => /^tls-untrusted/,
        ],
        [
          'verify-full by the right name',
          () => ({ user: 'local', sslMode: 'verify-full', sslRootCert: authority.rootFile }),
          () => seen('local', true),
        ],
        [
          'verify-full by another name',
          () => ({
            host: '127.0.0.1',
            user: 'local',
            sslMode: 'verify-full',
            sslRootCert: authority.rootFile,
          }),
          () => /^tls-name: .* 127\.0\.0\.1\. Connect/,
        ],
        [
          'verify-full by a name with an address of its own',
          () => ({
            uri: `postgresql://localhost:${server.port}?hostaddr=127.0.0.1`,
            user: 'local',
            sslMode: 'verify-full',
            sslRootCert: authority.rootFile,
          }),
          () => seen('local', true),
        ],
        [
          'the authorities of the system, which do not know this one',
          () => ({ user: 'local', sslRootCert: 'system' }),
          () => /^tls-untrusted/,
        ],
        [
          'an authority in a file that is not there',
          () => ({ user: 'local', sslMode: 'verify-ca', sslRootCert: '/nowhere/ca.crt' }),
          () => /^certificate-file: .*\/nowhere\/ca\.crt/,
        ],
      ];
      for (const [title, setting, expected] of MODES) {
        it(title, async () => {
          const wanted = expected();
          if (wanted instanceof RegExp) assert.match(await refusal(setting()), wanted);
          else assert.deepEqual(await open(setting()), wanted);
        });
      }

      it('the authorities of the system, where this one is among them', async () => {
        const world = { environment: { SSL_CERT_FILE: authority.rootFile } };
        assert.deepEqual(
          await open({ user: 'local', sslRootCert: 'system' }, { world }),
          seen('local', true),
        );
      });
    });

    describe('by channel_binding=require', () => {
      const uri = 'postgresql:///?channel_binding=require';

      it('with SCRAM over TLS', async () => {
        assert.deepEqual(await open({ user: 'scram', uri }, stored), seen('scram', true));
      });

      const UNBOUND: readonly Omit<ConnectionSetting, 'name'>[] = [
        { user: 'scram', sslMode: 'disable' },
        { user: 'hashed' },
        { user: 'local' },
      ];
      for (const setting of UNBOUND) {
        it(`not otherwise: ${JSON.stringify(setting)}`, async () => {
          const found = await open({ ...setting, uri }, stored);
          assert.match(typeof found === 'string' ? found : 'let in', /^channel-binding: /);
        });
      }
    });

    it('begins with TLS where the server can', async () => {
      const uri = 'postgresql:///?sslnegotiation=direct';
      const found = await open({ user: 'local', sslMode: 'require', uri });
      if (alias === 'pg17' || alias === 'pg18') assert.deepEqual(found, seen('local', true));
      else assert.match(typeof found === 'string' ? found : 'let in', /^(?:lost|tls-failed): /);
    });

    describe('with a certificate', () => {
      it('of an authority that the server trusts', async () => {
        const { certFile: sslCert, keyFile: sslKey } = certified;
        assert.deepEqual(await open({ user: 'certified', sslCert, sslKey }), seen('certified', true));
      });

      it('that is missing', async () => {
        assert.match(
          await refusal({ user: 'certified', sslMode: 'require' }),
          /^tls-client-certificate: .*sslCert and sslKey/,
        );
      });

      it('of another user', async () => {
        const { certFile: sslCert, keyFile: sslKey } = authority.issue('somebody');
        assert.match(
          await refusal({ user: 'certified', sslMode: 'require', sslCert, sslKey }),
          /^identity-refused/,
        );
      });

      it('whose key is another', async () => {
        const { keyFile: sslKey } = authority.issue('somebody');
        const setting = {
          user: 'certified',
          sslMode: 'require',
          sslCert: certified.certFile,
          sslKey,
        } as const;
        assert.match(await refusal(setting), /^tls-client-certificate: .*refused/);
      });
    });

    it('finds the socket of the same machine', async () => {
      const setting = { host: folder, port: server.port, user: 'local', database: 'postgres' };
      assert.deepEqual(await look(await openWith({ ...setting, sslMode: 'require' })), {
        ...seen('local', false),
        port: null,
      });
    });

    const REFUSED: readonly (readonly [setting: Omit<ConnectionSetting, 'name'>, expected: RegExp])[] = [
      [{ user: 'local', database: 'nowhere' }, /^database-missing: The database nowhere does not exist/],
      [{ user: 'nobody' }, /^role-missing: The user nobody does not exist/],
      [{ user: 'locked' }, /^role-locked: The role locked .* LOGIN/],
      [{ user: 'local', database: 'closed' }, /^permission: .* GRANT CONNECT/],
      [{ user: 'stranger' }, /^not-admitted: .* pg_hba\.conf/],
      [{ user: 'limited' }, /^too-many-connections/],
    ];
    for (const [setting, expected] of REFUSED) {
      it(`says why it is refused: ${String(expected)}`, async () => {
        assert.match(await refusal(setting), expected);
      });
    }
  });
}
