import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS, readSchema } from '../../../../src/analyzers';
import {
  isInstallFile,
  isRunOnceFile,
  runsQueriesOnce,
} from '../../../../src/analyzers/schema/run-once-file';
import { snapshotOf } from '../../../rule-fixtures';
import { libpgFeeder } from '../feeders';

describe('A file that runs once', () => {
  for (const path of [
    'sql/000006.sql',
    'schema/v0.sql',
    'packages/schemas/alterations/1.0.0_rc.0-1673349501-sign-in.ts',
    'packages/database/migration/20250812114145_adds_ids/migration.ts',
    'src/storage/events/upgrades/sync-catalog-ids.ts',
    'db/migrations-client/post-initial-sync-indexes.sql',
  ]) {
    it(`is ${path}`, () => assert.equal(isRunOnceFile(path), true));
  }

  for (const path of [
    'src/queries/events.sql',
    'src/migrate.ts',
    'src/2fa-tokens.ts',
    'pages/404.ts',
    'migrations/app/packages/server/src/store.ts',
    'src/emigration/visas.ts',
  ]) {
    it(`is not ${path}`, () => assert.equal(isRunOnceFile(path), false));
  }

  it('is not the program that runs the others, as far as its queries go', () => {
    for (const path of [
      'packages/migrations/src/batched-migrations/batched-migration-runner.sql',
      'src/sysdb_migrations/migration_runner.ts',
      'modules/storage/src/migrations/MigrationStore.ts',
    ])
      assert.deepEqual([isRunOnceFile(path), runsQueriesOnce(path)], [true, false], path);
    for (const path of [
      'src/migrations/20250812-names.ts',
      'prisma/migrations/20250812_names/migration.sql',
      'src/schema/migrations/0_42_0/legacy.ts',
      'src/events/upgrades/sync-ids.ts',
      'sql/000006.sql',
    ])
      assert.equal(runsQueriesOnce(path), true, path);
  });

  it('is told apart from one that is run on an empty database', () => {
    assert.equal(isInstallFile('database/indexes/messages-id.sql'), true);
    assert.equal(isInstallFile('database/tables/../schema/events.sql'), true);
    assert.equal(isInstallFile('src/indexes/search.ts'), false);
  });

  const judge = async (file: string, text: string) =>
    analyze({
      document: { file, languageId: 'sql', text },
      snapshot: await snapshotOf('bare'),
      settings: DEFAULT_SETTINGS,
      feeder: await libpgFeeder(),
    });

  it('is not told how fast its queries are', async () => {
    const query = "SELECT * FROM events WHERE stream_id = 'a'";
    assert.equal((await judge('queries/events.sql', query)).findings.length, 1);
    const { findings, statements } = await judge('alterations/1673349501-events.sql', query);
    assert.deepEqual(findings, []);
    const reason = statements[0]?.verdicts.find(({ ruleId }) => ruleId === 'missing-stream-index')?.reason;
    assert.equal(reason?.code, 'runs-once');
  });

  it('makes indexes on an empty database where it installs a table that the schema does not know', async () => {
    const index = 'CREATE INDEX messages_id ON message_store.messages (id)';
    assert.deepEqual((await judge('database/indexes/messages-id.sql', index)).findings, []);
    const known = 'CREATE INDEX events_data ON events (event_data)';
    const { findings } = await judge('database/new/events-data.sql', known);
    assert.deepEqual(
      findings.map(({ ruleId }) => ruleId),
      ['unsafe-index-ddl'],
    );
  });

  it('does not tell again what the files of the schema say already', async () => {
    const feeder = await libpgFeeder();
    const table =
      'CREATE TABLE notes (id int PRIMARY KEY, UNIQUE (id));\nCREATE INDEX notes_idx ON notes (id);';
    const file = 'migrations/1_notes.sql';
    const source = { kind: 'migrations', folders: ['migrations'], files: [file] } as const;
    const snapshot = readSchema([{ file, text: table }], feeder, source);
    const judgeFile = (path: string, text = table) =>
      analyze({
        document: { file: path, languageId: 'sql', text },
        snapshot,
        settings: DEFAULT_SETTINGS,
        feeder,
      }).findings.map(({ ruleId }) => ruleId);
    assert.ok(judgeFile(file).includes('redundant-index'));
    assert.deepEqual(judgeFile('sql/schema/v0.sql'), []);
    const other = table.replaceAll('notes', 'links');
    assert.ok(judgeFile('sql/schema/v0.sql', other).includes('redundant-index'), 'tables that only it has');
  });
});
