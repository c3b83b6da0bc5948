import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { type OpenClient, ServerConnection } from '../../../src/postgres/reading/server-connection';
import { Observer } from './observer';
import { openClient } from './open-client';
import { TcpProxy } from './tcp-proxy';

const SLEEP = 'SELECT pg_sleep(60)';
const LONG = { statementTimeoutMs: 60_000 };
const CLOSED = /^ReadFailure: This connection was closed\. Connect again to read from the server\.$/;

for (const alias of oldestAndNewestServer()) {
  describe(`How many connections there are, and for how long (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let observer: Observer;
    let open: OpenClient;

    before(async () => {
      server = await startPostgres(alias);
      observer = await Observer.at(server.connectionString);
      open = openClient({ connectionString: server.connectionString });
    });

    after(async () => {
      await observer.end();
      await server.stop();
    });

    afterEach(() => observer.untilGone());

    const untilIdle = async (connection: ServerConnection): Promise<void> => {
      while (connection.state.kind !== 'idle') await delay(5);
    };

    it('opens none before the first reading, and never more than two', async () => {
      const connection = new ServerConnection(open);
      assert.deepEqual(connection.state, { kind: 'idle' });
      assert.deepEqual(await observer.backends(), []);
      const counts = await Promise.all(
        Array.from({ length: 20 }, () =>
          connection.read(
            "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'Indexwright'",
          ),
        ),
      );
      for (const [row] of counts) assert.ok(Number(row?.['n']) <= 2);
      assert.ok((await observer.backends()).length <= 2);
      await connection.dispose();
    });

    it('answers in the order of the questions', async () => {
      const connection = new ServerConnection(openOnce(open));
      const answered: number[] = [];
      await Promise.all(
        [1, 2, 3, 4, 5].map(async (n) => {
          await connection.read('SELECT 1');
          answered.push(n);
        }),
      );
      assert.deepEqual(answered, [1, 2, 3, 4, 5]);
      await connection.dispose();
    });

    it('reads while another reading takes long', async () => {
      const connection = new ServerConnection(open);
      const controller = new AbortController();
      const long = assert.rejects(connection.read(SLEEP, [], { ...LONG, signal: controller.signal }));
      await observer.untilWorking();
      assert.deepEqual(await connection.read('SELECT 1 AS one'), [{ one: 1 }]);
      controller.abort();
      await long;
      await connection.dispose();
    });

    it('makes do with one where the server gives no second', async () => {
      const connection = new ServerConnection(openOnce(open));
      const answers = await Promise.all([1, 2, 3].map((n) => connection.read('SELECT $1::int AS n', [n])));
      assert.deepEqual(answers, [[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
      assert.equal(connection.state.kind, 'connected');
      await connection.dispose();
    });

    it('closes what nothing is read over for a while, and opens it again', async () => {
      const connection = new ServerConnection(open, { idleMs: 20 });
      await connection.read('SELECT 1');
      await untilIdle(connection);
      await observer.untilGone();
      assert.deepEqual(await connection.read('SELECT 1 AS one'), [{ one: 1 }]);
      await connection.dispose();
    });

    it('is told at once that a connection cannot be opened, by all who wait for it', async () => {
      const refused = new Error('refused');
      const connection = new ServerConnection(() => Promise.reject(refused));
      const answers = await Promise.allSettled([connection.read('SELECT 1'), connection.read('SELECT 2')]);
      assert.deepEqual(
        answers,
        [refused, refused].map((reason) => ({ status: 'rejected', reason })),
      );
      assert.deepEqual(connection.state, { kind: 'failed', error: refused });
      await connection.dispose();
    });

    it('stops connecting when nobody waits for it any longer', async () => {
      const controller = new AbortController();
      const connection = new ServerConnection(neverOpens);
      const reading = connection.read('SELECT 1', [], { signal: controller.signal });
      assert.equal(connection.state.kind, 'connecting');
      controller.abort(new Error('no longer wanted'));
      await assert.rejects(reading, /no longer wanted/);
      await untilIdle(connection);
      await connection.dispose();
    });

    it('ends what it reads when it is closed, on the server too, and refuses from then on', async () => {
      const connection = new ServerConnection(open);
      const reading = assert.rejects(connection.read(SLEEP, [], LONG), CLOSED);
      await observer.untilWorking();
      await connection.dispose();
      await reading;
      await observer.untilGone();
      await assert.rejects(connection.read('SELECT 1'), CLOSED);
      assert.equal(connection.state.kind, 'idle');
    });

    it('gives up connecting when it is closed', async () => {
      const connection = new ServerConnection(neverOpens);
      const reading = assert.rejects(connection.read('SELECT 1'), CLOSED);
      await connection.dispose();
      await reading;
    });

    it('cancels over its second connection where cancel requests do not arrive', async () => {
      const proxy = await TcpProxy.to(server.port);
      proxy.swallowsCancelRequests = true;
      const connectionString = server.connectionString.replace(`:${server.port}/`, `:${proxy.port}/`);
      const connection = new ServerConnection(openClient({ connectionString }));
      const controller = new AbortController();
      const reading = assert.rejects(
        connection.read(SLEEP, [], { ...LONG, signal: controller.signal }),
        /no longer wanted/,
      );
      await observer.untilWorking();
      controller.abort(new Error('no longer wanted'));
      await reading;
      while ((await observer.backends("wait_event = 'PgSleep'")).length > 0) await delay(20);
      assert.equal(proxy.cancelRequests, 1);
      // The connection that was cancelled is still good.
      assert.equal((await observer.backends()).length, 2);
      await connection.dispose();
      await proxy.close();
    });
  });

  describe(`Reading from a hot standby (${alias})`, function () {
    this.timeout(60_000);
    let primary: EmbeddedPostgres;
    let standby: EmbeddedPostgres;

    before(async () => {
      primary = await startPostgres(alias);
      standby = await startPostgres(alias, {
        standbyOf: primary,
        settings: { max_standby_streaming_delay: 0 },
      });
    });

    after(async () => {
      await standby.stop();
      await primary.stop();
    });

    it('reads, cannot write, and repeats what the changes of the primary interrupted', async () => {
      const connection = new ServerConnection(openClient({ connectionString: standby.connectionString }));
      const onPrimary = await Observer.at(primary.connectionString);
      const onStandby = await Observer.at(standby.connectionString);
      await onPrimary.client.query('CREATE TABLE events AS SELECT 1 AS event_id');
      while (Object.values((await connection.read("SELECT to_regclass('events')"))[0] ?? {})[0] === null)
        await delay(20);
      await assert.rejects(connection.read('DELETE FROM events'), { code: '25006' });
      const reading = connection.read('SELECT event_id, pg_sleep(1) FROM events', [], LONG);
      await onStandby.untilWorking();
      await onPrimary.client.query('ALTER TABLE events ADD COLUMN added text');
      assert.deepEqual(await reading, [{ event_id: 1, pg_sleep: '' }]);
      assert.equal(connection.state.kind, 'connected');
      while ((await conflicts(onStandby)) === 0) await delay(20);
      await connection.dispose();
      await onPrimary.end();
      await onStandby.end();
    });
  });
}

/** How often the standby has ended a statement for what the primary sent. */
async function conflicts({ client }: Observer): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT sum(confl_lock)::int AS n FROM pg_stat_database_conflicts',
  );
  return rows[0]?.n ?? 0;
}

/** As a server with a limit of one connection for the role. */
function openOnce(open: OpenClient): OpenClient {
  let isOpen = false;
  return (signal) => {
    if (isOpen) return Promise.reject(new Error('too many connections for role'));
    isOpen = true;
    return open(signal);
  };
}

function neverOpens(signal: AbortSignal): Promise<Client> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}
