import assert from 'node:assert/strict';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { analyze, DEFAULT_SETTINGS } from '../../../src/analyzers';
import type { WantingPlace } from '../../../src/extension/index-tree/missing-indexes';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { schemaFrom } from '../../unit/analyzers/schema-from';
import { connect, prepare } from '../ddl/door-parts';
import { waitUntil } from '../wait-until';
import { nodeAt, openTree, type OpenTree, rowsBelow } from './shown-tree';

const QUERY = "SELECT * FROM orders WHERE placed > '2026-01-01' ORDER BY placed LIMIT 10;";

/** The rows hand both on to the editor, and look into neither. */
const SOMEWHERE = { uri: 'a file', range: 'a place in it' } as unknown as Pick<WantingPlace, 'uri' | 'range'>;

/** What the workspace's own judgement says of a query. */
async function placesOf(text: string, place: string, table = 'orders'): Promise<readonly WantingPlace[]> {
  const { findings } = analyze({
    document: { file: 'orders.sql', languageId: 'sql', text },
    snapshot: await schemaFrom(
      `CREATE TABLE ${table} (id int PRIMARY KEY, customer int, note text, placed timestamptz)`,
    ),
    settings: DEFAULT_SETTINGS,
    feeder: await libpgFeeder(),
  });
  assert.ok(findings.some(({ fixes }) => fixes.some(({ ddl }) => ddl?.index?.table === table)));
  return findings.map((finding) => ({ ...SOMEWHERE, finding, place }));
}

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

/** 14 begins to count when somebody connects first, and says so. */
const AGE: Readonly<Record<string, string>> = { pg14: 'the counters run for 0 days only' };

for (const alias of oldestAndNewestServer()) {
  describe(`The tree of indexes, of a server (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let tree: OpenTree;

    before(async () => {
      server = await startPostgres(alias, { settings: { autovacuum: 'off' } });
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
        `Unused — not told: ${AGE[alias] ?? 'counters of unknown age'}`,
        'log — 1 table',
        '  events — 0 rows · 1 index · 1 partition',
        '    events_id_at_key — id, at · unique',
        '    events_2025 — 0 rows · 0 B · 1 index',
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

    it('has the indexes that queries of the workspace lack, in their group and below their table', async () => {
      tree.want(await placesOf(QUERY, 'src/orders.sql:1'));
      try {
        const rows = await rowsBelow(tree);
        assert.deepEqual(rows.slice(1, 3), ['Missing (1)', '  orders (placed) — for 1 query']);
        assert.ok(rows.includes('    orders (placed) — for 1 query'), rows.join('\n'));
        const { row, opens } = await tree.content.rowOf(await nodeAt(tree, 'Missing (1)', 'orders (placed)'));
        assert.equal(row.contextValue, 'missing');
        assert.ok(row.tooltip.some((part) => part.kind === 'point' && part.text === 'src/orders.sql:1'));
        assert.ok(row.tooltip.some((part) => part.kind === 'sql' && part.text.includes('CREATE INDEX')));
        assert.equal(opens?.uri, SOMEWHERE.uri);
      } finally {
        tree.want([]);
      }
    });

    it('shows a build that runs on its row until it has ended', async () => {
      const holder = await connect(connectionString);
      const builder = await connect(connectionString);
      const watcher = await connect(connectionString);
      let building: Promise<unknown> = Promise.resolve();
      const row = async () =>
        (await tree.content.rowOf(await nodeAt(tree, 'public', 'orders', 'orders_built'))).row;
      try {
        assert.equal(await tree.model.lookForWork(), 'nothing');
        await holder.query('BEGIN');
        await holder.query('UPDATE orders SET customer = 1 WHERE id = 1');
        building = builder.query('CREATE INDEX CONCURRENTLY orders_built ON orders (customer, id)');
        await waitUntil(
          watcher,
          "EXISTS (SELECT FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%')",
        );
        assert.equal(await tree.model.lookForWork(), 'begun-or-ended');
        await tree.follow(new Date(Date.now() + 1));
        assert.equal((await row()).icon, 'loading~spin');
        assert.match((await row()).description, /\bCREATE INDEX CONCURRENTLY runs\b/);
        assert.equal(await tree.model.lookForWork(), 'goes-on');
        await holder.query('ROLLBACK');
        await building;
        assert.equal(await tree.model.lookForWork(), 'begun-or-ended');
        await tree.follow(new Date(Date.now() + 2));
        assert.match((await row()).contextValue, /^index;valid=yes;/);
        assert.notEqual((await row()).icon, 'loading~spin');
        assert.equal(await tree.model.lookForWork(), 'nothing');
      } finally {
        await holder.end();
        await building;
        await builder.end();
        await watcher.end();
        await prepare(connectionString, 'DROP INDEX IF EXISTS orders_built');
        await tree.follow(new Date(Date.now() + 3));
      }
    });

    it('has no missing index of a table that the database has not', async () => {
      tree.want(await placesOf(QUERY.replace('orders', 'elsewhere'), 'src/elsewhere.sql:1', 'elsewhere'));
      const rows = await rowsBelow(tree);
      tree.want([]);
      assert.ok(!rows.some((row) => row.includes('Missing')), rows.join('\n'));
    });

    it('has very many partitions in parts, and finds each again', async () => {
      const partitions = Array.from(
        { length: 501 },
        (_, n) => `CREATE TABLE days_${n} PARTITION OF days FOR VALUES IN (${n})`,
      );
      await prepare(
        connectionString,
        'CREATE TABLE days (day int, PRIMARY KEY (day)) PARTITION BY LIST (day)',
        partitions.join(';'),
      );
      await tree.follow();
      const days = await nodeAt(tree, 'public', 'days');
      const below = await tree.content.childrenOf(days);
      const rows = await Promise.all(below.map(async (node) => (await tree.content.rowOf(node)).row));
      assert.deepEqual(
        rows.map(({ label, description }) => `${label} — ${description}`.replace(/ · .*/, '')),
        ['days_pkey — day', 'days_0 to days_499 — partitions 1 to 500', 'days_500 — partition 501'],
      );
      assert.equal(rows[1]?.accessibleLabel.split(':')[0], 'Part of the partitions of days');
      const last = await nodeAt(tree, 'public', 'days', 'days_500', 'days_500');
      assert.ok(last.kind === 'table');
      assert.equal(tree.content.holderOf('folder#shop', last.object.table).id, below[2]?.id);
      assert.ok(await tree.content.readLate(below[2] ?? days));
    });
  });
}
