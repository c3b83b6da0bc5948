import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS } from '../../../../src/analyzers';
import { isTestFile } from '../../../../src/analyzers/sources/test-file';
import { snapshotOf } from '../../../rule-fixtures';
import { libpgFeeder } from '../feeders';

describe('A test of the program', () => {
  for (const path of [
    'src/store.test.ts',
    'src/store.spec.tsx',
    'src/store_test.sql',
    'lib/__tests__/store.ts',
    'test/store.ts',
    'packages/core/tests/add/options.sql',
    'e2e/login.ts',
    'apps/web/cypress/seed.ts',
    'packages/integration-tests/src/store.ts',
    'simulation-test/migrations/0004_index.sql',
    'internal/testcontainers/src/schema.ts',
    'packages/test-utils/src/store.ts',
    'bench/../src/log.bench.ts',
  ]) {
    it(`is ${path}`, () => assert.equal(isTestFile(path), true));
  }

  for (const path of [
    'src/store.ts',
    'src/latest.ts',
    'src/contest/store.ts',
    'src/ab-test/store.ts',
    'src/test.ts',
    'db/attest.sql',
  ]) {
    it(`is not ${path}`, () => assert.equal(isTestFile(path), false));
  }

  const judge = async (text: string, isTest: boolean) =>
    analyze({
      document: { file: 'a.sql', languageId: 'sql', text, isTest },
      snapshot: await snapshotOf('bare'),
      settings: DEFAULT_SETTINGS,
      feeder: await libpgFeeder(),
    });

  it('is not told how fast its queries are, and says why', async () => {
    const query = "SELECT * FROM events WHERE stream_id = 'a'";
    assert.equal((await judge(query, false)).findings.length, 1);
    const { findings, statements } = await judge(query, true);
    assert.deepEqual(findings, []);
    const reason = statements[0]?.verdicts.find(({ ruleId }) => ruleId === 'missing-stream-index')?.reason;
    assert.equal(reason?.code, 'test-file');
  });

  it('is told what PostgreSQL refuses', async () => {
    const refused = 'SELECT tablename FROM pg_stat_user_indexes';
    assert.deepEqual(
      (await judge(refused, true)).findings.map(({ ruleId }) => ruleId),
      ['unknown-statistics-column'],
    );
  });
});
