import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { estimateBtreeBloat } from '../../../src/analyzers/indexes/btree-bloat';
import { findLeftovers } from '../../../src/postgres/ddl/find-leftovers';
import { checkBefore } from '../../../src/postgres/ddl/check-before';
import { readBtreeFacts } from '../../../src/postgres/bloat/read-btree-facts';
import { readPgstatindex } from '../../../src/postgres/bloat/read-pgstatindex';
import { MONITORING_QUERIES } from '../../../src/postgres/monitoring/monitoring-queries';
import { readRunningWork } from '../../../src/postgres/monitoring/running-work';
import { readSizes } from '../../../src/postgres/monitoring/read-sizes';
import { readTableStatistics } from '../../../src/postgres/monitoring/read-table-statistics';
import { hitRatio, hotShare, readUsage } from '../../../src/postgres/monitoring/read-usage';
import { connect, doorParts, prepare } from '../ddl/door-parts';
import { waitUntil } from '../wait-until';

const SCHEMA = [
  'CREATE EXTENSION pgstattuple',
  'CREATE EXTENSION pg_stat_statements',
  'CREATE TABLE orders (id int PRIMARY KEY, customer int, note text) WITH (fillfactor = 50, autovacuum_enabled = off)',
  'CREATE INDEX orders_customer ON orders (customer)',
  'CREATE TABLE free (id int PRIMARY KEY)',
  'INSERT INTO orders SELECT n, n % 40 FROM generate_series(1, 20000) n',
  "UPDATE orders SET note = 'paid' WHERE id <= 100",
  'UPDATE orders SET customer = 1 WHERE id <= 100',
  'DELETE FROM orders WHERE id % 4 <> 0',
  'VACUUM (ANALYZE) orders',
  'SET enable_seqscan = off',
  'SELECT * FROM orders WHERE id = 4',
];

/** On a server where nothing goes on. */
const MAY_BE_EMPTY = ['invalid-indexes', 'running-builds', 'long-transactions'];

for (const alias of everyServer()) {
  describe(`Monitoring (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let parts: ReturnType<typeof doorParts>;
    let client: Client;
    const oids = new Map<string, number>();

    before(async () => {
      server = await startPostgres(alias, { settings: { shared_preload_libraries: 'pg_stat_statements' } });
      const connectionString = await server.createDatabase('shop');
      await prepare(connectionString, ...SCHEMA);
      client = await connect(connectionString);
      await waitUntil(
        client,
        "SELECT t.n_tup_del = 15000 AND i.idx_scan > 0 FROM pg_stat_user_tables t JOIN pg_stat_user_indexes i USING (relid) WHERE indexrelname = 'orders_pkey'",
      );
      const { rows } = await client.query<{ oid: number; relname: string }>(
        "SELECT oid, relname FROM pg_class WHERE relname IN ('orders', 'orders_pkey', 'orders_customer', 'free', 'free_pkey')",
      );
      for (const { oid, relname } of rows) oids.set(relname, oid);
      parts = doorParts(connectionString);
    });

    after(async () => {
      await parts.dispose();
      await client.end();
      await server.stop();
    });

    const oid = (name: string): number => oids.get(name) ?? 0;

    for (const { id, sql } of MONITORING_QUERIES) {
      it(`has an answer to ${id}`, async () => {
        const version = Number(alias.slice(2));
        const rows = await parts.reader.read(sql(version).replace(/;$/, ''));
        if (!MAY_BE_EMPTY.includes(id)) assert.ok(rows.length > 0);
      });
    }

    it('counts what tables and indexes are used for', async () => {
      const usage = await readUsage(parts.reader, [oid('orders')]);
      const [table] = usage.tables;
      assert.ok(table);
      assert.deepEqual([table.inserted, table.updated, table.deleted], [20_000, 200, 15_000]);
      // Of the first hundred those that found room on their page changed no index, of the second none.
      const hot = hotShare(table) ?? 0;
      assert.ok(hot > 0.3 && hot <= 0.5, String(hot));
      assert.ok((hitRatio(table) ?? 0) > 0.5);
      assert.equal(hitRatio({ blocksFetched: 0, blocksHit: 0 }), undefined);
      const key = usage.indexes.find((index) => index.oid === oid('orders_pkey'));
      const { rows } = await client.query<{ scans: string }>(
        "SELECT idx_scan AS scans FROM pg_stat_user_indexes WHERE indexrelname = 'orders_pkey'",
      );
      assert.ok(key && key.scans > 0);
      assert.equal(key.scans, Number(rows[0]?.scans));
      assert.equal(key.lastScan !== null, Number(alias.slice(2)) >= 16);
    });

    it('counts the density of an index, and agrees about its bloat with what a rebuild makes of it', async () => {
      const counted = await readPgstatindex(parts.reader, oid('orders_pkey'));
      const [btree] = (await readBtreeFacts(parts.reader, [oid('orders')])).filter(
        ({ name }) => name === 'orders_pkey',
      );
      assert.ok(counted && btree?.facts);
      assert.ok(counted.leafDensity < 40);
      const { share, bytes } = estimateBtreeBloat(btree.pages, btree.facts);
      assert.equal(bytes, counted.bytes);
      assert.ok(share > 0.6 && share < 0.8, String(share));
    });

    it('is not hung by a table that somebody holds alone, and tells sizes of the others', async () => {
      await client.query('BEGIN; LOCK TABLE orders');
      const all = ['orders', 'orders_pkey', 'orders_customer', 'free', 'free_pkey'].map(oid);
      const sizes = await readSizes(parts.reader, all);
      assert.deepEqual(
        [...sizes.bytes],
        [
          [oid('free'), 0],
          [oid('free_pkey'), 8192],
        ],
      );
      assert.deepEqual(sizes.locked, all.slice(0, 3));
      assert.equal((await readUsage(parts.reader, [oid('orders')])).indexes.length, 2);
      assert.deepEqual(await readRunningWork(parts.reader), []);
      assert.deepEqual(await findLeftovers(parts.reader), []);
      assert.equal((await readBtreeFacts(parts.reader, [oid('orders')])).length, 2);
      const checks = await checkBefore(parts.reader, {
        kind: 'reindex',
        table: { schema: 'public', name: 'orders' },
        index: 'orders_pkey',
      });
      assert.deepEqual(
        checks.map(({ id }) => id),
        ['disk-space'],
      );
      await client.query('ROLLBACK');
      assert.equal((await readSizes(parts.reader, all)).bytes.size, 5);
    });

    it('tells what is known of a table, and when autovacuum would come to it', async () => {
      const page = await readTableStatistics(parts.reader, { schema: 'public', name: 'orders' });
      assert.deepEqual(page?.options, { fillfactor: '50', autovacuum_enabled: 'off' });
      assert.equal(page.rows, 5000);
      assert.deepEqual(page.autovacuum, {
        isEnabled: false,
        vacuumAfter: 1050,
        vacuumAfterInserts: 2000,
        analyzeAfter: 550,
      });
      assert.deepEqual(
        page.columns.map(({ name, target }) => [name, target]),
        [
          ['id', -1],
          ['customer', -1],
          ['note', -1],
        ],
      );
      assert.equal(page.columns[0]?.distinct, -1);
      assert.equal(await readTableStatistics(parts.reader, { schema: 'public', name: 'gone' }), undefined);
    });

    it('leaves the sizes that there is no time for', async () => {
      const sizes = await readSizes(parts.reader, [oid('orders')], { withinMs: 0 });
      assert.deepEqual([sizes.bytes.size, sizes.unread], [0, [oid('orders')]]);
    });
  });
}
