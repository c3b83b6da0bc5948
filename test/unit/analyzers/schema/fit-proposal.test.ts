import assert from 'node:assert/strict';
import type { DdlProposal } from '../../../../src/analyzers/finding';
import type { MaintenanceAction } from '../../../../src/analyzers/maintenance/maintenance-action';
import { migrationOf } from '../../../../src/analyzers/maintenance/migration-of-action';
import { isPlan, planAction } from '../../../../src/analyzers/maintenance/plan-action';
import { formatMessage } from '../../../../src/analyzers/message';
import { whyNoMigration, writeMigration } from '../../../../src/analyzers/schema/migrations/write-migration';
import { plainIndex } from '../../plain-index';
import { type Files, readMigrations, readProject } from './migration-project';

const NOW = new Date('2026-03-04T05:06:07.089Z');
const TABLE = { schema: 'public', name: 'events' };

const VACUUM = proposalOf({ kind: 'vacuum', table: TABLE });
const REINDEX = proposalOf({ kind: 'reindex', table: TABLE, index: 'events_created_at_idx' });
const ANALYZE = proposalOf({ kind: 'analyze', table: TABLE });
const CONSTRAINT = proposalOf({
  kind: 'add-constraint',
  table: TABLE,
  constraint: { kind: 'unique', name: 'events_key' },
  index: plainIndex('events', 'events_key', ['stream_id']),
  replaces: false,
});
const PARTITIONS = proposalOf({
  kind: 'index-partitions',
  table: TABLE,
  index: plainIndex('events', 'events_kind', ['kind']),
  partitions: ['a', 'b'].map((name) => ({
    index: plainIndex(`events_${name}`, `events_${name}_kind`, ['kind']),
  })),
});
const DROP_OF_PARTITIONS = proposalOf({
  kind: 'drop-index',
  table: TABLE,
  index: 'events_kind',
  definition: plainIndex('events', 'events_kind', ['kind']),
  ofPartitioned: true,
  partitions: [{ index: plainIndex('events_a', 'events_a_kind', ['kind']) }],
});
const REPLACE = proposalOf({
  kind: 'replace-index',
  table: TABLE,
  old: 'events_created_at_idx',
  index: plainIndex('events', 'events_created_at_idx', ['created_at']),
});

/** What tells the tool that there must be no transaction. */
const OUTSIDE: readonly (readonly [project: string, marker: RegExp])[] = [
  ['plain', /^-- Run it outside a transaction block/m],
  ['dbmate', /^-- migrate:up transaction:false$/m],
  ['goose', /^-- \+goose NO TRANSACTION$/m],
  ['sql-migrate', /^-- \+migrate Up notransaction$/m],
  ['golang-migrate', /^-- Run it outside a transaction block/m],
  ['flyway', /transactional\.lock=false/],
  ['prisma', /schema\.prisma/],
  ['supabase', /CONCURRENTLY and VACUUM outside its transaction/],
  ['graphile-migrate', /^--! no-transaction$/m],
  ['node-pg-migrate', /pgm\.noTransaction\(\)/],
  ['knex', /transaction: false/],
  ['typeorm', /transaction = false/],
  ['mikro-orm', /isTransactional/],
];

describe('A statement that PostgreSQL refuses in a transaction', () => {
  for (const [name, marker] of OUTSIDE) {
    it(`is a migration of ${name}, which is told so`, async () => {
      for (const [proposal, statement] of [
        [VACUUM, /VACUUM \(TRUNCATE false\) public\.events/],
        [REINDEX, /REINDEX INDEX CONCURRENTLY public\.events_created_at_idx/],
      ] as const) {
        const [text = ''] = await textsOf(proposal, readProject(name));
        assert.match(text, marker);
        assert.match(text, statement);
      }
    });
  }

  for (const name of ['drizzle', 'node-pg-migrate-sql']) {
    it(`is none of ${name}, and why is said`, async () => {
      for (const proposal of [VACUUM, REINDEX, CONSTRAINT, REPLACE]) {
        assert.match(
          await refusal(proposal, readProject(name)),
          /^(Drizzle|node-pg-migrate) runs this migration in a transaction, in which PostgreSQL refuses these statements\./,
        );
      }
      const [text = ''] = await textsOf(ANALYZE, readProject(name));
      assert.match(text, /^ANALYZE public\.events;$/m);
    });
  }

  it('is none of Graphile Migrate where there are other statements already', async () => {
    const files = { ...readProject('graphile-migrate'), 'migrations/current.sql': 'SELECT 1;\n' };
    assert.match(await refusal(VACUUM, files), /^Graphile Migrate runs this migration in a transaction/);
  });
});

describe('Several statements, of which one must be in no transaction', () => {
  for (const [name, paths] of [
    [
      'golang-migrate',
      [
        'migrations/000003_index_for_events_key.up.sql',
        'migrations/000003_index_for_events_key.down.sql',
        'migrations/000004_add_events_key.up.sql',
        'migrations/000004_add_events_key.down.sql',
      ],
    ],
    [
      'dbmate',
      [
        'db/migrations/20260304050607_index_for_events_key.sql',
        'db/migrations/20260304050608_add_events_key.sql',
      ],
    ],
    [
      'prisma',
      [
        'prisma/migrations/20260304050607_index_for_events_key/migration.sql',
        'prisma/migrations/20260304050608_add_events_key/migration.sql',
      ],
    ],
  ] as const) {
    it(`are two migrations of ${name}: the index, then the constraint that takes it`, async () => {
      const { project } = await readMigrations(readProject(name));
      const migration = writeMigration(CONSTRAINT, project, '', NOW);
      assert.ok(migration);
      assert.deepEqual(
        migration.files.map(({ path }) => path),
        paths,
      );
      const texts = migration.files.map(({ text }) => text);
      assert.match(texts[0] ?? '', /^CREATE UNIQUE INDEX CONCURRENTLY events_key$/m);
      assert.match(texts[texts.length / 2] ?? '', /^ALTER TABLE public\.events\s+ADD CONSTRAINT events_key/m);
    });

    it(`are three migrations of ${name}: the new index, the drop of the old one, and its name`, async () => {
      const texts = await textsOf(REPLACE, readProject(name));
      assert.deepEqual(statementsIn(texts.filter((_, i) => i % (texts.length / 3) === 0)), [
        'CREATE INDEX CONCURRENTLY events_created_at_idx_new',
        'DROP INDEX CONCURRENTLY public.events_created_at_idx;',
        'ALTER INDEX public.events_created_at_idx_new RENAME TO events_created_at_idx;',
      ]);
    });

    it(`are a migration of ${name} for each partition, then one that attaches them`, async () => {
      const texts = await textsOf(PARTITIONS, readProject(name));
      assert.deepEqual(statementsIn(texts.filter((_, i) => i % (texts.length / 4) === 0)), [
        'CREATE INDEX events_kind',
        'CREATE INDEX CONCURRENTLY events_a_kind',
        'CREATE INDEX CONCURRENTLY events_b_kind',
        "SET LOCAL lock_timeout = '2s';",
        'ALTER INDEX public.events_kind ATTACH PARTITION public.events_a_kind;',
        'ALTER INDEX public.events_kind ATTACH PARTITION public.events_b_kind;',
      ]);
    });
  }

  for (const name of [
    'golang-migrate',
    'dbmate',
    'prisma',
    'graphile-migrate',
    'drizzle',
    'node-pg-migrate-sql',
  ]) {
    it(`are taken back in a transaction by ${name} where only that needs several, with what to do by hand before`, async () => {
      const text = (await textsOf(DROP_OF_PARTITIONS, readProject(name))).join('\n');
      assert.match(text, /^DROP INDEX public\.events_kind;$/m);
      assert.match(text, /^(?:-- )?CREATE INDEX IF NOT EXISTS events_kind$/m);
      assert.match(text, /CREATE INDEX CONCURRENTLY events_a_kind$/m);
      assert.doesNotMatch(text, /no-transaction|transaction:false/);
    });
  }

  it('are one migration of a tool that can be told', async () => {
    const texts = await textsOf(CONSTRAINT, readProject('goose'));
    assert.equal(texts.length, 1);
    assert.match(texts[0] ?? '', /^-- \+goose NO TRANSACTION[^]*CREATE UNIQUE INDEX[^]*ADD CONSTRAINT/);
  });

  it('are none of Graphile Migrate, which has one current migration', async () => {
    assert.match(await refusal(CONSTRAINT, readProject('graphile-migrate')), /^Graphile Migrate sends/);
  });
});

/** The first line of each, without what takes it back. */
function statementsIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) =>
    text
      .replace(/^-- (?:migrate:down|To undo:)[^]*/m, '')
      .split('\n')
      .filter((line) => /^(?:CREATE|DROP|ALTER|SET) /.test(line)),
  );
}

function proposalOf(action: MaintenanceAction): DdlProposal {
  const plan = planAction(action);
  assert.ok(isPlan(plan));
  return migrationOf(action, plan);
}

async function textsOf(proposal: DdlProposal, files: Files): Promise<readonly string[]> {
  const { project } = await readMigrations(files);
  assert.equal(whyNoMigration(proposal, project, ''), undefined);
  const migration = writeMigration(proposal, project, '', NOW);
  assert.ok(migration);
  const changes = migration.changes.filter(({ path }) => path.endsWith('.sql'));
  return [...migration.files.map(({ text }) => text), ...changes.map(({ newText }) => newText)];
}

async function refusal(proposal: DdlProposal, files: Files): Promise<string> {
  const { project } = await readMigrations(files);
  assert.equal(writeMigration(proposal, project, '', NOW), undefined);
  const why = whyNoMigration(proposal, project, '');
  return why ? formatMessage(why) : 'It is possible.';
}
