import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../../src/analyzers/settings';
import { AnalysisPool } from '../../../src/cli/analysis-pool';

const WORKER = join(__dirname, '../../fixtures/workers/echo-worker.cjs');
const SCHEMA = [{ file: '1.sql', text: '' }];

describe('The workers of one check', () => {
  let pool: AnalysisPool;

  /** What each worker had been asked for when it answered. */
  const ask = (count: number): Promise<readonly (readonly string[])[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const document = { file: String(index), text: 'SELECT 1', languageId: 'sql' };
        const { statements } = await pool.analyze({ document, settings: DEFAULT_SETTINGS });
        return statements.map(({ kind }) => kind);
      }),
    );

  afterEach(() => pool.dispose());

  it('are one for a few files', async () => {
    pool = new AnalysisPool({ workerFile: WORKER }, 10);
    await pool.setMigrations('folder', SCHEMA);
    assert.deepEqual((await ask(3)).at(-1), ['schema folder', '0', '1', '2']);
  });

  it('all know the schema, and share the files evenly', async () => {
    pool = new AnalysisPool({ workerFile: WORKER }, 10_000);
    const summary = await pool.setMigrations('folder', SCHEMA);
    assert.equal(summary.tables, 1);
    const asked = await ask(pool.capacity);
    assert.deepEqual(new Set(asked.map(([first]) => first)), new Set(['schema folder']));
    assert.equal(Math.max(...asked.map(({ length }) => length)), 3);
  });
});
