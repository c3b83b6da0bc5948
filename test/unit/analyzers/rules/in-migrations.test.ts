import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS, readSchema } from '../../../../src/analyzers';
import { libpgFeeder } from '../feeders';

const MIGRATION = 'db/migrations/0002_backfill.sql';
const TABLES = `CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, request_id uuid);
CREATE TABLE events (id bigint PRIMARY KEY, stream_id text, version int, type text, data jsonb);
CREATE TABLE members (team_id bigint, user_id bigint, since timestamptz, PRIMARY KEY (team_id, user_id));`;

/** The codes of what a rule concluded for the last statement of a document. */
async function conclusions(ruleId: string, file: string, statement: string): Promise<readonly string[]> {
  const feeder = await libpgFeeder();
  const files = [
    { file: 'db/migrations/0001_tables.sql', text: TABLES },
    { file: MIGRATION, text: statement },
  ];
  const snapshot = readSchema(files, feeder, {
    kind: 'migrations',
    folders: ['db/migrations'],
    files: files.map((each) => each.file),
  });
  const document = { file, languageId: 'sql', text: statement };
  const { statements } = analyze({ document, snapshot, settings: DEFAULT_SETTINGS, feeder });
  const verdicts = statements.at(-1)?.verdicts ?? [];
  return verdicts
    .filter((verdict) => verdict.ruleId === ruleId)
    .map(({ outcome, reason }) => reason?.code ?? outcome);
}

describe('Statements of migrations, which run once', () => {
  const cases = [
    ['missing-lookup-index', 'UPDATE orders SET request_id = NULL WHERE user_id = ANY ($1);'],
    ['missing-correlation-index', 'UPDATE orders SET user_id = 1 WHERE request_id = $1;'],
    ['missing-type-index', 'SELECT * FROM events WHERE type = $1 ORDER BY id LIMIT 10;'],
    ['misordered-link-key', 'UPDATE members SET since = now() WHERE user_id = $1;'],
    ['unindexed-cleanup', 'DELETE FROM members WHERE since < now();'],
  ] as const;

  for (const [ruleId, statement] of cases) {
    it(`are nothing that ${ruleId} asks an index for`, async () => {
      assert.deepEqual(await conclusions(ruleId, MIGRATION, statement), ['runs-once']);
      assert.deepEqual(await conclusions(ruleId, 'src/orders.sql', statement), ['finding']);
    });
  }
});
