import assert from 'node:assert/strict';
import { columnKey } from '../../../../src/analyzers/indexes/index-definition';
import { proposeCreateIndex } from '../../../../src/analyzers/indexes/propose-ddl';
import type { MaintenanceAction } from '../../../../src/analyzers/maintenance/maintenance-action';
import { migrationOf } from '../../../../src/analyzers/maintenance/migration-of-action';
import { indexPartitions } from '../../../../src/analyzers/maintenance/partition-tree';
import { isPlan, planAction } from '../../../../src/analyzers/maintenance/plan-action';
import type { DdlProposal } from '../../../../src/analyzers/finding';
import type { Snapshot } from '../../../../src/analyzers/schema/snapshot';
import { writeMigration } from '../../../../src/analyzers/schema/migrations/write-migration';
import { plainIndex } from '../../plain-index';
import { type Files, readMigrations } from '../schema/migration-project';
import { tableNamed } from '../schema-from';

const SCHEMA = `CREATE TABLE events (id int, kind text) PARTITION BY LIST (kind);
  CREATE TABLE events_a PARTITION OF events FOR VALUES IN ('a');
  CREATE TABLE events_b PARTITION OF events FOR VALUES IN ('b') PARTITION BY HASH (id);
  CREATE TABLE events_b0 PARTITION OF events_b FOR VALUES WITH (MODULUS 1, REMAINDER 0);
  CREATE TABLE orders (id int PRIMARY KEY, customer int);
  CREATE INDEX orders_customer ON orders (customer);
`;

/** Tools that send a file as one query. */
const PROJECTS: readonly (readonly [tool: string, first: string, text: string])[] = [
  ['dbmate', 'db/migrations/20240102030405_create.sql', `-- migrate:up\n${SCHEMA}\n-- migrate:down\n`],
  ['golang-migrate', 'migrations/000001_create.up.sql', SCHEMA],
  ['Prisma', 'prisma/migrations/20240102030405_create/migration.sql', SCHEMA],
];

for (const [tool, first, text] of PROJECTS) {
  describe(`Statements that ${tool} needs files of their own for`, () => {
    it('leave the index of all partitions when they are read again', async () => {
      for (const propose of [recipeOf, fixOf]) {
        const files = await withMigration({ [first]: text }, propose);
        assert.equal(Object.keys(files).filter((path) => !path.includes('.down.')).length, 1 + 4);
        const { snapshot } = await readMigrations(files);
        assert.deepEqual(snapshot.problems, []);
        const indexes = ['events', 'events_a', 'events_b', 'events_b0'].flatMap(
          (name) => tableNamed(snapshot, name).indexes,
        );
        assert.deepEqual(
          indexes.map(({ name, valid, partitionOf }) => [name, valid, partitionOf?.name]),
          [
            ['events_id', true, undefined],
            ['events_a_id_idx', true, 'events_id'],
            ['events_b_id_idx', true, 'events_id'],
            ['events_b0_id_idx', true, 'events_b_id_idx'],
          ],
        );
      }
    });

    it('leave the new index under the name of the old one', async () => {
      const files = await withMigration({ [first]: text }, replacementOf);
      const { indexes } = tableNamed((await readMigrations(files)).snapshot, 'orders');
      assert.deepEqual(
        indexes.map(({ name, keys }) => [name, keys.length]),
        [
          ['orders_pkey', 1],
          ['orders_customer', 2],
        ],
      );
    });
  });
}

async function withMigration(files: Files, propose: (snapshot: Snapshot) => DdlProposal): Promise<Files> {
  const { project, snapshot } = await readMigrations(files);
  const migration = writeMigration(propose(snapshot), project, '', new Date('2026-03-04T05:06:07Z'));
  assert.ok(migration);
  return { ...files, ...Object.fromEntries(migration.files.map((file) => [file.path, file.text])) };
}

function proposalOf(action: MaintenanceAction): DdlProposal {
  const plan = planAction(action);
  assert.ok(isPlan(plan));
  return migrationOf(action, plan);
}

const BY_ID = { ...plainIndex('events', 'events_id', []), keys: [columnKey('id')] };

function recipeOf(snapshot: Snapshot): DdlProposal {
  return proposalOf(indexPartitions(BY_ID, tableNamed(snapshot, 'events'), snapshot));
}

function fixOf(snapshot: Snapshot): DdlProposal {
  const context = { snapshot, createdHere: false, reason: 'Events are looked up by their id.' };
  const proposal = proposeCreateIndex(BY_ID, tableNamed(snapshot, 'events'), context);
  assert.ok(proposal);
  return proposal;
}

function replacementOf(): DdlProposal {
  return proposalOf({
    kind: 'replace-index',
    table: { schema: 'public', name: 'orders' },
    old: 'orders_customer',
    index: plainIndex('orders', 'orders_customer', ['customer', 'id']),
  });
}
