import assert from 'node:assert/strict';
import { answerMaintenance } from '../../../../src/analyzers/maintenance/answer-question';
import type {
  DraftedIndex,
  IndexDraft,
  MaintenanceQuestion,
} from '../../../../src/analyzers/maintenance/maintenance-question';
import { printCreateIndex } from '../../../../src/analyzers/indexes/print-ddl';
import { formatMessage } from '../../../../src/analyzers/message';
import type { Snapshot } from '../../../../src/analyzers/schema/snapshot';
import { libpgFeeder } from '../feeders';
import { schemaFrom } from '../schema-from';

const SCHEMA = `CREATE TABLE orders (id int PRIMARY KEY, "Total" numeric, state text);
  CREATE TABLE days (id int, day date) PARTITION BY RANGE (day);
  CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');`;

const DRAFT: IndexDraft = {
  schema: 'public',
  table: 'orders',
  method: 'btree',
  unique: false,
  keys: ['"Total" DESC'],
  include: ['id'],
};

describe('A question of who changes indexes', () => {
  let snapshot: Snapshot;
  before(async () => (snapshot = await schemaFrom(SCHEMA)));

  const ask = async (question: MaintenanceQuestion, of = snapshot) =>
    answerMaintenance(question, of, await libpgFeeder());
  const draft = async (changes: Partial<IndexDraft>): Promise<DraftedIndex> =>
    (await ask({ kind: 'draft-index', draft: { ...DRAFT, ...changes } })) as DraftedIndex;

  it('is answered with the tables that are there, and their indexes', async () => {
    assert.deepEqual(await ask({ kind: 'relations' }), [
      { schema: 'public', name: 'orders', isPartitioned: false, indexes: ['orders_pkey'] },
      { schema: 'public', name: 'days', isPartitioned: true, indexes: [] },
      { schema: 'public', name: 'days_1', isPartitioned: false, indexes: [] },
    ]);
  });

  it('leaves out what only a migration says', async () => {
    const tables = snapshot.tables.map((table) =>
      table.name === 'days' ? { ...table, unapplied: true as const } : table,
    );
    const relations = await ask({ kind: 'relations' }, { ...snapshot, tables });
    assert.equal(Array.isArray(relations) && relations.length, 2);
    assert.equal(
      await ask({ kind: 'table', table: { schema: 'public', name: 'days' } }, { ...snapshot, tables }),
      undefined,
    );
  });

  it('makes an index of words, with a name that is free', async () => {
    const drafted = await draft({ predicate: "state = 'open'" });
    assert.ok(drafted.kind === 'action' && drafted.action.kind === 'create-index');
    assert.equal(
      printCreateIndex(drafted.action.index, { concurrently: true }),
      'CREATE INDEX CONCURRENTLY "orders_Total_partial_idx"\n    ON public.orders ("Total" DESC)\n    INCLUDE (id)\n    WHERE state = \'open\';',
    );
  });

  it('makes the recipe of an index of a partitioned table', async () => {
    const drafted = await draft({ table: 'days', keys: ['id'], include: [] });
    assert.ok(drafted.kind === 'action' && drafted.action.kind === 'index-partitions');
    assert.deepEqual(
      drafted.action.partitions.map(({ index }) => index.name),
      ['days_1_id_idx'],
    );
  });

  for (const predicate of ['state =', "state = 'a'; DROP TABLE orders", "state = 'a') INCLUDE (id"]) {
    it(`takes no condition such as ${predicate}`, async () => {
      const drafted = await draft({ predicate });
      assert.ok(drafted.kind === 'problem');
      assert.match(formatMessage(drafted.message), /^The condition of the index cannot be read\./);
    });
  }
});
