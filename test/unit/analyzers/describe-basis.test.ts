import assert from 'node:assert/strict';
import { describeBasis } from '../../../src/analyzers/describe-basis';
import { describePlaces } from '../../../src/analyzers/describe-places';
import { formatMessage } from '../../../src/analyzers/message';
import { EMPTY_SNAPSHOT } from '../../../src/analyzers/schema/snapshot';
import type { MigrationsSource, SnapshotSource } from '../../../src/analyzers/schema/snapshot-source';

const SERVER = {
  kind: 'server',
  target: 'shop@db.example:5432',
  versionNumber: 150_004,
  readAt: '2026-11-25T10:00:00.000Z',
} as const;

function migrations(...files: readonly string[]): MigrationsSource {
  return { kind: 'migrations', folders: ['db/migrations'], files };
}

describe('What a finding says it was judged from', () => {
  const cases: readonly (readonly [SnapshotSource, string])[] = [
    [{ kind: 'none' }, 'Judged from the statement alone: no schema is known here.'],
    [migrations('1.sql'), 'Judged from 1 migration in db/migrations.'],
    [migrations('1.sql', '2.sql'), 'Judged from 2 migrations in db/migrations.'],
    [SERVER, 'Checked against shop@db.example:5432.'],
    [
      { ...SERVER, migrations: migrations('1.sql') },
      'Checked against shop@db.example:5432 and 1 migration in db/migrations.',
    ],
    [
      { ...SERVER, migrations: migrations('1.sql', '2.sql') },
      'Checked against shop@db.example:5432 and 2 migrations in db/migrations.',
    ],
  ];

  it('names folders together where each migration has one', () => {
    const folders = ['prisma/migrations/1_a', 'prisma/migrations/2_b', 'prisma/migrations/3_c', 'sql'];
    assert.equal(describePlaces(folders), 'prisma/migrations/*, sql');
    assert.equal(describePlaces(folders.slice(0, 2)), 'prisma/migrations/1_a, prisma/migrations/2_b');
    assert.equal(describePlaces(['a/1', 'b/1', 'c/1', 'd/1', 'e/1']), 'a/1, b/1, c/1, …');
    assert.equal(describePlaces(['']), '.');
  });

  for (const [source, sentence] of cases)
    it(`is told as "${sentence}"`, () => {
      const snapshot = { ...EMPTY_SNAPSHOT, source };
      assert.equal(formatMessage(describeBasis(snapshot, snapshot).catalogued), sentence);
    });
});
