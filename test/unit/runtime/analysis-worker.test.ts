import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS } from '../../../src/analyzers';
import { formatMessage } from '../../../src/analyzers/message';
import { AnalysisClient } from '../../../src/runtime/analysis-client';
import { buildPrograms } from '../../built-programs';

const SCHEMA = 'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL);';
const QUERY = 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 10';
const TYPESCRIPT = `export const read = (ids: string[]) => sql\`${QUERY.replace('$1', '${ids}')}\`;`;

/** What people open by mistake, and what half-typed documents look like. */
const BAD_INPUT: Readonly<Record<string, readonly [languageId: string, text: string]>> = {
  'an unterminated quote': ['sql', `SELECT 'abc FROM events;\n${QUERY};`],
  'an unterminated dollar quote': ['sql', 'SELECT $q$ abc FROM events'],
  'an unterminated comment': ['sql', 'SELECT 1 /* FROM events'],
  'an unterminated template': ['typescript', 'const a = sql`SELECT * FROM events WHERE stream_id = ${'],
  'binary garbage': [
    'sql',
    Array.from({ length: 200_000 }, (_, n) => String.fromCharCode((n * 7919) % 256)).join(''),
  ],
  'garbage in TypeScript': [
    'typescript',
    `select from ${Array.from({ length: 200_000 }, (_, n) => String.fromCharCode((n * 7919) % 65_536)).join('')}`,
  ],
  'NUL characters': ['sql', `SELECT \0 FROM events;\0\n${QUERY};`],
  'lone surrogates': ['sql', `SELECT '\ud800' FROM "\udc00" WHERE a = '\ud83d'`],
  'five megabytes of statements': ['sql', `${QUERY};\n`.repeat(60_000)],
  'five megabytes in one string': ['sql', `SELECT '${'x'.repeat(5_000_000)}' FROM events`],
  'a chain of 10,000 additions': ['sql', `SELECT ${Array(10_000).fill('1').join(' + ')} FROM events`],
  'a chain of 10,000 concatenations': ['sql', `SELECT ${Array(10_000).fill("'a'").join(' || ')} FROM events`],
  'a chain of 20,000 conditions': [
    'sql',
    `SELECT * FROM events WHERE ${Array(20_000).fill('a = 1').join(' AND ')}`,
  ],
  '5,000 set operations': ['sql', Array(5_000).fill('SELECT 1 FROM events').join(' UNION ALL ')],
  '20,000 parentheses': ['sql', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)} FROM events`],
  'a concatenation of 10,000 strings': [
    'typescript',
    `const a = 'SELECT * FROM events WHERE a = 1' + ${Array(10_000).fill("' OR a = 1'").join(' + ')};`,
  ],
};

describe('The analysis worker as it ships', function () {
  this.timeout(60_000);
  const failures: string[] = [];
  let client: AnalysisClient;

  before(() => {
    client = new AnalysisClient({
      workerFile: buildPrograms().worker,
      timeoutMs: 20_000,
      onDidFail: (error, subject) => failures.push(`${subject}: ${error.message}`),
    });
  });

  beforeEach(() => failures.splice(0));

  after(() => client.dispose());

  const judge = (languageId: string, text: string, snapshotKey?: string) =>
    client.analyze({
      document: { file: `document.${languageId}`, languageId, text },
      settings: DEFAULT_SETTINGS,
      ...(snapshotKey !== undefined && { snapshotKey }),
    });

  it('reads migrations and says what they declare', async () => {
    const summary = await client.setMigrations('shop', [
      { file: 'file:///shop/db/migrations/0001.sql', path: 'db/migrations/0001.sql', text: SCHEMA },
    ]);
    assert.deepEqual(summary, {
      source: {
        kind: 'migrations',
        folders: ['db/migrations'],
        files: ['file:///shop/db/migrations/0001.sql'],
        forms: {},
      },
      tables: 1,
      indexes: 1,
      problems: [],
    });
  });

  it('reads migrations that are programs', async () => {
    const file = 'file:///shop/db/migrations/0001.js';
    const text = "exports.up = (pgm) => pgm.sql('CREATE TABLE t (a int PRIMARY KEY)');";
    const { source, tables, indexes } = await client.setMigrations('programs', [{ file, text }]);
    assert.deepEqual([tables, indexes], [1, 1]);
    assert.deepEqual(source.kind === 'migrations' && source.forms, { [file]: { tool: 'node-pg-migrate' } });
  });

  for (const [languageId, text] of [
    ['sql', QUERY],
    ['typescript', TYPESCRIPT],
  ] as const) {
    it(`judges ${languageId} by the migrations that it was told`, async () => {
      const [finding] = (await judge(languageId, text, 'shop')).findings;
      assert.equal(finding?.ruleId, 'missing-stream-index');
      assert.equal(formatMessage(finding.basis), 'Judged from 1 migration in db/migrations.');
      assert.match(text.slice(finding.span.start, finding.span.end), /^stream_id = ANY\(/);
    });
  }

  it('knows no table without them', async () => {
    const { findings } = await judge('sql', QUERY, 'unknown');
    assert.deepEqual(
      findings.map(({ certainty }) => certainty),
      ['stated'],
    );
  });

  for (const [what, [languageId, text]] of Object.entries(BAD_INPUT)) {
    it(`answers for ${what}, and goes on`, async () => {
      await judge(languageId, text, 'shop');
      assert.deepEqual(failures, []);
      const { findings } = await judge('sql', QUERY, 'shop');
      assert.equal(findings.length, 1);
    });
  }
});
