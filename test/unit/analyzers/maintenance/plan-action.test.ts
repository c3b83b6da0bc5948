import assert from 'node:assert/strict';
import { columnKey, type IndexDefinition } from '../../../../src/analyzers/indexes/index-definition';
import type { MaintenanceAction } from '../../../../src/analyzers/maintenance/maintenance-action';
import type { MaintenancePlan } from '../../../../src/analyzers/maintenance/maintenance-plan';
import { migrationOf } from '../../../../src/analyzers/maintenance/migration-of-action';
import { attachedIndexes, indexPartitions } from '../../../../src/analyzers/maintenance/partition-tree';
import { isPlan, planAction, printSteps } from '../../../../src/analyzers/maintenance/plan-action';
import { formatMessage } from '../../../../src/analyzers/message';
import { readExpression } from '../read-statement';
import { schemaFrom, tableNamed } from '../schema-from';

const TABLE = { schema: 'public', name: 'orders' };
const INDEX: IndexDefinition = {
  schema: 'public',
  table: 'orders',
  name: 'orders_customer',
  method: 'btree',
  unique: false,
  nullsNotDistinct: false,
  keys: [columnKey('customer')],
  include: [],
  options: {},
  valid: true,
};

function plan(action: MaintenanceAction): MaintenancePlan {
  const planned = planAction(action);
  assert.ok(isPlan(planned));
  return planned;
}

function statements({ steps }: MaintenancePlan): readonly string[] {
  return steps.map(({ sql }) => sql.replace(/\s+/g, ' '));
}

describe('The plan of an action', () => {
  it('builds an index beside the writers, says what waits and how it is undone', () => {
    const planned = plan({ kind: 'create-index', table: TABLE, index: INDEX });
    assert.deepEqual(statements(planned), [
      'CREATE INDEX CONCURRENTLY orders_customer ON public.orders (customer);',
    ]);
    assert.equal(planned.lock, 'ShareUpdateExclusiveLock');
    assert.equal(
      formatMessage(planned.steps[0]?.blocks ?? { template: '', args: [] }),
      'Reads and writes go on. Only VACUUM, ANALYZE, other index builds and changes of the table wait.',
    );
    assert.deepEqual(planned.reverse, ['DROP INDEX CONCURRENTLY public.orders_customer;']);
  });

  it('drops the old index only after the new one, which takes its name', () => {
    const planned = plan({ kind: 'replace-index', table: TABLE, old: 'orders_customer', index: INDEX });
    assert.deepEqual(statements(planned), [
      'CREATE INDEX CONCURRENTLY orders_customer_new ON public.orders (customer);',
      'DROP INDEX CONCURRENTLY public.orders_customer;',
      'ALTER INDEX public.orders_customer_new RENAME TO orders_customer;',
    ]);
    assert.equal(planned.reverse, undefined);
  });

  it('keeps the name of an index that stands beside a long one within what the server takes', () => {
    const name = 'ü'.repeat(31);
    const [create] = plan({
      kind: 'replace-index',
      table: TABLE,
      old: name,
      index: { ...INDEX, name },
    }).steps;
    assert.match(create?.sql ?? '', /CONCURRENTLY "ü{29}_new"/);
  });

  it('swaps the index of a constraint in one statement, under the one heavy lock', () => {
    const planned = plan({
      kind: 'add-constraint',
      table: TABLE,
      constraint: { kind: 'primary-key', name: 'orders_pkey' },
      index: { ...INDEX, name: 'orders_pkey' },
      replaces: true,
    });
    assert.deepEqual(statements(planned), [
      'CREATE UNIQUE INDEX CONCURRENTLY orders_pkey_new ON public.orders (customer);',
      'ALTER TABLE public.orders DROP CONSTRAINT orders_pkey, ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey_new;',
    ]);
    assert.equal(planned.lock, 'AccessExclusiveLock');
    assert.deepEqual(
      planned.steps.map(({ pace, outsideTransaction }) => [pace, outsideTransaction]),
      [
        ['long', true],
        ['quick', false],
      ],
    );
  });

  it('puts options that are set and options that go back to the default apart', () => {
    const planned = plan({
      kind: 'set-autovacuum',
      table: TABLE,
      options: { autovacuum_vacuum_scale_factor: '0.01', autovacuum_enabled: null },
      before: { autovacuum_vacuum_scale_factor: null, autovacuum_enabled: 'off' },
    });
    assert.equal(
      printSteps(planned.steps),
      'ALTER TABLE public.orders SET (autovacuum_vacuum_scale_factor = 0.01);\nALTER TABLE public.orders RESET (autovacuum_enabled);\n',
    );
    assert.deepEqual(planned.reverse, [
      'ALTER TABLE public.orders SET (autovacuum_enabled = off);',
      'ALTER TABLE public.orders RESET (autovacuum_vacuum_scale_factor);',
    ]);
  });

  it('takes no statement for what we cannot print', async () => {
    const expression = await readExpression('xmlparse(content note)');
    const index: IndexDefinition = {
      ...INDEX,
      keys: [{ kind: 'expression', expression, descending: false, nullsFirst: false }],
    };
    assert.ok(!isPlan(planAction({ kind: 'create-index', table: TABLE, index })));
  });
});

describe('An action as a migration', () => {
  it('says that it must not be in a transaction, and what undoes it', () => {
    const action: MaintenanceAction = { kind: 'create-index', table: TABLE, index: INDEX };
    assert.deepEqual(migrationOf(action, plan(action)), {
      migrationName: 'create_orders_customer',
      up: '-- Create the index orders_customer on public.orders\n-- Run it outside a transaction block, one statement after the other.\nCREATE INDEX CONCURRENTLY orders_customer\n    ON public.orders (customer);\n',
      down: 'DROP INDEX CONCURRENTLY public.orders_customer;\n',
      outsideTransaction: true,
      inTransaction: {
        up: '-- Create the index orders_customer on public.orders\nCREATE INDEX IF NOT EXISTS orders_customer\n    ON public.orders (customer);\n',
        down: 'DROP INDEX IF EXISTS public.orders_customer;\n',
      },
    });
  });

  it('has nothing to take back where the schema stays the same', () => {
    const action: MaintenanceAction = { kind: 'reindex', table: TABLE, index: 'orders_customer' };
    assert.deepEqual(migrationOf(action, plan(action)), {
      migrationName: 'rebuild_orders_customer',
      up: '-- Rebuild the index orders_customer of public.orders\n-- Run it outside a transaction block, one statement after the other.\nREINDEX INDEX CONCURRENTLY public.orders_customer;\n',
      down: '-- Nothing has to be undone: the schema is the same.\n',
      outsideTransaction: true,
    });
  });

  it('may be in a transaction where PostgreSQL allows that', () => {
    const actions: readonly MaintenanceAction[] = [
      { kind: 'analyze', table: TABLE },
      { kind: 'summarize-brin', table: TABLE, index: 'orders_placed' },
    ];
    for (const action of actions) {
      const { outsideTransaction, up } = migrationOf(action, plan(action));
      assert.equal(outsideTransaction, false);
      assert.doesNotMatch(up, /outside a transaction/);
    }
  });

  it('has the swap of a constraint in two parts, of which each can be taken back', () => {
    const action: MaintenanceAction = {
      kind: 'add-constraint',
      table: TABLE,
      constraint: { kind: 'unique', name: 'orders_customer' },
      index: INDEX,
      replaces: true,
    };
    const { migrationName, parts = [] } = migrationOf(action, plan(action));
    assert.equal(migrationName, 'rebuild_orders_customer');
    assert.deepEqual(
      parts.map(({ migrationName: name, outsideTransaction, down }) => [name, outsideTransaction, down]),
      [
        [
          'index_for_orders_customer',
          true,
          'DROP INDEX CONCURRENTLY IF EXISTS public.orders_customer_new;\n',
        ],
        ['rebuild_orders_customer', false, '-- Nothing has to be undone: the constraint is the same.\n'],
      ],
    );
  });
});

const PARTITIONED = `
  CREATE TABLE events (id int, kind text) PARTITION BY LIST (kind);
  CREATE TABLE events_a PARTITION OF events FOR VALUES IN ('a');
  CREATE TABLE events_b PARTITION OF events FOR VALUES IN ('b') PARTITION BY HASH (id);
  CREATE TABLE events_b0 PARTITION OF events_b FOR VALUES WITH (MODULUS 1, REMAINDER 0);`;

describe('The recipe for partitions', () => {
  it('is what undoes the drop of the index, with the names that its partitions had', async () => {
    const snapshot = await schemaFrom(`${PARTITIONED} CREATE INDEX by_id ON events (id);`);
    const events = tableNamed(snapshot, 'events');
    const [definition] = events.indexes;
    assert.ok(definition);
    const partitions = attachedIndexes(definition, events, snapshot);
    const drop: MaintenanceAction = {
      kind: 'drop-index',
      table: { schema: 'public', name: 'events' },
      index: 'by_id',
      definition,
      ofPartitioned: true,
      partitions,
    };
    assert.deepEqual(
      plan(drop).reverse?.map((sql) => sql.replace(/\s+/g, ' ')),
      [
        'CREATE INDEX by_id ON ONLY public.events (id);',
        'CREATE INDEX CONCURRENTLY events_a_id_idx ON public.events_a (id);',
        'ALTER INDEX public.by_id ATTACH PARTITION public.events_a_id_idx;',
        'CREATE INDEX events_b_id_idx ON ONLY public.events_b (id);',
        'CREATE INDEX CONCURRENTLY events_b0_id_idx ON public.events_b0 (id);',
        'ALTER INDEX public.events_b_id_idx ATTACH PARTITION public.events_b0_id_idx;',
        'ALTER INDEX public.by_id ATTACH PARTITION public.events_b_id_idx;',
      ],
    );
    const { outsideTransaction, parts = [] } = migrationOf(drop, plan(drop));
    assert.equal(outsideTransaction, true, 'what takes it back must not be in a transaction');
    assert.equal(parts.length, 1);
    assert.equal(parts[0]?.outsideTransaction, false);
    assert.match(
      parts[0].down,
      /^-- Writes wait.*\n-- .*\n-- CREATE INDEX by_id$[^]*^CREATE INDEX IF NOT EXISTS by_id$/m,
    );
  });

  it('attaches what a partition has, builds what it lacks, and goes into partitions of partitions', async () => {
    const snapshot = await schemaFrom(`${PARTITIONED} CREATE INDEX already ON events_a (id);`);
    const index = { ...INDEX, table: 'events', name: 'events_id_idx', keys: [columnKey('id')] };
    const action = indexPartitions(index, tableNamed(snapshot, 'events'), snapshot);
    assert.deepEqual(statements(plan(action)), [
      'CREATE INDEX events_id_idx ON ONLY public.events (id);',
      'ALTER INDEX public.events_id_idx ATTACH PARTITION public.already;',
      'CREATE INDEX events_b_id_idx ON ONLY public.events_b (id);',
      'CREATE INDEX CONCURRENTLY events_b0_id_idx ON public.events_b0 (id);',
      'ALTER INDEX public.events_b_id_idx ATTACH PARTITION public.events_b0_id_idx;',
      'ALTER INDEX public.events_id_idx ATTACH PARTITION public.events_b_id_idx;',
    ]);
    assert.deepEqual(plan(action).steps[3]?.unless, { kind: 'index-valid', index: 'events_b0_id_idx' });
  });
});
