import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { type PgBouncer, startPgBouncer } from '../../../scripts/servers/pgbouncer.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { Observer } from './observer';
import { openClient } from './open-client';

const SLEEP = 'SELECT pg_sleep(60)';
const LONG = { statementTimeoutMs: 60_000 };

for (const alias of oldestAndNewestServer()) {
  describe(`Reading through PgBouncer in transaction mode (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let pooler: PgBouncer;
    let observer: Observer;
    let connection: ServerConnection;
    /** An application that shares the one server process with us. */
    let application: Client;

    before(async () => {
      server = await startPostgres(alias);
      observer = await Observer.at(server.connectionString);
      pooler = await startPgBouncer({ serverPort: server.port, settings: { default_pool_size: 1 } });
      const connectionString = server.connectionString.replace(`:${server.port}/`, `:${pooler.port}/`);
      application = new Client({ connectionString });
      await application.connect();
      connection = new ServerConnection(openClient({ connectionString }));
    });

    after(async () => {
      await connection.dispose();
      await application.end();
      await observer.end();
      await pooler.stop();
      await server.stop();
    });

    const pidOfApplication = async (): Promise<unknown> =>
      (await application.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;

    it('reads with values, in a process that others use too', async () => {
      const rows = await connection.read('SELECT $1::int AS n, pg_backend_pid() AS pid', [7]);
      assert.deepEqual(rows, [{ n: 7, pid: await pidOfApplication() }]);
    });

    it('cannot write and takes no second statement', async () => {
      await assert.rejects(connection.read('CREATE TABLE made ()'), { code: '25006' });
      await assert.rejects(connection.read('COMMIT; CREATE TABLE made ()'), { code: '42601' });
    });

    it('leaves no setting, no lock and no prepared statement to the next', async () => {
      await connection.read('SELECT 1');
      await assert.rejects(connection.read('SELECT 1 / 0'), { code: '22012' });
      const { rows } = await application.query(
        `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
                current_setting('idle_in_transaction_session_timeout') AS idle,
                current_setting('transaction_read_only') AS read_only,
                (SELECT count(*)::int FROM pg_prepared_statements WHERE name <> '') AS prepared,
                (SELECT count(*)::int FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory') AS locks`,
      );
      assert.deepEqual(rows, [
        { statement: '0', lock: '0', idle: '0', read_only: 'off', prepared: 0, locks: 0 },
      ]);
    });

    it('leaves the advisory lock of another client of the same process alone', async () => {
      await application.query('SELECT pg_advisory_lock(42)');
      await connection.read('SELECT 1');
      const { rows } = await application.query<{ unlocked: boolean }>(
        'SELECT pg_advisory_unlock(42) AS unlocked',
      );
      assert.deepEqual(rows, [{ unlocked: true }]);
    });

    it('cancels its own statement, whichever process works on it', async () => {
      const controller = new AbortController();
      const reading = connection.read(SLEEP, [], { ...LONG, signal: controller.signal });
      const refused = assert.rejects(reading, /no longer wanted/);
      await observer.untilWorking();
      controller.abort(new Error('no longer wanted'));
      await refused;
      // There is one server process: it answers only when it sleeps no longer.
      assert.equal(typeof (await pidOfApplication()), 'number');
    });

    it('does not cancel what another client does in the process that it has read with', async () => {
      await connection.read('SELECT 1');
      await application.query('BEGIN');
      const controller = new AbortController();
      const waiting = connection.read('SELECT 1', [], { signal: controller.signal });
      const refused = assert.rejects(waiting, { name: 'AbortError' });
      const working = application.query('SELECT pg_sleep(0.2)');
      controller.abort();
      await refused;
      await working;
      await application.query('COMMIT');
      assert.deepEqual(await connection.read('SELECT 2 AS two'), [{ two: 2 }]);
    });
  });
}
