import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { MaintenanceAction } from '../../../src/analyzers/maintenance/maintenance-action';
import { formatMessage } from '../../../src/analyzers/message';
import { checkBefore } from '../../../src/postgres/ddl/check-before';
import { readIndexUses } from '../../../src/postgres/ddl/read-index-uses';
import { connect, doorParts, plainIndex, prepare } from './door-parts';

const TABLE = { schema: 'public', name: 'orders' };
const SCHEMA = [
  'CREATE EXTENSION btree_gist',
  `CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, note text,
     CONSTRAINT orders_customer_excl EXCLUDE USING gist (id WITH =))`,
  'INSERT INTO orders SELECT n, n % 50 FROM generate_series(1, 300) n',
  'CREATE INDEX orders_customer ON orders (customer, id) INCLUDE (note) WITH (fillfactor = 80)',
  "CREATE INDEX orders_open ON orders (customer) WHERE note = 'open'",
  'CREATE TABLE lines (order_id int REFERENCES orders)',
  'CREATE TABLE parts (id int) PARTITION BY RANGE (id)',
  'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (9)',
  'CREATE INDEX parts_id ON parts (id)',
  'CREATE ROLE guest LOGIN',
  'GRANT SELECT ON orders TO guest',
];
const create = (index = plainIndex('orders', 'orders_note', ['note'])): MaintenanceAction => ({
  kind: 'create-index',
  table: TABLE,
  index,
});

/** A standby must allow as many as its primary. */
const SETTINGS = { max_prepared_transactions: 2 };

// What depends on the version (MAINTAIN of 17, the last scan of 16) differs between the ends.
for (const alias of oldestAndNewestServer()) {
  describe(`What speaks against an action (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let parts: ReturnType<typeof doorParts>;
    let client: Client;

    before(async () => {
      server = await startPostgres(alias, { settings: SETTINGS });
      connectionString = await server.createDatabase('shop');
      await prepare(connectionString, ...SCHEMA);
      client = await connect(connectionString);
      parts = doorParts(connectionString);
    });

    after(async () => {
      await parts.dispose();
      await client.end();
      await server.stop();
    });

    const found = async (action: MaintenanceAction, from = parts): Promise<readonly string[]> => {
      const checks = await checkBefore(from.reader, action, { longTransactionSeconds: 0 });
      return checks.map(({ severity, id }) => `${severity} ${id}`);
    };

    it('is only that the room is not known where all is well', async () => {
      assert.deepEqual(await found(create()), ['note disk-space']);
      assert.deepEqual(await found({ kind: 'analyze', table: TABLE }), []);
    });

    it('is an index that does the same, or may', async () => {
      const same = plainIndex('orders', 'other', ['customer', 'id'], { include: ['note'] });
      assert.deepEqual(await found(create(same)), ['warning same-index', 'note disk-space']);
      assert.deepEqual(await found(create({ ...same, unique: true })), ['note disk-space']);
      assert.deepEqual(await found(create({ ...same, include: [] })), ['note disk-space']);
    });

    it('is a name that is taken', async () => {
      assert.deepEqual(await found(create(plainIndex('orders', 'lines', ['note']))), [
        'stop name-taken',
        'note disk-space',
      ]);
    });

    it('is what PostgreSQL would refuse', async () => {
      for (const [action, id] of [
        [{ kind: 'drop-index', table: TABLE, index: 'orders_pkey' }, 'constraint-index'],
        [{ kind: 'drop-index', table: TABLE, index: 'gone' }, 'missing-index'],
        [{ kind: 'reindex', table: TABLE, index: 'orders_customer_excl' }, 'exclusion-constraint'],
        [
          { kind: 'drop-index', table: { schema: 'public', name: 'parts_1' }, index: 'parts_1_id_idx' },
          'attached-index',
        ],
        [
          { ...create(plainIndex('parts', 'parts_x', ['id'])), table: { schema: 'public', name: 'parts' } },
          'partitioned-table',
        ],
        [
          { kind: 'reindex', table: { schema: 'pg_catalog', name: 'pg_class' }, index: 'pg_class_oid_index' },
          'system-catalogue',
        ],
        [{ kind: 'analyze', table: { schema: 'public', name: 'gone' } }, 'missing-table'],
        [
          {
            kind: 'add-constraint',
            table: TABLE,
            constraint: { kind: 'primary-key', name: 'orders_pkey' },
            index: plainIndex('orders', 'orders_pkey', ['id']),
            replaces: true,
          },
          'referenced-key',
        ],
      ] as const satisfies readonly (readonly [MaintenanceAction, string])[]) {
        const checks = await checkBefore(parts.reader, action);
        assert.deepEqual(
          checks.filter(({ severity }) => severity === 'stop').map((check) => check.id),
          [id],
          checks.map((check) => formatMessage(check.message)).join('\n'),
        );
      }
    });

    it('is a role that does not own the table, and sees little of the others', async () => {
      const guest = doorParts(connectionString.replace('postgres@', 'guest@'));
      assert.deepEqual(await found(create(), guest), [
        'stop not-owner',
        'note disk-space',
        'note hidden-sessions',
      ]);
      await guest.dispose();
    });

    it('is a transaction that stays open, with what it did last', async () => {
      await client.query('BEGIN; SELECT count(*) FROM orders');
      const checks = await checkBefore(parts.reader, create(), { longTransactionSeconds: 0 });
      const [check] = checks;
      assert.equal(check?.id, 'long-transactions');
      assert.deepEqual(
        check.sessions?.map(({ state, query }) => [state, query]),
        [['idle in transaction', 'BEGIN; SELECT count(*) FROM orders']],
      );
      await client.query('ROLLBACK');
    });

    it('is a prepared transaction, which belongs to nobody', async () => {
      await client.query("BEGIN; INSERT INTO lines VALUES (1); PREPARE TRANSACTION 'left'");
      assert.deepEqual(await found(create()), ['warning prepared-transactions', 'note disk-space']);
      await client.query("ROLLBACK PREPARED 'left'");
    });

    it('is a standby, for everything', async () => {
      const standby = await startPostgres(alias, { standbyOf: server, settings: SETTINGS });
      const far = doorParts(standby.connectionStringFor('shop'));
      assert.equal((await found(create(), far))[0], 'stop standby');
      assert.deepEqual(await found(create()), ['warning standbys', 'note disk-space']);
      assert.deepEqual(await found({ kind: 'drop-index', table: TABLE, index: 'orders_open' }), [
        'warning standbys',
      ]);
      await far.dispose();
      await standby.stop();
    });

    it('shows in the rehearsal of a drop: who needs the index, and how often it was read', async () => {
      const uses = await readIndexUses(parts.reader, { schema: 'public', name: 'orders_pkey' });
      assert.ok(uses);
      assert.deepEqual(uses.foreignKeys, ['lines.lines_order_id_fkey']);
      assert.deepEqual([uses.constraint, uses.constraintType, uses.isUnique], ['orders_pkey', 'p', true]);
      const attached = await readIndexUses(parts.reader, { schema: 'public', name: 'parts_1_id_idx' });
      assert.deepEqual([attached?.parent, attached?.constraint, attached?.scans], ['parts_id', null, 0]);
    });
  });
}
