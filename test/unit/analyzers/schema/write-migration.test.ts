import assert from 'node:assert/strict';
import type { DdlProposal } from '../../../../src/analyzers/finding';
import { candidateIndex } from '../../../../src/analyzers/indexes/candidates';
import type { IndexDefinition } from '../../../../src/analyzers/indexes/index-definition';
import { proposeCreateIndex, proposeDropIndex } from '../../../../src/analyzers/indexes/propose-ddl';
import type { Snapshot } from '../../../../src/analyzers/schema/snapshot';
import {
  type NewMigration,
  writeMigration,
} from '../../../../src/analyzers/schema/migrations/write-migration';
import { tableNamed } from '../schema-from';
import { type Files, readMigrations, readProject } from './migration-project';

const NOW = new Date('2026-03-04T05:06:07.089Z');

/** What is written for each tool: the files, and what tells the tool to leave the transaction away. */
const TOOLS: readonly (readonly [project: string, files: readonly string[], marker: RegExp])[] = [
  ['plain', ['db/migrations/003_create_i.sql'], /^CREATE INDEX CONCURRENTLY i$/m],
  [
    'dbmate',
    ['db/migrations/20260304050607_create_i.sql'],
    /^-- migrate:up transaction:false$[^]*^CREATE INDEX CONCURRENTLY i$[^]*^-- migrate:down transaction:false$[^]*^DROP INDEX CONCURRENTLY/m,
  ],
  [
    'goose',
    ['migrations/00003_create_i.sql'],
    /^-- \+goose NO TRANSACTION\n-- \+goose Up$[^]*INDEX CONCURRENTLY[^]*^-- \+goose Down$/m,
  ],
  [
    'sql-migrate',
    ['migrations/20260304050607-create-i.sql'],
    /^-- \+migrate Up notransaction$[^]*INDEX CONCURRENTLY[^]*^-- \+migrate Down notransaction$/m,
  ],
  [
    'golang-migrate',
    ['migrations/000003_create_i.up.sql', 'migrations/000003_create_i.down.sql'],
    /^CREATE INDEX CONCURRENTLY i$/m,
  ],
  [
    'flyway',
    [
      'src/main/resources/db/migration/V1.11__create_i.sql',
      'src/main/resources/db/migration/V1.11__create_i.sql.conf',
    ],
    /transactional\.lock=false[^]*^CREATE INDEX CONCURRENTLY i$/m,
  ],
  [
    'prisma',
    ['prisma/migrations/20260304050607_create_i/migration.sql'],
    /schema\.prisma[^]*^CREATE INDEX CONCURRENTLY i$/m,
  ],
  [
    'drizzle',
    ['drizzle/0002_create_i.sql'],
    /by hand before[^]*^-- CREATE INDEX CONCURRENTLY i$[^]*^CREATE INDEX IF NOT EXISTS i$/m,
  ],
  [
    'supabase',
    ['supabase/migrations/20260304050607_create_i.sql'],
    /2\.109[^]*^CREATE INDEX CONCURRENTLY i$/m,
  ],
  ['graphile-migrate', [], /^--! no-transaction\n[^]*^CREATE INDEX CONCURRENTLY i$/m],
  [
    'node-pg-migrate-sql',
    ['migrations/1772600767089_create-i.sql'],
    /^-- Up Migration$[^]*^CREATE INDEX IF NOT EXISTS i$[^]*^-- Down Migration$[^]*^DROP INDEX IF EXISTS/m,
  ],
  [
    'node-pg-migrate',
    ['migrations/1772600767089_create-i.js'],
    /^exports\.up = \(pgm\) => \{\n {2}pgm\.noTransaction\(\);\n {2}pgm\.sql\(`CREATE INDEX CONCURRENTLY i$/m,
  ],
  [
    'knex',
    ['migrations/20260304050607_create_i.ts'],
    /^export async function up\(knex: Knex\)[^]*`CREATE INDEX CONCURRENTLY i$[^]*^export const config = \{ transaction: false \};$/m,
  ],
  [
    'typeorm',
    ['src/migrations/1772600767089-CreateI.ts'],
    /^export class CreateI1772600767089 implements MigrationInterface \{$[^]*^ {2}transaction = false;$/m,
  ],
  [
    'mikro-orm',
    ['src/migrations/Migration20260304050607.ts'],
    /^export class Migration20260304050607 extends Migration \{$[^]*^ {2}override isTransactional\(\): boolean \{$/m,
  ],
];

function indexI(snapshot: Snapshot): IndexDefinition {
  const table = tableNamed(snapshot, 'events');
  const key = { kind: 'column', column: 'stream_id', descending: false, nullsFirst: false } as const;
  return { ...candidateIndex(table, [key], snapshot), name: 'i' };
}

function proposeI(snapshot: Snapshot): DdlProposal {
  const context = { snapshot, createdHere: false, reason: 'Why.' };
  const proposal = proposeCreateIndex(indexI(snapshot), tableNamed(snapshot, 'events'), context);
  assert.ok(proposal);
  return proposal;
}

/** The project with the migration in it. */
function withMigration(files: Files, { files: written, changes }: NewMigration): Files {
  const result: Record<string, string> = { ...files };
  for (const { path, text } of written) {
    assert.equal(result[path], undefined, `${path} exists`);
    result[path] = text;
  }
  for (const { path, span, newText } of changes) {
    const before = result[path] ?? '';
    result[path] = before.slice(0, span.start) + newText + before.slice(span.end);
  }
  return result;
}

/** Without places, which differ. */
function indexesOf(snapshot: Snapshot): readonly unknown[] {
  return tableNamed(snapshot, 'events').indexes.map((index) => ({ ...index, declaredAt: undefined }));
}

async function write(files: Files): Promise<{ migration: NewMigration; written: Files; before: Snapshot }> {
  const { project, snapshot } = await readMigrations(files);
  const migration = writeMigration(proposeI(snapshot), project, 'src/store.ts', NOW);
  assert.ok(migration);
  return { migration, written: withMigration(files, migration), before: snapshot };
}

describe('A migration that a fix writes', () => {
  for (const [name, files, marker] of TOOLS) {
    it(`has the form of ${name}`, async () => {
      const { migration, written } = await write(readProject(name));
      assert.deepEqual(
        migration.files.map(({ path }) => path),
        files,
      );
      assert.match(written[migration.path] ?? '', marker);
    });

    it(`is read again as the last of ${name}, and makes the index and nothing else`, async () => {
      const { migration, written, before } = await write(readProject(name));
      const { paths, snapshot } = await readMigrations(written);
      const numbered = paths.filter((path) => !path.includes('R__'));
      assert.equal(numbered.at(-1), migration.path);
      assert.deepEqual(snapshot.problems, []);
      const plain = proposeI(before).up.replace('CONCURRENTLY ', '');
      const expected = await readMigrations({ 'migrations/1.sql': `${await schemaOf(name)};\n${plain}` });
      assert.deepEqual(indexesOf(snapshot), indexesOf(expected.snapshot));
    });

    it(`drops an index in the form of ${name}`, async () => {
      const files = readProject(name);
      const { project, snapshot } = await readMigrations(files);
      const index = tableNamed(snapshot, 'events').indexes.find(
        (each) => each.name === 'events_created_at_idx',
      );
      assert.ok(index);
      const proposal = proposeDropIndex(index, { snapshot, createdHere: false, reason: 'Why.' });
      assert.ok(proposal);
      const migration = writeMigration(proposal, project, '', NOW);
      assert.ok(migration);
      const after = await readMigrations(withMigration(files, migration));
      assert.deepEqual(after.snapshot.problems, []);
      assert.deepEqual(
        tableNamed(after.snapshot, 'events').indexes.map((each) => each.name),
        ['events_pkey'],
      );
    });
  }
});

/** All migrations of the fixture in one script, as plain SQL. */
async function schemaOf(name: string): Promise<string> {
  const columns = (await readMigrations(readProject(name))).snapshot;
  const version = tableNamed(columns, 'events').columns.some((column) => column.name === 'version');
  return `CREATE TABLE events (event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream_id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now()${version ? ', version integer' : ''}); CREATE INDEX events_created_at_idx ON events (created_at)`;
}

describe('Where a migration goes', () => {
  it('is the project nearest to the document', async () => {
    const { project, snapshot } = await readMigrations({
      'a/migrations/01_x.sql': 'CREATE TABLE events (stream_id uuid);',
      'b/migrations/01_y.sql': 'CREATE TABLE b (c int);',
    });
    const migration = writeMigration(proposeI(snapshot), project, 'a/src/store.ts', NOW);
    assert.equal(migration?.path, 'a/migrations/02_create_i.sql');
  });

  it('is unknown where the files of the schema do not show how', async () => {
    const { project, snapshot } = await readMigrations({
      'db/schema.sql': 'CREATE TABLE events (stream_id uuid);',
    });
    assert.equal(writeMigration(proposeI(snapshot), project, '', NOW), undefined);
  });

  it('is unknown where programs of no known tool make the schema', async () => {
    const { project, snapshot } = await readMigrations({
      'migrations/001_a.js': "exports.up = (db) => db.query('CREATE TABLE events (stream_id uuid)');",
    });
    assert.equal(writeMigration(proposeI(snapshot), project, '', NOW), undefined);
  });
});

describe('Programs of no known tool', () => {
  it('are not followed where there are other migrations', async () => {
    const { project, snapshot } = await readMigrations({
      'db/migrations/01_x.sql': 'CREATE TABLE events (stream_id uuid);',
      'scripts/migrations/001_files.ts': 'export async function up() { await rename(); }',
    });
    const migration = writeMigration(proposeI(snapshot), project, '', NOW);
    assert.equal(migration?.path, 'db/migrations/02_create_i.sql');
  });
});

describe("Drizzle's journal", () => {
  it('lists the new migration behind the others, younger than they are', async () => {
    const { written } = await write(readProject('drizzle'));
    const journal = JSON.parse(written['drizzle/meta/_journal.json'] ?? '') as { entries: unknown[] };
    assert.deepEqual(journal.entries.at(-1), {
      idx: 2,
      version: '7',
      when: NOW.getTime(),
      tag: '0002_create_i',
      breakpoints: true,
    });
    assert.equal(journal.entries.length, 3);
  });

  it('says in which order files are run', async () => {
    const files = {
      'drizzle/0001_b.sql': 'CREATE INDEX i ON events (stream_id);',
      'drizzle/0001_a.sql': 'CREATE TABLE events (stream_id uuid);',
      'drizzle/0009_unlisted.sql': '',
      'drizzle/meta/_journal.json':
        '{ "entries": [{ "idx": 0, "tag": "0001_b", "when": 2 }, { "idx": 1, "tag": "0001_a", "when": 3 }] }',
    };
    const { paths } = await readMigrations(files);
    assert.deepEqual(paths, ['drizzle/0001_b.sql', 'drizzle/0001_a.sql', 'drizzle/0009_unlisted.sql']);
  });

  it('is left as it is while somebody edits it', async () => {
    const { migration } = await write({ ...readProject('drizzle'), 'drizzle/meta/_journal.json': '{' });
    assert.deepEqual(migration.changes, []);
  });
});

describe("Graphile Migrate's current migration", () => {
  const files = readProject('graphile-migrate');

  it('keeps the statements that it holds, and then cannot leave its transaction', async () => {
    const statement = 'ALTER TABLE events ADD COLUMN version integer;\n';
    const { migration, written } = await write({ ...files, 'migrations/current.sql': statement });
    assert.deepEqual(migration.files, []);
    assert.match(written['migrations/current.sql'] ?? '', /^ALTER TABLE[^]*^CREATE INDEX IF NOT EXISTS i$/m);
  });

  it('may be a folder, of which the new file is the next', async () => {
    const committed = Object.entries(files).filter(([path]) => path !== 'migrations/current.sql');
    const { migration } = await write({
      ...Object.fromEntries(committed),
      'migrations/current/010-views.sql': 'SELECT 1;',
    });
    assert.equal(migration.path, 'migrations/current/011-create_i.sql');
  });
});

describe('A migration in JavaScript', () => {
  it('is a module where the newest one is', async () => {
    const { written, migration } = await write({
      'migrations/1704164645000_a.js':
        'export const up = (pgm) => {\n  pgm.sql(`CREATE TABLE events (stream_id uuid)`);\n};\n',
    });
    assert.match(written[migration.path] ?? '', /^export const up = \(pgm\) => \{$/m);
  });
});
