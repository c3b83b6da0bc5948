import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { startPgBouncer } from '../../../scripts/servers/pgbouncer.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { MaintenanceAction } from '../../../src/analyzers/maintenance/maintenance-action';
import { findLeftovers } from '../../../src/postgres/ddl/find-leftovers';
import { runAction } from '../../../src/postgres/ddl/run-action';
import { TcpProxy } from '../reading/tcp-proxy';
import {
  connect,
  doorParts,
  indexesOf,
  plainIndex,
  prepare,
  SHORT_TIMES,
  told,
  untilPhase,
} from './door-parts';

const TABLE = { schema: 'public', name: 'items' };
const CREATE: MaintenanceAction = {
  kind: 'create-index',
  table: TABLE,
  index: plainIndex('items', 'items_id', ['id']),
};
const ANALYZE: MaintenanceAction = { kind: 'analyze', table: TABLE };
const TIMES = { ...SHORT_TIMES, lookMs: 1_000, silenceMs: 1_000 };

for (const alias of oldestAndNewestServer()) {
  describe(`A change over a bad wire (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let near: ReturnType<typeof doorParts>;
    let proxy: TcpProxy;
    let far: ReturnType<typeof doorParts>;
    let [holder, observer]: Client[] = [];

    before(async () => {
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('shop');
    });

    after(() => server.stop());

    beforeEach(async () => {
      await prepare(
        connectionString,
        'DROP TABLE IF EXISTS items',
        'CREATE TABLE items (id int, kind int)',
        'INSERT INTO items SELECT n, n % 7 FROM generate_series(1, 300) n',
      );
      near = doorParts(connectionString);
      proxy = await TcpProxy.to(server.port);
      far = doorParts(throughPort(proxy.port));
      holder = await connect(connectionString);
      observer = await connect(connectionString);
    });

    afterEach(async () => {
      const [holding, looking] = clients();
      await holding.end();
      await untilNobodyWorks(looking);
      await looking.end();
      await far.dispose();
      await near.dispose();
      await proxy.close();
    });

    const throughPort = (port: number): string => connectionString.replace(`:${server.port}/`, `:${port}/`);
    function clients(): readonly [holder: Client, observer: Client] {
      assert.ok(holder && observer);
      return [holder, observer];
    }

    for (const poolMode of ['transaction', 'session']) {
      it(`is not begun through PgBouncer that pools by ${poolMode}`, async () => {
        const [, looking] = clients();
        const pooler = await startPgBouncer({ serverPort: server.port, settings: { pool_mode: poolMode } });
        const pooled = doorParts(throughPort(pooler.port));
        const record = await runAction({ ...near, openClient: pooled.openClient }, CREATE, { times: TIMES });
        assert.match(told(record), /^refused\nThis connection goes through a pooler, .*$/);
        assert.deepEqual(record.statements, []);
        assert.deepEqual(await indexesOf(looking, 'items'), []);
        await pooled.dispose();
        await pooler.stop();
      });
    }

    it('is done where only the answer does not arrive, and says so', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; INSERT INTO items VALUES (1, 1)');
      const running = runAction({ ...near, openClient: far.openClient }, CREATE, { times: TIMES });
      await untilPhase(looking, /waiting for writers/);
      proxy.freeze();
      await holding.query('COMMIT');
      assert.match(told(await running), /^done\n.*\nitems_id is there and valid\.$/);
      assert.deepEqual(await findLeftovers(near.reader), []);
    });

    it('is said to go on where both connections have gone silent and a new one gets through', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; INSERT INTO items VALUES (1, 1)');
      const running = runAction(far, CREATE, { times: { ...TIMES, lookMs: 3_000 } });
      const processId = await untilPhase(looking, /waiting for writers/);
      proxy.freeze();
      assert.match(
        told(await running),
        new RegExp(`^running-on\n.*\nThe server goes on with it \\(process ${processId}\\)`),
      );
    });

    it('that is cancelled when nothing comes through is not waited for for ever', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; INSERT INTO items VALUES (1, 1)');
      const abort = new AbortController();
      const running = runAction(far, CREATE, { times: TIMES, signal: abort.signal });
      await untilPhase(looking, /waiting for writers/);
      proxy.silence();
      abort.abort();
      assert.match(told(await running), /^unknown\n/);
    });

    it('is of unknown end where nothing comes through any more', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; INSERT INTO items VALUES (1, 1)');
      const running = runAction(far, CREATE, { times: TIMES });
      await untilPhase(looking, /waiting for writers/);
      proxy.silence();
      assert.match(
        told(await running),
        /^unknown\nThe connection was lost: .*\nIt is not known how the indexes/,
      );
    });

    it('that leaves no trace is not said to be done when its answer does not arrive', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; LOCK TABLE items');
      const running = runAction({ ...near, openClient: far.openClient }, ANALYZE, { times: TIMES });
      await untilPhase(looking, /^Lock$/);
      proxy.freeze();
      await holding.query('COMMIT');
      assert.match(told(await running), /^failed\nThe connection was lost: .*\nNo index has changed\.$/);
    });
  });
}

/** What the server goes on with would be in the way of the next test. */
async function untilNobodyWorks(client: Client): Promise<void> {
  const count = `SELECT count(*)::int AS working FROM pg_stat_activity
    WHERE application_name = 'Indexwright DDL' AND state <> 'idle'`;
  for (;;) {
    const { rows } = await client.query<{ working: number }>(count);
    if (rows[0]?.working === 0) return;
    await delay(20);
  }
}
