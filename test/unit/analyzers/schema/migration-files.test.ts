import assert from 'node:assert/strict';
import { findMigrations, isReverseFile } from '../../../../src/analyzers/schema/migration-files';

interface Case {
  readonly behaviour: string;
  readonly paths: readonly string[];
  readonly folder?: string;
  readonly expected: readonly string[];
  readonly kind?: 'schema';
}

const CASES: readonly Case[] = [
  {
    behaviour: 'takes folders of migrations at any depth and no other SQL',
    paths: ['a/b/migrations/1_x.sql', 'db/migrate/1_x.sql', 'queries/report.sql', 'migration/1.sql', 'x.sql'],
    expected: ['a/b/migrations/1_x.sql', 'db/migrate/1_x.sql', 'migration/1.sql'],
  },
  {
    behaviour: 'orders by number, not by letter',
    paths: ['migrations/10_c.sql', 'migrations/2_b.sql', 'migrations/0001_a.sql'],
    expected: ['migrations/0001_a.sql', 'migrations/2_b.sql', 'migrations/10_c.sql'],
  },
  {
    behaviour: 'orders timestamps that are too long for a number',
    paths: ['migrations/20240131120000124_b.sql', 'migrations/20240131120000123_a.sql'],
    expected: ['migrations/20240131120000123_a.sql', 'migrations/20240131120000124_b.sql'],
  },
  {
    behaviour: "orders Flyway's versions by their parts, repeatable ones last, and leaves undo ones out",
    paths: [
      'src/main/resources/sql/R__views.sql',
      'src/main/resources/sql/V1.10__d.sql',
      'src/main/resources/sql/V1.9__c.sql',
      'src/main/resources/sql/V1_2__b.sql',
      'src/main/resources/sql/V1__a.sql',
      'src/main/resources/sql/U1__a.sql',
      'src/main/resources/sql/queries.sql',
    ],
    expected: [
      'src/main/resources/sql/V1__a.sql',
      'src/main/resources/sql/V1_2__b.sql',
      'src/main/resources/sql/V1.9__c.sql',
      'src/main/resources/sql/V1.10__d.sql',
      'src/main/resources/sql/R__views.sql',
    ],
  },
  {
    behaviour: 'leaves out what takes migrations back',
    paths: [
      'migrations/1_a.up.sql',
      'migrations/1_a.down.sql',
      'migrations/2_b.sql',
      'migrations/2_b_down.sql',
      'migrations/down/3_c.sql',
      'migrations/4_d.rollback.sql',
      'migrations/2024-01-31-120000_e/up.sql',
      'migrations/2024-01-31-120000_e/down.sql',
      'migrations/5_count_down.sql.sql',
    ],
    expected: [
      'migrations/1_a.up.sql',
      'migrations/2_b.sql',
      'migrations/5_count_down.sql.sql',
      'migrations/2024-01-31-120000_e/up.sql',
    ],
  },
  {
    behaviour: "orders Prisma's folders",
    paths: [
      'prisma/migrations/20240201000000_b/migration.sql',
      'prisma/migrations/20240101000000_a/migration.sql',
      'prisma/seed.sql',
    ],
    expected: [
      'prisma/migrations/20240101000000_a/migration.sql',
      'prisma/migrations/20240201000000_b/migration.sql',
    ],
  },
  {
    behaviour: 'knows the folders of Drizzle and Supabase',
    paths: [
      'drizzle/0001_b.sql',
      'drizzle/0000_a.sql',
      'supabase/migrations/20240101_x.sql',
      'supabase/seed.sql',
    ],
    expected: ['drizzle/0000_a.sql', 'drizzle/0001_b.sql', 'supabase/migrations/20240101_x.sql'],
  },
  {
    behaviour: 'leaves tests, examples of data and other databases out',
    paths: [
      'test/migrations/1_a.sql',
      'migrations/fixtures/1_a.sql',
      'node_modules/x/migrations/1.sql',
      'migrations/mysql/1_a.sql',
      'db/seeds/migrations/1.sql',
      'migrations/postgres/1_a.sql',
    ],
    expected: ['migrations/postgres/1_a.sql'],
  },
  {
    behaviour: 'keeps the folders of several projects apart',
    paths: ['b/migrations/1_x.sql', 'a/migrations/2_y.sql', 'a/migrations/1_z.sql'],
    expected: ['a/migrations/1_z.sql', 'a/migrations/2_y.sql', 'b/migrations/1_x.sql'],
  },
  {
    behaviour: 'takes files of a whole schema where there are no migrations',
    paths: ['db/schema.sql', 'db/schema/2_b.sql', 'db/schema/1_a.sql', 'structure.sql', 'other/report.sql'],
    expected: ['db/schema/1_a.sql', 'db/schema/2_b.sql', 'db/schema.sql', 'structure.sql'],
    kind: 'schema',
  },
  {
    behaviour: 'prefers migrations to the dump beside them',
    paths: ['db/structure.sql', 'db/migrate/1_a.sql'],
    expected: ['db/migrate/1_a.sql'],
  },
  {
    behaviour: 'takes every script of the folder that the user names, whatever it is called',
    paths: ['sql/test/b.sql', 'sql/a.sql', 'sql/a.down.sql', 'sql/readme.md', 'migrations/1_x.sql'],
    folder: './sql/',
    expected: ['sql/a.sql', 'sql/test/b.sql'],
  },
  { behaviour: 'takes the whole project as the folder', paths: ['a.sql'], folder: '.', expected: ['a.sql'] },
  {
    behaviour: 'finds nothing in a project without any',
    paths: ['x.sql', 'src/a.ts'],
    expected: [],
    kind: 'schema',
  },
];

describe('The migrations of a project', () => {
  for (const { behaviour, paths, folder, expected, kind = 'migrations' } of CASES) {
    it(behaviour, () => {
      const found = findMigrations(paths, folder);
      assert.deepEqual({ kind: found.kind, paths: found.paths }, { kind, paths: expected });
      assert.deepEqual(findMigrations([...paths].reverse(), folder).paths, expected);
    });
  }
});

describe('A file that takes a migration back', () => {
  const PATHS: Readonly<Record<string, boolean>> = {
    'file:///shop/migrations/000001_a.down.sql': true,
    'db/migrate/down/1_a.sql': true,
    'db/migrations/2024-01-31-120000_a/down.sql': true,
    'flyway/U1.2__a.sql': true,
    'sql/001_a_down.sql': true,
    'migrations/000001_a.up.sql': false,
    'src/history/undo.sql': false,
    'src/undo/history.sql': false,
    'rollback/queries/open.sql': false,
    'migrations/001_down.ts': false,
  };
  for (const [path, expected] of Object.entries(PATHS)) {
    it(`${path} is ${expected ? 'one' : 'none'}`, () => {
      assert.equal(isReverseFile(path), expected);
    });
  }
});
