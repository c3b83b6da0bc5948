import assert from 'node:assert/strict';
import { nextMigration } from '../../../../src/analyzers/schema/next-migration';

const NOW = new Date('2026-03-04T05:06:07.089Z');

/** The last of the project's migrations, and what follows it under the name `create_x_idx`. */
const FOLLOWERS: readonly (readonly [last: string, next: string | undefined, down?: string])[] = [
  ['db/migrations/0005_archive.sql', 'db/migrations/0006_create_x_idx.sql'],
  ['migrations/9_a.sql', 'migrations/10_create_x_idx.sql'],
  ['migrations/099_a.sql', 'migrations/100_create_x_idx.sql'],
  ['migrations/001-add-users.sql', 'migrations/002-create-x-idx.sql'],
  ['migrations/001.add_users.sql', 'migrations/002.create_x_idx.sql'],
  ['migrations/7.sql', 'migrations/8_create_x_idx.sql'],
  ['migrations/20240131120000_a.sql', 'migrations/20260304050607_create_x_idx.sql'],
  ['migrations/202401311200_a.sql', 'migrations/202603040506_create_x_idx.sql'],
  ['migrations/20240131_a.sql', 'migrations/20260304_create_x_idx.sql'],
  ['migrations/20240131120000123_a.sql', 'migrations/20260304050607089_create_x_idx.sql'],
  ['migrations/20300131120000_a.sql', 'migrations/20300131120001_create_x_idx.sql'],
  ['migrations/1706702400000_a.sql', 'migrations/1772600767089_create_x_idx.sql'],
  ['migrations/1706702400_a.sql', 'migrations/1772600767_create_x_idx.sql'],
  ['migrations/2024_01_31_120000_a.sql', 'migrations/2026_03_04_050607_create_x_idx.sql'],
  ['flyway/V12__a.sql', 'flyway/V13__create_x_idx.sql'],
  ['flyway/V1.9__a.sql', 'flyway/V1.10__create_x_idx.sql'],
  ['flyway/V1_9__a.sql', 'flyway/V1_10__create_x_idx.sql'],
  ['flyway/V20240131120000__a.sql', 'flyway/V20260304050607__create_x_idx.sql'],
  [
    'migrations/000004_a.up.sql',
    'migrations/000005_create_x_idx.up.sql',
    'migrations/000005_create_x_idx.down.sql',
  ],
  [
    'migrations/2024-01-31-120000_a/up.sql',
    'migrations/2026-03-04-050607_create_x_idx/up.sql',
    'migrations/2026-03-04-050607_create_x_idx/down.sql',
  ],
  [
    'prisma/migrations/20240131120000_a/migration.sql',
    'prisma/migrations/20260304050607_create_x_idx/migration.sql',
  ],
  ['migrations/add_users.sql', 'migrations/create_x_idx.sql'],
  ['db/schema.sql', undefined],
];

describe('The migration that follows', () => {
  for (const [last, path, downPath] of FOLLOWERS) {
    it(`${last} is ${path ?? 'not known'}`, () => {
      const expected = path === undefined ? undefined : { path, ...(downPath !== undefined && { downPath }) };
      assert.deepEqual(nextMigration([last], 'create_x_idx', NOW), expected);
    });
  }

  it('follows the last one with a number, not a repeatable one', () => {
    const paths = ['flyway/V1__a.sql', 'flyway/V2__b.sql', 'flyway/R__views.sql'];
    assert.deepEqual(nextMigration(paths, 'c', NOW), { path: 'flyway/V3__c.sql' });
  });

  it('goes where the document belongs, when there are several folders', () => {
    const paths = ['packages/a/migrations/0007_x.sql', 'packages/b/migrations/0001_y.sql'];
    assert.deepEqual(nextMigration(paths, 'c', NOW, 'packages/a/src/store.ts'), {
      path: 'packages/a/migrations/0008_c.sql',
    });
    assert.deepEqual(nextMigration(paths, 'c', NOW), { path: 'packages/b/migrations/0002_c.sql' });
  });

  it('is one file in the folder, whatever characters the index has in its name', () => {
    const next = nextMigration(['migrations/001_a.sql'], 'drop_Orders "by" a/b größe', new Date(0));
    assert.equal(next?.path, 'migrations/002_drop_Orders_by_a_b_größe.sql');
  });

  it('is unknown without any', () => {
    assert.equal(nextMigration([], 'c', NOW), undefined);
  });
});
