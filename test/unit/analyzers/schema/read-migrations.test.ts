import assert from 'node:assert/strict';
import { type Files, readMigrations, readProject } from './migration-project';

/** Which tool each fixture is recognized as, and the order in which its files are applied. */
const PROJECTS: Readonly<Record<string, readonly [tool: string | undefined, ...paths: string[]]>> = {
  plain: [undefined, 'db/migrations/001_create_events.sql', 'db/migrations/002_index_events.sql'],
  dbmate: [
    'dbmate',
    'db/migrations/20240102030405_create_events.sql',
    'db/migrations/20240203040506_index_events.sql',
  ],
  goose: ['goose', 'migrations/00001_create_events.sql', 'migrations/00002_index_events.sql'],
  'sql-migrate': [
    'sql-migrate',
    'migrations/20240102030405-create-events.sql',
    'migrations/20240203040506-index-events.sql',
  ],
  'golang-migrate': [
    'golang-migrate',
    'migrations/000001_create_events.up.sql',
    'migrations/000002_index_events.up.sql',
  ],
  flyway: [
    'flyway',
    'src/main/resources/db/migration/V1__create_events.sql',
    'src/main/resources/db/migration/V1.9__add_version.sql',
    'src/main/resources/db/migration/V1.10__index_events.sql',
    'src/main/resources/db/migration/R__recent_events.sql',
  ],
  prisma: [
    'prisma',
    'prisma/migrations/20240102030405_init/migration.sql',
    'prisma/migrations/20240203040506_index_events/migration.sql',
  ],
  drizzle: ['drizzle', 'drizzle/0000_calm_hulk.sql', 'drizzle/0001_young_storm.sql'],
  supabase: [
    'supabase',
    'supabase/migrations/20240102030405_create_events.sql',
    'supabase/migrations/20240203040506_index_events.sql',
  ],
  'graphile-migrate': [
    'graphile-migrate',
    'migrations/committed/000001.sql',
    'migrations/committed/000002-index-events.sql',
    'migrations/current.sql',
  ],
  'node-pg-migrate-sql': [
    'node-pg-migrate',
    'migrations/1704164645000_create-events.sql',
    'migrations/1706933106000_index-events.sql',
  ],
  'node-pg-migrate': [
    'node-pg-migrate',
    'migrations/1704164645000_create-events.js',
    'migrations/1706933106000_index-events.js',
  ],
  knex: ['knex', 'migrations/20240102030405_create_events.ts', 'migrations/20240203040506_index_events.ts'],
  typeorm: [
    'typeorm',
    'src/migrations/1704164645000-CreateEvents.ts',
    'src/migrations/1706933106000-IndexEvents.ts',
  ],
  'mikro-orm': [
    'mikro-orm',
    'src/migrations/Migration20240102030405.ts',
    'src/migrations/Migration20240203040506.ts',
  ],
};

describe('The migrations of a tool', () => {
  for (const [name, [tool, ...expected]] of Object.entries(PROJECTS)) {
    it(`${name} are found in their order, and their up parts make the schema`, async () => {
      const { paths, forms, snapshot } = await readMigrations(readProject(name));
      assert.deepEqual(paths, expected);
      assert.deepEqual([...new Set(paths.map((path) => forms[path]?.tool))], [tool]);
      assert.deepEqual(snapshot.problems, []);
      assert.deepEqual(
        snapshot.tables.map((table) => [table.name, ...table.indexes.map((index) => index.name)]),
        [['events', 'events_pkey', 'events_created_at_idx']],
      );
    });
  }

  it('of Flyway say in a file beside them that they leave the transaction', async () => {
    const { forms } = await readMigrations(readProject('flyway'));
    assert.deepEqual(forms['src/main/resources/db/migration/V1.10__index_events.sql'], {
      tool: 'flyway',
      outsideTransaction: true,
    });
  });
});

const EVENTS = 'CREATE TABLE events (a int, b int); CREATE TABLE users (a int);';

/** The tables that are known, with their indexes, when the program runs behind `EVENTS`. */
async function tablesBehind(program: string, name = '002_x.ts'): Promise<readonly string[]> {
  const files: Files = { 'migrations/001_events.sql': EVENTS, [`migrations/${name}`]: program };
  const { snapshot } = await readMigrations(files);
  assert.deepEqual(snapshot.problems, []);
  return snapshot.tables.map((table) => [table.name, ...table.indexes.map((index) => index.name)].join(' '));
}

describe('A migration that is a program', () => {
  it('is read as far as it is SQL', async () => {
    const program = 'export async function up(db) { await db.query(`CREATE INDEX i ON events (a)`); }';
    assert.deepEqual(await tablesBehind(program), ['events i', 'users']);
    assert.deepEqual(await tablesBehind(program, '002_x.mjs'), ['events i', 'users']);
  });

  it('makes nothing that only its down has', async () => {
    const forms = [
      'export class A1 { async up(q) {} async down(q) { await q.query(`DROP TABLE users`); } }',
      'exports.up = (pgm) => {}; exports.down = (pgm) => { pgm.sql(`DROP TABLE users`); };',
      'export const up = (pgm) => {}; export const down = (pgm) => pgm.sql(`DROP TABLE users`);',
      'export default { up(db) {}, down: (db) => db.query(`DROP TABLE users`) };',
      'export function up() {} export function down(knex) { return knex.schema.dropTable("users"); }',
    ];
    for (const program of forms) assert.deepEqual(await tablesBehind(program), ['events', 'users'], program);
  });

  const FORGETTING: Readonly<Record<string, string>> = {
    'node-pg-migrate': "exports.up = (pgm) => { pgm.createIndex('events', ['a']); };",
    'node-pg-migrate with a schema':
      "exports.up = (pgm) => { pgm.addConstraint({ schema: 'public', name: 'events' }, 'u', { unique: 'a' }); };",
    Knex: "exports.up = (knex) => knex.schema.alterTable('events', (table) => { table.index(['a']); });",
    'Knex, in a row': "exports.up = (knex) => knex.schema.createTable('x', f).table('events', g);",
    TypeORM:
      "class A { async up(queryRunner) { await queryRunner.createIndex('events', new TableIndex({})); } }",
    'TypeORM with a table':
      "class A { async up(queryRunner) { await queryRunner.dropTable(new Table({ name: 'events' })); } }",
    Sequelize: "module.exports = { up: (queryInterface) => queryInterface.addIndex('events', ['a']) };",
  };
  for (const [tool, program] of Object.entries(FORGETTING)) {
    it(`of ${tool} makes unknown what it changes by other means`, async () => {
      assert.deepEqual(await tablesBehind(program), ['users']);
    });
  }

  it('makes everything unknown where the table is not written down', async () => {
    const forms = [
      "for (const t of TABLES) pgm.createIndex(t, 'a');",
      'for (const t of TABLES) pgm.sql(`CREATE INDEX ON ${t} (a)`);',
      "db.schema.createIndex('i').on('events').column('a');",
    ];
    for (const form of forms)
      assert.deepEqual(await tablesBehind(`exports.up = (pgm) => { ${form} };`), [], form);
  });

  it('goes on in its order behind what is not read', async () => {
    const program =
      "exports.up = (pgm) => { pgm.dropTable('events'); pgm.sql('CREATE TABLE events (c int)'); pgm.sql('CREATE INDEX j ON events (c)'); };";
    assert.deepEqual(await tablesBehind(program), ['users', 'events j']);
  });

  it('is known by its number, and read once where the compiler wrote it again', async () => {
    const create = "exports.up = (pgm) => pgm.sql('CREATE TABLE a (b int)');";
    const { paths } = await readMigrations({
      'migrations/001_a.ts': create,
      'migrations/001_a.js': create,
      'migrations/001_a.d.ts': '',
      'migrations/001_a.test.ts': create,
      'migrations/index.ts': create,
      'src/001_b.ts': create,
    });
    assert.deepEqual(paths, ['migrations/001_a.ts']);
  });

  it('counts for less than a schema that is written out', async () => {
    const { paths } = await readMigrations({
      'db/schema.sql': EVENTS,
      'migrations/001_a.js': "exports.up = (pgm) => pgm.createTable('events', {});",
    });
    assert.deepEqual(paths, ['db/schema.sql']);
  });
});
