import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { MaintenanceAction } from '../../../src/analyzers/maintenance/maintenance-action';
import type { ActionEvent } from '../../../src/postgres/ddl/action-options';
import { cancelProcess } from '../../../src/postgres/ddl/cancel-process';
import { DdlDoor } from '../../../src/postgres/ddl/ddl-door';
import { findLeftovers } from '../../../src/postgres/ddl/find-leftovers';
import { runAction } from '../../../src/postgres/ddl/run-action';
import { readRunningWork } from '../../../src/postgres/monitoring/running-work';
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
import { Writer } from './writer';

const TABLE = { schema: 'public', name: 'items' };
const CREATE: MaintenanceAction = {
  kind: 'create-index',
  table: TABLE,
  index: plainIndex('items', 'items_id', ['id']),
};
const SWAP: MaintenanceAction = {
  kind: 'add-constraint',
  table: TABLE,
  constraint: { kind: 'primary-key', name: 'items_pkey' },
  index: plainIndex('items', 'items_pkey', ['id']),
  replaces: true,
};
const PARTITIONS: MaintenanceAction = {
  kind: 'index-partitions',
  table: { schema: 'public', name: 'parts' },
  index: plainIndex('parts', 'parts_id', ['id']),
  partitions: [
    { index: plainIndex('parts_1', 'parts_1_id', ['id']) },
    { index: plainIndex('parts_2', 'parts_2_id', ['id']) },
  ],
};

// How sessions end and wait does not differ between the majors.
for (const alias of oldestAndNewestServer()) {
  describe(`The door for changes (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let parts: ReturnType<typeof doorParts>;
    let [holder, observer]: Client[] = [];
    let events: ActionEvent[];

    before(async () => {
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('shop');
    });

    after(() => server.stop());

    beforeEach(async () => {
      await prepare(
        connectionString,
        'DROP TABLE IF EXISTS items, parts',
        'CREATE TABLE items (id int PRIMARY KEY, kind int)',
        'INSERT INTO items SELECT n, n % 7 FROM generate_series(1, 300) n',
        'CREATE TABLE parts (id int, kind int) PARTITION BY LIST (kind)',
        'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)',
        'CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2)',
      );
      events = [];
      parts = doorParts(connectionString);
      holder = await connect(connectionString);
      observer = await connect(connectionString);
    });

    afterEach(async () => {
      await holder?.end();
      await observer?.end();
      await parts.dispose();
    });

    function clients(): readonly [holder: Client, observer: Client] {
      assert.ok(holder && observer);
      return [holder, observer];
    }

    const run = (action: MaintenanceAction, signal?: AbortSignal, from = parts) =>
      runAction(from, action, {
        times: SHORT_TIMES,
        listener: (event) => events.push(event),
        ...(signal && { signal }),
      });
    const untilEvent = async (kind: ActionEvent['kind']): Promise<ActionEvent> => {
      for (;;) {
        const event = events.find((candidate) => candidate.kind === kind);
        if (event) return event;
        await new Promise(setImmediate);
      }
    };

    it('gives the table free again and again while a reader is in its way, and names the reader', async () => {
      const [reading] = clients();
      await reading.query('BEGIN; SELECT count(*) FROM items');
      const writer = await Writer.on(connectionString, 'UPDATE items SET kind = kind + 1 WHERE id = 5');
      const running = run(SWAP);
      await untilEvent('lock-busy');
      const busy = await untilEvent('lock-busy');
      await reading.query('COMMIT');
      const record = await running;
      await writer.end();
      assert.deepEqual(writer.failures, []);
      assert.equal(told(record), 'done\nitems_pkey was built anew and is valid.');
      assert.ok((record.statements.at(-1)?.tries ?? 0) > 1);
      assert.ok(busy.kind === 'lock-busy');
      assert.deepEqual(
        busy.blockers.map(({ query, state }) => [query, state]),
        [['BEGIN; SELECT count(*) FROM items', 'idle in transaction']],
      );
    });

    it('names the index that is built when the constraint cannot take it', async () => {
      const [reading, looking] = clients();
      await reading.query('BEGIN; SELECT count(*) FROM items');
      const record = await runAction(parts, SWAP, { times: { ...SHORT_TIMES, tries: 2 } });
      assert.equal(record.code, '55P03');
      assert.match(
        told(record),
        /^failed\nSomebody holds the table.*\nitems_pkey_new is there and valid\.\nitems_pkey_new is built and valid, and what was to come/,
      );
      assert.deepEqual(await indexesOf(looking, 'items'), ['items_pkey', 'items_pkey_new']);
    });

    it('goes on with a recipe for partitions where it was broken off', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; INSERT INTO parts_2 VALUES (1, 2)');
      const abort = new AbortController();
      const first = run(PARTITIONS, abort.signal);
      await untilPhase(looking, /waiting for writers before build/);
      abort.abort();
      assert.match(
        told(await first),
        /^cancelled\nparts_id is there and invalid.*\nparts_1_id is there and valid\.\nparts_2_id/,
      );
      await holding.query('COMMIT');
      assert.deepEqual(await indexesOf(looking, 'parts_2'), ['parts_2_id (invalid)']);
      const second = await run(PARTITIONS);
      assert.match(told(second), /^done\nparts_id is valid now\.\nparts_2_id was built anew and is valid\.$/);
      assert.deepEqual(
        second.statements.map(({ outcome, sql }) => `${outcome} ${sql.split(/\s/, 2).join(' ')}`),
        [
          'skipped CREATE INDEX',
          'skipped CREATE INDEX',
          'skipped ALTER INDEX',
          'done REINDEX INDEX',
          'done ALTER INDEX',
        ],
      );
    });

    it('says that an index whose DROP was cancelled is half dropped, and finishes it on request', async () => {
      const [reading, looking] = clients();
      await prepare(connectionString, 'CREATE INDEX items_kind ON items (kind)');
      await reading.query('BEGIN; SELECT count(*) FROM items');
      const abort = new AbortController();
      const drop: MaintenanceAction = { kind: 'drop-index', table: TABLE, index: 'items_kind' };
      const running = run(drop, abort.signal);
      await untilPhase(looking, /^Lock$/);
      assert.deepEqual(await findLeftovers(parts.reader), [], 'somebody is at work on it');
      abort.abort();
      const record = await running;
      assert.match(told(record), /^cancelled\nitems_kind is invalid now: .*\nitems_kind is half dropped: /);
      assert.deepEqual(record.repairs, [drop]);
      await reading.query('COMMIT');
      assert.equal(told(await run(drop)), 'done\nitems_kind is gone.');
    });

    it('runs actions on one table one after another, and those on others meanwhile', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; INSERT INTO items VALUES (1001, 1)');
      const door = new DdlDoor(parts);
      const ended: string[] = [];
      door.onDidEnd(({ action }) => ended.push(action.kind));
      const options = { times: SHORT_TIMES };
      const first = door.run(CREATE, options);
      await untilPhase(looking, /waiting for writers/);
      const reindex = { kind: 'reindex', table: TABLE, index: 'items_id' } as const;
      const second = door.run(reindex, { ...options, listener: (event) => events.push(event) });
      assert.equal(events[0]?.kind, 'queued');
      assert.equal((await door.run({ kind: 'analyze', table: PARTITIONS.table }, options)).outcome, 'done');
      assert.equal(door.running, 2);
      await holding.query('COMMIT');
      assert.equal((await first).outcome, 'done');
      assert.equal(told(await second), 'done\nitems_id was built anew and is valid.');
      assert.deepEqual(ended, ['analyze', 'create-index', 'reindex']);
    });

    it('finds a build again after the editor is gone, and another window may end it', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; INSERT INTO items VALUES (1001, 1)');
      const abandoned = run(CREATE);
      const processId = await untilPhase(looking, /waiting for writers/);
      const other = doorParts(connectionString);
      const [work] = await readRunningWork(other.reader);
      assert.equal(work?.processId, processId);
      assert.deepEqual(work.table, TABLE);
      assert.equal(work.application, 'Indexwright DDL');
      assert.deepEqual(
        work.blockers.map(({ query }) => query),
        ['BEGIN; INSERT INTO items VALUES (1001, 1)'],
      );
      assert.deepEqual(await findLeftovers(other.reader), [], 'what is being built is no leftover');
      assert.equal(await cancelProcess(other.reader, processId), true);
      assert.equal(await cancelProcess(other.reader, (await pidOf(holding)) ?? 0), false);
      await other.dispose();
      await untilEvent('clean-up');
      await holding.query('COMMIT');
      assert.match(
        told(await abandoned),
        /^failed\nThe server cancelled the statement.*\nNo index has changed\.$/,
      );
    });

    for (const [what, held, action, expected] of [
      [
        'a build that waits for its first lock',
        'BEGIN; LOCK TABLE items IN SHARE UPDATE EXCLUSIVE MODE',
        CREATE,
        { command: 'CREATE INDEX CONCURRENTLY', waitsForFirstLock: true, index: undefined },
      ],
      [
        'a rebuild that waits for its first lock',
        'BEGIN; LOCK TABLE items IN SHARE UPDATE EXCLUSIVE MODE',
        { kind: 'reindex', table: TABLE, index: 'items_kind' },
        { command: 'REINDEX CONCURRENTLY', waitsForFirstLock: true, index: undefined },
      ],
      [
        'a drop that waits for its first lock',
        'BEGIN; LOCK TABLE items IN SHARE UPDATE EXCLUSIVE MODE',
        { kind: 'drop-index', table: TABLE, index: 'items_kind' },
        { command: 'DROP INDEX CONCURRENTLY', waitsForFirstLock: true, index: undefined },
      ],
      [
        'a drop that waits for a reader',
        'BEGIN; SELECT count(*) FROM items',
        { kind: 'drop-index', table: TABLE, index: 'items_kind' },
        { command: 'DROP INDEX CONCURRENTLY', waitsForFirstLock: undefined, index: 'items_kind' },
      ],
    ] as const) {
      it(`finds ${what} after the editor is gone, and names who is in its way`, async () => {
        const [holding, looking] = clients();
        await looking.query('CREATE INDEX items_kind ON items (kind)');
        await holding.query(held);
        const abandoned = run(action);
        const processId = await untilPhase(looking, /^Lock$/);
        const [work] = await readRunningWork(parts.reader);
        assert.ok(work);
        const { command, waitsForFirstLock, index, table, blockers } = work;
        assert.deepEqual({ command, waitsForFirstLock, index }, expected);
        assert.deepEqual([work.processId, table, work.application], [processId, TABLE, 'Indexwright DDL']);
        assert.deepEqual(
          blockers.map(({ query }) => query),
          [held],
        );
        await holding.query('COMMIT');
        assert.equal((await abandoned).outcome, 'done');
        assert.deepEqual(await readRunningWork(parts.reader), []);
      });
    }

    it('says that the server goes on when the wire is cut, and ends it there when it is not wanted', async () => {
      const [holding, looking] = clients();
      const proxy = await TcpProxy.to(server.port);
      const far = doorParts(connectionString.replace(`:${server.port}/`, `:${proxy.port}/`));
      const through = { openClient: far.openClient, reader: parts.reader };
      await holding.query('BEGIN; INSERT INTO items VALUES (1001, 1)');
      const running = runAction(through, CREATE, { times: { ...SHORT_TIMES, lookMs: 300 } });
      const processId = await untilPhase(looking, /waiting for writers/);
      proxy.cut();
      assert.match(
        told(await running),
        new RegExp(`^running-on\n.*\nThe server goes on with it \\(process ${processId}\\)`),
      );
      await cancelProcess(parts.reader, processId);
      await holding.query('ROLLBACK');
      while ((await readRunningWork(parts.reader)).length > 0) await new Promise(setImmediate);
      const [leftover] = await findLeftovers(parts.reader);
      assert.equal(leftover?.index, 'items_id');
      await far.dispose();
      await proxy.close();
    });

    it('refuses a role that may only read', async () => {
      const role = `reader_${alias}`;
      await prepare(
        connectionString,
        `CREATE ROLE ${role} LOGIN`,
        `ALTER ROLE ${role} SET default_transaction_read_only = on`,
      );
      const readers = doorParts(connectionString.replace('postgres@', `${role}@`));
      assert.match(told(await run(CREATE, undefined, readers)), /^refused\nThis role may only read/);
      await readers.dispose();
    });

    it('does not begin what is cancelled before', async () => {
      const record = await run(CREATE, AbortSignal.abort());
      assert.deepEqual([record.outcome, record.statements], ['cancelled', []]);
    });

    it('says that nothing is known when the server has gone and does not come back', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; INSERT INTO items VALUES (1001, 1)');
      const running = runAction(parts, CREATE, { times: { ...SHORT_TIMES, lookMs: 200 } });
      await untilPhase(looking, /waiting for writers/);
      await server.halt('immediate');
      assert.match(told(await running), /^unknown\n.*\nIt is not known how the indexes stand/);
      await server.resume();
      const [leftover] = await findLeftovers(parts.reader);
      assert.equal(leftover?.index, 'items_id');
    });

    it('cleans up when the server has crashed and come back', async () => {
      const [holding, looking] = clients();
      await holding.query('BEGIN; INSERT INTO items VALUES (1001, 1)');
      const running = run(CREATE);
      await untilPhase(looking, /waiting for writers/);
      await server.halt('immediate');
      await server.resume();
      assert.match(told(await running), /^failed\n.*\nNo index has changed\.$/);
      assert.deepEqual(await findLeftovers(parts.reader), []);
    });
  });
}

async function pidOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}
