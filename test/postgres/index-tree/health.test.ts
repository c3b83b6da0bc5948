import assert from 'node:assert/strict';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { formatMessage } from '../../../src/analyzers/message';
import { connect, prepare } from '../ddl/door-parts';
import { waitUntil } from '../wait-until';
import { nodeAt, openTree, type OpenTree, rowsBelow } from './shown-tree';

const DAY_MS = 24 * 60 * 60 * 1000;

const SCHEMA = [
  'CREATE EXTENSION pgstattuple',
  'CREATE UNLOGGED TABLE parents (id int PRIMARY KEY)',
  'CREATE UNLOGGED TABLE orders (id int PRIMARY KEY, parent int REFERENCES parents, customer int, code text, note text) WITH (autovacuum_enabled = off)',
  'CREATE INDEX orders_note ON orders (note)',
  'CREATE INDEX orders_parent ON orders (parent)',
  'CREATE UNIQUE INDEX orders_code ON orders (code)',
  'CREATE INDEX orders_customer ON orders (customer)',
  'CREATE INDEX orders_customer_again ON orders (customer)',
  "INSERT INTO orders SELECT n, NULL, n % 40, 'code ' || n, repeat('x', 60) FROM generate_series(1, 100000) n",
  'CREATE UNLOGGED TABLE queue (id int, state text) WITH (autovacuum_enabled = off)',
  'CREATE INDEX queue_id ON queue (id)',
  "INSERT INTO queue SELECT n, 'new' FROM generate_series(1, 900000) n",
  'DELETE FROM queue WHERE id % 10 < 7',
  'CREATE UNLOGGED TABLE small (id int)',
  'CREATE INDEX small_id ON small (id)',
  'VACUUM (ANALYZE)',
  'SET enable_seqscan = off',
  'SELECT count(*) FROM queue WHERE id < 100',
  'SELECT pg_stat_reset()',
  'SELECT count(*) FROM queue WHERE id < 100',
];

for (const alias of oldestAndNewestServer()) {
  describe(`The health groups of the tree, of a server (${alias})`, function () {
    this.timeout(90_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let tree: OpenTree;
    const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);
    const groups = async (shown: OpenTree): Promise<readonly string[]> => {
      const rows = await rowsBelow(shown);
      return rows.slice(
        0,
        rows.findIndex((row) => row.startsWith('public')),
      );
    };

    const untilCounted = async (): Promise<void> => {
      const client = await connect(connectionString);
      await waitUntil(
        client,
        "(SELECT idx_scan > 0 FROM pg_stat_user_indexes WHERE indexrelname = 'queue_id')",
      );
      await client.end();
    };

    before(async () => {
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('shop');
      await prepare(connectionString, ...SCHEMA);
      await untilCounted();
      const broken = 'CREATE UNIQUE INDEX CONCURRENTLY orders_once ON orders (customer)';
      await assert.rejects(prepare(connectionString, broken), { code: '23505' });
      tree = await openTree(connectionString, inDays(40));
      await tree.model.judge(() => undefined);
    });

    after(async () => {
      await tree.dispose();
      await server.stop();
    });

    it('name what is broken, superfluous, unused and bloated, and nothing that something needs', async () => {
      assert.deepEqual(await groups(tree), [
        'Invalid (1)',
        '  orders_once — orders · build broken off',
        'Duplicate or covered (1)',
        '  orders_customer_again — orders · duplicate of orders_customer',
        'Unused (2)',
        '  orders_customer — orders · no scan in 40 days',
        '  orders_note — orders · no scan in 40 days',
        'Bloated (1)',
        '  queue_id — queue · about 70 % of it (13 MB) is bloat, estimated',
      ]);
      assert.deepEqual(tree.warnings, []);
    });

    it('say why, and what is looked at first', async () => {
      const { row } = await tree.content.rowOf(await nodeAt(tree, 'Unused (2)', 'orders_note'));
      const texts = row.tooltip.flatMap((part) => ('text' in part ? part.text : []));
      assert.match(
        texts.join('\n'),
        /Nothing on this server has read orders_note since the counters began 40 days ago/,
      );
      assert.match(texts.join('\n'), /Each standby counts for itself/);
      assert.match(row.contextValue, /^index;valid=yes;/);
    });

    it('call nothing unused while the counters are young, and say how old they are', async () => {
      const young = await openTree(connectionString, inDays(3));
      await young.model.judge(() => undefined);
      const rows = await groups(young);
      await young.dispose();
      assert.ok(rows.includes('Unused — not told: the counters run for 3 days only'), rows.join('\n'));
    });

    it('call no index unused that was built since the database was read first', async () => {
      const client = await connect(connectionString);
      await client.query('CREATE INDEX orders_fresh ON orders (length(note))');
      await tree.follow(inDays(41));
      await tree.model.judge(() => undefined);
      const rows = await groups(tree);
      await client.query('DROP INDEX orders_fresh');
      await client.end();
      assert.ok(!rows.some((row) => row.includes('orders_fresh')), rows.join('\n'));
      assert.ok(rows.some((row) => row.includes('orders_customer — orders · no scan in 41 days')));
    });

    it('are measured with pgstattuple when a person asks for it', async () => {
      const index = (await tree.model.detailsOf({ schema: 'public', name: 'queue' }))?.indexes[0];
      assert.ok(index);
      const told = await tree.model.measure(index, new AbortController().signal);
      assert.match(
        formatMessage(told),
        /^Measured with pgstattuple: leaves are 2\d % full, so a rebuild would free about 7\d % of its 19 MB/,
      );
      const row = (await tree.content.rowOf(await nodeAt(tree, 'public', 'queue', 'queue_id'))).row;
      assert.match(row.contextValue, /;measurable=yes$/);
      assert.ok(
        row.tooltip.some((part) => part.kind === 'sentence' && part.text.startsWith('Measured with')),
      );
    });
  });
}
