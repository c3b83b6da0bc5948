import assert from 'node:assert/strict';
import { Client } from 'pg';
import { startPostgres, type EmbeddedPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { startPgBouncer, type PgBouncer } from '../../../scripts/servers/pgbouncer.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { ConnectionSetting } from '../../../src/postgres/connection/connection-setting';
import { Secret } from '../../../src/postgres/connection/secret';
import { look, openWith } from './open-with';

for (const alias of oldestAndNewestServer()) {
  describe(`A connection through PgBouncer, which pools transactions (${alias})`, () => {
    let server: EmbeddedPostgres;
    let pooler: PgBouncer;

    before(async function () {
      this.timeout(60_000);
      server = await startPostgres(alias);
      const client = new Client({ connectionString: server.connectionString });
      await client.connect();
      await client.query("CREATE ROLE app LOGIN PASSWORD 'canary'");
      await client.end();
      pooler = await startPgBouncer({
        serverPort: server.port,
        users: { app: 'canary' },
        settings: { query_wait_timeout: 1, server_connect_timeout: 1 },
        databases: { unreachable: 'host=127.0.0.1 port=1' },
      });
    });

    after(async () => {
      await pooler.stop();
      await server.stop();
    });

    const open = (setting: Omit<ConnectionSetting, 'name'> = {}, password = 'canary') =>
      openWith(
        { host: '127.0.0.1', port: pooler.port, user: 'app', database: 'postgres', ...setting },
        { readStored: () => Promise.resolve(new Secret(password)) },
      );
    const refusal = async (setting: Omit<ConnectionSetting, 'name'>, password?: string): Promise<string> => {
      const seen = await look(await open(setting, password));
      return typeof seen === 'string' ? seen : 'let in';
    };

    it('is opened with SCRAM', async () => {
      const seen = await look(await open());
      assert.ok(typeof seen !== 'string');
      assert.deepEqual([seen.user, seen.port], ['app', server.port]);
    });

    it('is asked for its attributes', async () => {
      const uri = 'postgresql:///?target_session_attrs=read-write';
      assert.equal(await refusal({ uri }), 'let in');
    });

    it('says that the password is wrong', async () => {
      assert.match(await refusal({}, 'wrong'), /^password-refused/);
    });

    it('says that the database does not exist', async () => {
      assert.match(await refusal({ database: 'nowhere' }), /^database-missing: The database nowhere/);
    });

    it('says that a parameter is not accepted', async () => {
      const uri = 'postgresql:///?options=-c%20geqo%3Doff';
      assert.match(await refusal({ uri }), /^startup-parameter: .*ignore_startup_parameters/);
    });

    it('says that the server behind it cannot be reached', async () => {
      assert.match(await refusal({ database: 'unreachable' }), /^pooler: /);
    });

    it('says that the pooler is full', async () => {
      // One of its own: it learns a moment later that a client has gone, and the places of the other one would be counted.
      const full = await startPgBouncer({
        serverPort: server.port,
        users: { app: 'canary' },
        settings: { max_client_conn: 1 },
      });
      try {
        // A try with TLS that is followed by one without would be two clients.
        const setting = { port: full.port, sslMode: 'disable' } as const;
        const other = await open(setting);
        assert.ok(other.kind === 'open');
        assert.match(await refusal(setting), /^too-many-connections/);
        await other.client.end();
      } finally {
        await full.stop();
      }
    });
  });
}
