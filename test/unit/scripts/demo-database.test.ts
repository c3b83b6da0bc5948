import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDemoDatabase } from '../../../scripts/demo/open-demo-database.mjs';
import { startPostgres, type EmbeddedPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';

const SAMPLE = path.join(__dirname, '../../../samples/event-store/db/migrations');
const SCALE = 0.02;

for (const alias of oldestAndNewestServer()) {
  describe(`the demo database on ${alias}`, () => {
    let server: EmbeddedPostgres;
    let migrations: string;
    before(async () => {
      migrations = mkdtempSync(path.join(os.tmpdir(), 'indexwright-test-'));
      cpSync(SAMPLE, migrations, { recursive: true });
      server = await startPostgres(alias);
    });
    after(async () => {
      await server.stop();
      rmSync(migrations, { recursive: true });
    });

    async function query(text: string): Promise<unknown[]> {
      const client = new pg.Client({ connectionString: server.connectionStringFor('orders') });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(text)).rows;
      } finally {
        await client.end();
      }
    }

    it('is made from nothing, and from what an interrupted load left', async () => {
      await server.createDatabase('orders_loading');
      const demo = await openDemoDatabase(server, migrations, { scale: SCALE });
      assert.equal(demo.connectionString, server.connectionStringFor('orders'));
      assert.deepEqual(demo.applied, readdirSync(SAMPLE).sort());
      assert.ok(demo.isLoaded);
      assert.deepEqual(await query("SELECT datname FROM pg_database WHERE datname LIKE 'orders%'"), [
        { datname: 'orders' },
      ]);
    });

    it('has consistent, skewed streams, and ten that live only at the end of the log', async () => {
      const wrong = `SELECT stream_id FROM events JOIN streams USING (stream_id) GROUP BY stream_id, version
                     HAVING count(*) <> version OR max(event_version) <> version OR min(event_version) <> 1`;
      assert.deepEqual(await query(wrong), []);
      const [{ events }] = (await query('SELECT count(*)::int AS events FROM events')) as [
        { events: number },
      ];
      assert.equal(events, 580_000 * SCALE);
      const late = `SELECT count(*)::int AS streams, bool_and(first > 520000 * ${SCALE}) AS late
                    FROM (SELECT stream_id, min(event_id) AS first FROM events
                          WHERE stream_id LIKE 'order-9000%' GROUP BY 1 HAVING count(*) > 150 * ${SCALE}) s`;
      assert.deepEqual(await query(late), [{ streams: 10, late: true }]);
    });

    it('has an outbox that is nearly empty, and fresh statistics', async () => {
      const [{ share }] = (await query(
        'SELECT avg((published_at IS NULL)::int)::float8 AS share FROM outbox',
      )) as [{ share: number }];
      assert.ok(share > 0.002 && share < 0.004, String(share));
      const unseen = `SELECT relname FROM pg_class
                      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND (reltuples < 0 OR relallvisible < relpages)`;
      assert.deepEqual(await query(unseen), []);
    });

    it('is kept by the next start, which applies new migrations and names changed ones', async () => {
      await query("UPDATE streams SET category = 'kept' WHERE stream_id = 'order-000001'");
      writeFileSync(path.join(migrations, '0003_outbox.sql'), 'SELECT 1;\n');
      writeFileSync(
        path.join(migrations, '0006_more.sql'),
        'ALTER TABLE outbox ADD COLUMN attempts int;\n\nCREATE INDEX CONCURRENTLY idx_outbox_attempts ON outbox (attempts);\n',
      );
      const demo = await openDemoDatabase(server, migrations, { scale: SCALE });
      assert.ok(!demo.isLoaded);
      assert.deepEqual([demo.applied, demo.changed], [['0006_more.sql'], ['0003_outbox.sql']]);
      assert.deepEqual(await query("SELECT category FROM streams WHERE stream_id = 'order-000001'"), [
        { category: 'kept' },
      ]);
    });

    it('names the migration that fails', async () => {
      writeFileSync(path.join(migrations, '0007_wrong.sql'), 'CREATE INDEX ON nothing (x);\n');
      await assert.rejects(openDemoDatabase(server, migrations, { scale: SCALE }), {
        message: 'The migration 0007_wrong.sql failed: relation "nothing" does not exist',
      });
    });
  });
}
