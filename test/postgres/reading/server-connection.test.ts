import assert from 'node:assert/strict';
import { Client } from 'pg';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { startPostgres, type EmbeddedPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { openClient } from './open-client';

const code = (expected: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === expected;

for (const alias of everyServer()) {
  describe(`The read door to a server (${alias})`, () => {
    let server: EmbeddedPostgres;
    let session: ServerConnection;
    let other: Client;

    before(async function () {
      this.timeout(60_000);
      server = await startPostgres(alias);
      const connectionString = await server.createDatabase('session');
      session = new ServerConnection(openClient({ connectionString }));
      other = new Client({ connectionString });
      await other.connect();
      await other.query(`
        CREATE TABLE events (stream_id text NOT NULL, event_id bigint NOT NULL);
        CREATE FUNCTION write() RETURNS bigint LANGUAGE sql VOLATILE AS 'INSERT INTO events VALUES (''x'', 1) RETURNING event_id';
        CREATE FUNCTION disguised() RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN write(); END';`);
    });

    after(async () => {
      await session.dispose();
      await other.end();
      await server.stop();
    });

    const countEvents = async (): Promise<unknown> =>
      (await other.query<Record<string, unknown>>('SELECT count(*)::int AS n FROM events')).rows[0]?.['n'];

    it('reads with values', async () => {
      assert.deepEqual(await session.read('SELECT $1::text AS word', ['now']), [{ word: 'now' }]);
    });

    it('says who it is', async () => {
      assert.deepEqual(await session.read("SELECT current_setting('application_name') AS name"), [
        { name: 'Indexwright' },
      ]);
    });

    it('refuses a write with 25006', async () => {
      await assert.rejects(session.read("INSERT INTO events VALUES ('a', 1)"), code('25006'));
      assert.equal(await countEvents(), 0);
    });

    it('refuses a write by a function that is wrongly marked immutable and runs at plan time', async () => {
      const text = 'EXPLAIN (FORMAT JSON) SELECT * FROM events WHERE event_id = disguised()';
      await assert.rejects(session.read(text), code('25006'));
      assert.equal(await countEvents(), 0);
    });

    it('refuses to leave the read-only mode', async () => {
      const text = "SELECT set_config('transaction_read_only', 'off', true), write()";
      await assert.rejects(session.read(text), code('25001'));
      assert.equal(await countEvents(), 0);
    });

    it('refuses a second statement with 42601', async () => {
      await assert.rejects(session.read('COMMIT; DELETE FROM events'), code('42601'));
    });

    it('gives up on a held lock with 55P03', async () => {
      await other.query('BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
      try {
        const text = 'EXPLAIN (FORMAT JSON) SELECT * FROM events';
        await assert.rejects(session.read(text, [], { lockTimeoutMs: 50 }), code('55P03'));
      } finally {
        await other.query('ROLLBACK');
      }
    });

    it('ends a statement that takes too long with 57014', async () => {
      await assert.rejects(
        session.read('SELECT pg_sleep(60)', [], { statementTimeoutMs: 50 }),
        code('57014'),
      );
    });

    it('cancels on the server when the signal is aborted', async () => {
      const controller = new AbortController();
      const reading = session.read('SELECT pg_sleep(60)', [], {
        statementTimeoutMs: 60_000,
        signal: controller.signal,
      });
      await untilSleeping(other);
      controller.abort(new Error('no longer wanted'));
      await assert.rejects(reading, /no longer wanted/);
      assert.deepEqual(await session.read('SELECT 1 AS one'), [{ one: 1 }]);
    });

    it('sends nothing for a signal that is aborted already', async () => {
      await assert.rejects(session.read('SELECT 1', [], { signal: AbortSignal.abort() }), {
        name: 'AbortError',
      });
    });

    it('leaves a clean connection behind, also after a COMMIT in the text', async () => {
      // Of its own: one read after the other it has one process, while that of an earlier test may still clear up behind an aborted reading.
      const alone = new ServerConnection(
        openClient({ connectionString: server.connectionStringFor('session') }),
      );
      try {
        const [first] = await alone.read('SELECT pg_backend_pid() AS pid');
        await alone.read('COMMIT');
        await assert.rejects(alone.read('SELECT 1 / 0'), code('22012'));
        const { rows } = await other.query<{ state: string }>(
          'SELECT state FROM pg_stat_activity WHERE pid = $1',
          [first?.['pid']],
        );
        assert.deepEqual(rows, [{ state: 'idle' }]);
        const [after] = await alone.read(
          "SELECT current_setting('statement_timeout') AS timeout, pg_backend_pid() AS pid",
        );
        assert.deepEqual(after, { timeout: '10s', pid: first?.['pid'] });
      } finally {
        await alone.dispose();
      }
    });

    it('keeps statements that are sent at once apart', async () => {
      const answers = await Promise.allSettled([
        session.read('SELECT 1 AS n'),
        session.read("INSERT INTO events VALUES ('a', 1)"),
        session.read('SELECT 2 AS n'),
      ]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled'],
      );
    });
  });
}

async function untilSleeping(observer: Client): Promise<void> {
  for (;;) {
    const { rowCount } = await observer.query(
      "SELECT FROM pg_stat_activity WHERE application_name = 'Indexwright' AND wait_event = 'PgSleep'",
    );
    if (rowCount === 1) return;
  }
}
