import assert from 'node:assert/strict';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { connect, prepare } from '../ddl/door-parts';
import { nodeAt, openTree, type OpenTree, rowsBelow } from './shown-tree';

const SCHEMA = [
  'CREATE TABLE orders (id int PRIMARY KEY, customer int, note text, placed timestamptz) WITH (autovacuum_enabled = off)',
  'CREATE INDEX orders_customer ON orders (customer)',
  "CREATE INDEX orders_note ON orders USING hash (note) WHERE note <> ''",
  'INSERT INTO orders SELECT n, n % 40 FROM generate_series(1, 20000) n',
  'CREATE SCHEMA log',
  'CREATE TABLE log.events (id int, at date, UNIQUE (id, at)) PARTITION BY RANGE (at)',
  "CREATE TABLE log.events_2025 PARTITION OF log.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
  'VACUUM (ANALYZE)',
];

describe('The tree of indexes, of a server', function () {
  this.timeout(60_000);
  let server: EmbeddedPostgres;
  let connectionString: string;
  let tree: OpenTree;

  before(async () => {
    server = await startPostgres('pg18');
    connectionString = await server.createDatabase('shop');
    await prepare(connectionString, ...SCHEMA);
    tree = await openTree(connectionString);
  });

  after(async () => {
    await tree.dispose();
    await server.stop();
  });

  it('goes from the schema to the table to its indexes, with sizes and scans', async () => {
    assert.deepEqual(await rowsBelow(tree), [
      'Unused — not told: counters of unknown age',
      'log — 1 table',
      '  events — 0 rows · 1 index · 1 partition',
      '    events_id_at_key — id, at · unique',
      '    events_2025 — 0 rows · 0 kB · 1 index',
      '      events_2025_id_at_key — id, at · unique · 8 kB · 0 scans',
      'public — 1 table',
      '  orders — 20,000 rows · 712 kB · 3 indexes',
      '    orders_customer — customer · 200 kB · 0 scans',
      '    orders_note — note · hash · partial · 48 kB · 0 scans',
      '    orders_pkey — id · primary key · 456 kB · 0 scans',
    ]);
    assert.deepEqual(tree.warnings, []);
  });

  it('says of each row what it is about, for commands and their menus', async () => {
    const index = await nodeAt(tree, 'public', 'orders', 'orders_pkey');
    assert.deepEqual('object' in index && index.object, {
      kind: 'index',
      connectionId: 'folder#shop',
      table: { schema: 'public', name: 'orders' },
      index: 'orders_pkey',
    });
    const { row } = await tree.content.rowOf(index);
    assert.equal(row.contextValue, 'index;valid=yes;constraint=yes;method=btree');
    const table = await nodeAt(tree, 'log', 'events');
    assert.match((await tree.content.rowOf(table)).row.contextValue, /^table;partitioned=yes\b/);
  });

  it('is not held up by a table that somebody has locked', async () => {
    const holder = await connect(connectionString);
    const locked = await openTree(connectionString);
    try {
      await holder.query('BEGIN');
      await holder.query('LOCK TABLE orders IN ACCESS EXCLUSIVE MODE');
      const fresh = await openTree(connectionString);
      const rows = await rowsBelow(fresh);
      await fresh.dispose();
      assert.ok(
        rows.some((row) => /^ {4}orders_pkey — id · primary key · about \d+ kB · 0 scans$/.test(row)),
        rows.join('\n'),
      );
      assert.ok(
        rows.some((row) => /^ {6}events_2025_id_at_key — .* 8 kB/.test(row)),
        rows.join('\n'),
      );
      const rest = await rowsBelow(locked);
      assert.ok(
        rest.some((row) => row.includes('orders_customer — customer · about')),
        rest.join('\n'),
      );
    } finally {
      await holder.end();
      await locked.dispose();
    }
  });
});
