import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { DdlProposal } from '../../../src/analyzers/finding';
import type {
  MaintenanceAction,
  PartitionIndex,
} from '../../../src/analyzers/maintenance/maintenance-action';
import { migrationOf } from '../../../src/analyzers/maintenance/migration-of-action';
import { isPlan, planAction } from '../../../src/analyzers/maintenance/plan-action';
import { reverseAction } from '../../../src/analyzers/maintenance/reverse-action';
import { titleOf } from '../../../src/analyzers/maintenance/title-of-action';
import { formatMessage } from '../../../src/analyzers/message';
import {
  ddlParts,
  insideTransaction,
  isAlone,
  type UpAndDown,
} from '../../../src/analyzers/schema/migrations/ddl-parts';
import { fitProposal, type Room } from '../../../src/analyzers/schema/migrations/fit-proposal';
import { checkBefore } from '../../../src/postgres/ddl/check-before';
import { runAction } from '../../../src/postgres/ddl/run-action';
import { readIndexExpressions } from '../../../src/postgres/monitoring/read-index-expressions';
import { connect, doorParts, indexesOf, plainIndex, prepare, SHORT_TIMES, told } from './door-parts';
import { Writer } from './writer';

const TABLE = { schema: 'public', name: 'orders' };
const PARENT = { schema: 'public', name: 'events' };

const SCHEMA = [
  `CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, note text, placed timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT orders_note_key UNIQUE (note) DEFERRABLE INITIALLY DEFERRED)`,
  'INSERT INTO orders (id, customer, note) SELECT n, n % 50, n::text FROM generate_series(1, 3000) n',
  'CREATE INDEX orders_customer ON orders (customer)',
  'CREATE INDEX orders_lower ON orders (customer, lower(note))',
  'CREATE INDEX orders_placed ON orders USING brin (placed) WITH (pages_per_range = 1)',
  'CREATE TABLE events (id int, kind text) PARTITION BY LIST (kind)',
  "CREATE TABLE events_a PARTITION OF events FOR VALUES IN ('a')",
  "CREATE TABLE events_b PARTITION OF events FOR VALUES IN ('b') PARTITION BY HASH (id)",
  'CREATE TABLE events_b0 PARTITION OF events_b FOR VALUES WITH (MODULUS 1, REMAINDER 0)',
  'INSERT INTO events SELECT n, chr(97 + n % 2) FROM generate_series(1, 2000) n',
  'CREATE SEQUENCE ids START 10000',
];

const WRITES = [
  "INSERT INTO orders (id, customer, note) SELECT i, 1, i::text FROM nextval('ids') i",
  'UPDATE orders SET customer = customer + 1 WHERE id = 7',
  'SELECT count(*) FROM orders WHERE customer = 3',
  "INSERT INTO events SELECT i, 'b' FROM nextval('ids') i",
  "SELECT count(*) FROM events WHERE kind = 'a' AND id = 4",
];

const EVENTS_ID = plainIndex('events', 'events_id', ['id']);
const EVENTS_IDS: readonly PartitionIndex[] = [
  { index: plainIndex('events_a', 'events_a_id', ['id']) },
  {
    index: plainIndex('events_b', 'events_b_id', ['id']),
    partitions: [{ index: plainIndex('events_b0', 'events_b0_id', ['id']) }],
  },
];

const DROP_OF_EVENTS_ID: MaintenanceAction = {
  kind: 'drop-index',
  table: PARENT,
  index: 'events_id',
  definition: EVENTS_ID,
  ofPartitioned: true,
  partitions: EVENTS_IDS,
};

/** In this order: each finds what those before it have left. */
const ACTIONS: readonly (readonly [action: MaintenanceAction, state: RegExp, check: string])[] = [
  [
    { kind: 'create-index', table: TABLE, index: plainIndex('orders', 'orders_new', ['customer', 'id']) },
    /^done\norders_new is there and valid\.$/,
    "SELECT indexdef LIKE '%(customer, id)' FROM pg_indexes WHERE indexname = 'orders_new'",
  ],
  [
    { kind: 'reindex', table: TABLE, index: 'orders_new' },
    /^done\norders_new was built anew and is valid\.$/,
    "SELECT count(*) = 0 FROM pg_class WHERE relname ~ '_cc(new|old)'",
  ],
  [
    {
      kind: 'replace-index',
      table: TABLE,
      old: 'orders_new',
      index: plainIndex('orders', 'orders_new', ['customer'], { include: ['id'] }),
    },
    /^done\norders_new was built anew and is valid\.$/,
    "SELECT indexdef LIKE '%(customer) INCLUDE (id)' FROM pg_indexes WHERE indexname = 'orders_new'",
  ],
  [
    { kind: 'rename-index', table: TABLE, index: 'orders_new', to: 'Orders "by" customer' },
    /^done\norders_new is now called Orders "by" customer\.$/,
    `SELECT count(*) = 1 FROM pg_class WHERE relname = 'Orders "by" customer'`,
  ],
  [
    { kind: 'drop-index', table: TABLE, index: 'Orders "by" customer' },
    /^done\nOrders "by" customer is gone\.$/,
    `SELECT count(*) = 0 FROM pg_class WHERE relname = 'Orders "by" customer'`,
  ],
  [
    { kind: 'set-statistics', table: TABLE, column: 'customer', target: 500, before: -1 },
    /^done\nNo index has changed\.$/,
    "SELECT attstattarget = 500 FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'customer'",
  ],
  [
    {
      kind: 'set-statistics',
      table: TABLE,
      column: 'lower(note)',
      ofIndex: { name: 'orders_lower', position: 2 },
      target: 400,
      before: -1,
    },
    /^done\nNo index has changed\.$/,
    "SELECT attstattarget = 400 FROM pg_attribute WHERE attrelid = 'orders_lower'::regclass AND attnum = 2",
  ],
  [
    { kind: 'analyze', table: TABLE, columns: ['customer', 'note'] },
    /^done\n/,
    "SELECT count(*) = 2 FROM pg_stats WHERE tablename = 'orders'",
  ],
  [
    {
      kind: 'set-autovacuum',
      table: TABLE,
      options: {
        autovacuum_vacuum_scale_factor: '0.01',
        autovacuum_analyze_threshold: '500',
        fillfactor: null,
      },
      before: { autovacuum_vacuum_scale_factor: null, autovacuum_analyze_threshold: null, fillfactor: null },
    },
    /^done\n/,
    `SELECT reloptions @> '{autovacuum_vacuum_scale_factor=0.01,autovacuum_analyze_threshold=500}'
     FROM pg_class WHERE oid = 'orders'::regclass`,
  ],
  [
    { kind: 'vacuum', table: TABLE },
    /^done\n/,
    "SELECT relallvisible > 0 FROM pg_class WHERE oid = 'orders'::regclass",
  ],
  [
    { kind: 'summarize-brin', table: TABLE, index: 'orders_placed' },
    /^done\n/,
    // What is left to summarize is at most what the writer has added since.
    "SELECT brin_summarize_new_values('orders_placed') <= 2",
  ],
  [
    {
      kind: 'index-partitions',
      table: PARENT,
      index: EVENTS_ID,
      partitions: EVENTS_IDS,
    },
    /^done\nevents_id is there and valid\.\nevents_a_id is there/,
    "SELECT bool_and(indisvalid) AND count(*) = 4 FROM pg_index WHERE indexrelid::regclass::text LIKE 'events%id'",
  ],
  [
    DROP_OF_EVENTS_ID,
    /^done\nevents_id is gone\.$/,
    "SELECT count(*) = 0 FROM pg_class WHERE relname LIKE 'events%id'",
  ],
  [
    reverseAction(DROP_OF_EVENTS_ID) ?? DROP_OF_EVENTS_ID,
    /^done\nevents_id is there and valid\.\nevents_a_id is there/,
    "SELECT bool_and(indisvalid) AND count(*) = 4 FROM pg_index WHERE indexrelid::regclass::text LIKE 'events%id'",
  ],
  [
    DROP_OF_EVENTS_ID,
    /^done\nevents_id is gone\.$/,
    "SELECT count(*) = 0 FROM pg_class WHERE relname LIKE 'events%id'",
  ],
  [
    {
      kind: 'add-constraint',
      table: TABLE,
      constraint: { kind: 'primary-key', name: 'orders_pkey' },
      index: plainIndex('orders', 'orders_pkey', ['id']),
      replaces: true,
    },
    /^done\norders_pkey was built anew and is valid\.$/,
    "SELECT conindid::regclass::text = 'orders_pkey' FROM pg_constraint WHERE contype = 'p' AND conrelid = 'orders'::regclass",
  ],
  [
    {
      kind: 'add-constraint',
      table: TABLE,
      constraint: { kind: 'unique', name: 'orders_note_key', deferrable: 'initially-deferred' },
      index: plainIndex('orders', 'orders_note_key', ['note']),
      replaces: true,
    },
    /^done\norders_note_key was built anew and is valid\.$/,
    "SELECT condeferred FROM pg_constraint WHERE conname = 'orders_note_key'",
  ],
  [
    {
      kind: 'add-constraint',
      table: TABLE,
      constraint: { kind: 'unique', name: 'orders_id_customer' },
      index: plainIndex('orders', 'orders_id_customer', ['id', 'customer']),
      replaces: false,
    },
    /^done\norders_id_customer is there and valid\.$/,
    "SELECT count(*) = 1 FROM pg_constraint WHERE conname = 'orders_id_customer'",
  ],
  [
    {
      kind: 'drop-constraint',
      table: TABLE,
      constraint: { kind: 'unique', name: 'orders_id_customer' },
      index: plainIndex('orders', 'orders_id_customer', ['id', 'customer']),
    },
    /^done\norders_id_customer is gone\.$/,
    "SELECT count(*) = 0 FROM pg_class WHERE relname = 'orders_id_customer'",
  ],
];

for (const alias of everyServer()) {
  describe(`Maintenance while somebody writes (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let parts: ReturnType<typeof doorParts>;
    let client: Client;
    let writer: Writer;

    before(async () => {
      server = await startPostgres(alias);
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

    beforeEach(async () => {
      writer = await Writer.on(connectionString, ...WRITES);
    });

    for (const [action, state, check] of ACTIONS) {
      it(`does not shut the writer out: ${formatMessage(titleOf(action))} (${action.kind})`, async () => {
        const record = await runAction(parts, action, { times: SHORT_TIMES });
        const writes = await writer.end();
        assert.match(told(record), state);
        assert.deepEqual(writer.failures, []);
        assert.ok(writes > 0);
        const { rows } = await client.query<unknown[]>({ text: check, rowMode: 'array' });
        assert.deepEqual(rows, [[true]]);
        assert.deepEqual(record.repairs, []);
      });
    }

    it('does not offer to drop a key that a foreign key needs', async () => {
      await writer.end();
      await client.query('CREATE TABLE lines (order_id int CONSTRAINT of_order REFERENCES orders)');
      const checks = await checkBefore(parts.reader, {
        kind: 'drop-constraint',
        table: TABLE,
        constraint: { kind: 'primary-key', name: 'orders_pkey' },
        index: plainIndex('orders', 'orders_pkey', ['id']),
      });
      assert.deepEqual(
        checks.filter(({ severity }) => severity === 'stop').map(({ message }) => formatMessage(message)),
        ['lines.of_order need orders_pkey: PostgreSQL does not drop it while they are there.'],
      );
      await client.query('DROP TABLE lines');
    });

    it('finds the expressions of an index with their targets, and none where all keys are columns', async () => {
      await writer.end();
      assert.deepEqual(await readIndexExpressions(parts.reader, { schema: 'public', name: 'orders_lower' }), [
        { position: 2, expression: 'lower(note)', target: 400 },
      ]);
      assert.deepEqual(
        await readIndexExpressions(parts.reader, { schema: 'public', name: 'orders_customer' }),
        [],
      );
    });

    it('is undone by what the plan says', async () => {
      await writer.end();
      const names = await indexesOf(client, 'orders');
      for (const action of undoable()) {
        const plan = planAction(action);
        assert.ok(isPlan(plan), formatMessage('unprintable' in plan ? plan.unprintable : plan.title));
        for (const { sql } of plan.steps) await client.query(sql);
        for (const sql of plan.reverse ?? ['']) await client.query(sql);
        assert.deepEqual(await indexesOf(client, 'orders'), names, action.kind);
      }
      const { rows } = await client.query<{ target: number | null }>(
        "SELECT attstattarget AS target FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'customer'",
      );
      assert.equal(rows[0]?.target, 500);
    });

    it('is a migration that runs as its tool sends it, or is refused as we say', async () => {
      await writer.end();
      await client.query('CREATE INDEX events_kind ON events (kind)');
      const names = await allIndexes(client);
      for (const action of [...undoable(), ...AS_MIGRATIONS]) {
        const plan = planAction(action);
        assert.ok(isPlan(plan));
        const proposal = migrationOf(action, plan);
        for (const room of ['outside', 'alone', 'inside'] as const) {
          const fitted = fitProposal(proposal, undefined, '', room);
          if ('refused' in fitted) {
            const text = `${action.kind}, ${room}`;
            await assert.rejects(sendAs(client, room, proposal.up), /cannot (run|be executed)/, text);
            await client.query('ROLLBACK');
            continue;
          }
          const sent = fitted.migrations.map((migration) => asSent(migration, room));
          for (const { up } of sent) await sendAs(client, room, up);
          for (const { down } of sent.toReversed()) await sendAs(client, room, down);
          assert.deepEqual(await allIndexes(client), names, `${action.kind}, ${room}`);
        }
      }
    });
  });
}

/** What leaves the schema as it is. */
const AS_MIGRATIONS: readonly MaintenanceAction[] = [
  { kind: 'reindex', table: TABLE, index: 'orders_customer' },
  { kind: 'vacuum', table: TABLE },
  { kind: 'analyze', table: TABLE },
  { kind: 'summarize-brin', table: TABLE, index: 'orders_placed' },
  {
    kind: 'add-constraint',
    table: TABLE,
    constraint: { kind: 'primary-key', name: 'orders_pkey' },
    index: plainIndex('orders', 'orders_pkey', ['id']),
    replaces: true,
  },
  {
    kind: 'replace-index',
    table: TABLE,
    old: 'orders_customer',
    oldDefinition: plainIndex('orders', 'orders_customer', ['customer']),
    index: plainIndex('orders', 'orders_customer', ['customer', 'placed']),
  },
  { kind: 'index-partitions', table: PARENT, index: EVENTS_ID, partitions: EVENTS_IDS },
  {
    kind: 'drop-index',
    table: PARENT,
    index: 'events_kind',
    definition: plainIndex('events', 'events_kind', ['kind']),
    ofPartitioned: true,
    partitions: [
      { index: plainIndex('events_a', 'events_a_kind_idx', ['kind']) },
      {
        index: plainIndex('events_b', 'events_b_kind_idx', ['kind']),
        partitions: [{ index: plainIndex('events_b0', 'events_b0_kind_idx', ['kind']) }],
      },
    ],
  },
];

/** As a file of a tool that cannot leave its transaction has it. */
function asSent(migration: DdlProposal, room: Room): UpAndDown {
  return room === 'outside' || !migration.outsideTransaction || (isAlone(migration) && room === 'alone')
    ? migration
    : insideTransaction(migration, '');
}

async function allIndexes(client: Client): Promise<readonly string[]> {
  const names = ['orders', 'events', 'events_a', 'events_b', 'events_b0'];
  const indexes = [];
  for (const name of names) indexes.push(...(await indexesOf(client, name)));
  return indexes;
}

/** `outside`: each statement by itself; `alone`: the text as one query; `inside`: in a transaction. */
async function sendAs(client: Client, room: Room, ddl: string): Promise<void> {
  if (room === 'outside') {
    for (const statement of ddlParts(ddl).statements) await client.query(statement);
    return;
  }
  if (room === 'alone') {
    await client.query(ddl);
    return;
  }
  await client.query('BEGIN');
  await client.query(ddl);
  await client.query('COMMIT');
}

function undoable(): readonly MaintenanceAction[] {
  const customer = plainIndex('orders', 'orders_customer', ['customer']);
  return [
    { kind: 'create-index', table: TABLE, index: plainIndex('orders', 'orders_extra', ['placed']) },
    { kind: 'drop-index', table: TABLE, index: 'orders_customer', definition: customer },
    { kind: 'rename-index', table: TABLE, index: 'orders_customer', to: 'other' },
    {
      kind: 'replace-index',
      table: TABLE,
      old: 'orders_customer',
      oldDefinition: customer,
      index: plainIndex('orders', 'orders_customer_placed', ['customer', 'placed']),
    },
    { kind: 'set-statistics', table: TABLE, column: 'customer', target: 10, before: 500 },
    {
      kind: 'set-statistics',
      table: TABLE,
      column: 'lower(note)',
      ofIndex: { name: 'orders_lower', position: 2 },
      target: 10,
      before: 400,
    },
    {
      kind: 'set-autovacuum',
      table: TABLE,
      options: { autovacuum_enabled: 'off' },
      before: { autovacuum_enabled: null },
    },
    {
      kind: 'add-constraint',
      table: TABLE,
      constraint: { kind: 'unique', name: 'orders_placed_id' },
      index: plainIndex('orders', 'orders_placed_id', ['placed', 'id']),
      replaces: false,
    },
  ];
}
