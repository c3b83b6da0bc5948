import assert from 'node:assert/strict';
import { describeBasis } from '../../../src/analyzers/describe-basis';
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

  for (const [source, sentence] of cases)
    it(`is told as "${sentence}"`, () => {
      const snapshot = { ...EMPTY_SNAPSHOT, source };
      assert.equal(formatMessage(describeBasis(snapshot, snapshot).catalogued), sentence);
    });
});
