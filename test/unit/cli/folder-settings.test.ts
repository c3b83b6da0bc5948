import assert from 'node:assert/strict';
import { runProgram } from './program';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder';

const SCHEMA = 'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, kind text);\n';
const QUERY = 'SELECT event_id FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 10;\n';
const SETTINGS = '.vscode/settings.json';

interface Output {
  readonly files: readonly { path: string; findings: readonly { severity: string }[] }[];
  readonly schemas: readonly { tables: number }[];
}

/** Building what ships takes most of it. */
describe('The command line in folders with settings', function () {
  this.timeout(120_000);
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = createTemporaryFolder();
    folder.write({ 'db/migrations/1.sql': SCHEMA, 'a/one.sql': QUERY, 'b/deep/two.sql': QUERY });
  });
  afterEach(() => folder.remove());

  const check = (...args: readonly string[]) => runProgram(folder.path, ['check', 'a', 'b', ...args]);
  const output = (...args: readonly string[]) =>
    JSON.parse(check('--format', 'json', ...args).stdout) as Output;
  const severities = (...args: readonly string[]) =>
    output(...args).files.map(({ findings }) => findings.map(({ severity }) => severity).join());
  const rule = (severity: string): string =>
    JSON.stringify({ 'indexwright.lint.rules': { 'missing-stream-index': severity } });

  it('judges each file by the nearest settings above it', () => {
    assert.deepEqual(severities(), ['warning', 'warning']);
    folder.write({ [SETTINGS]: rule('error') });
    assert.deepEqual(severities(), ['error', 'error']);
    folder.write({ [`b/${SETTINGS}`]: rule('off') });
    assert.deepEqual(severities(), ['error', '']);
    folder.write({ [`b/deep/${SETTINGS}`]: '{ "editor.fontSize": 20 }' });
    assert.deepEqual(severities(), ['error', ''], 'a file that is about other things says nothing');
  });

  it('lets options win, and passes settings over when it is told to', () => {
    folder.write({ [SETTINGS]: rule('off') });
    assert.deepEqual(severities(), ['', '']);
    assert.deepEqual(severities('--rule', 'missing-stream-index=hint'), ['hint', 'hint']);
    assert.deepEqual(severities('--no-settings'), ['warning', 'warning']);
  });

  it('reads comments and commas at the end, as the editor does', () => {
    folder.write({
      [SETTINGS]: `{
        // "indexwright.lint.rules": {},
        "files.exclude": { "**/*.js": true, "//": true }, /* , } */
        "indexwright.lint.rules": { "missing-stream-index": "info", },
      }`,
    });
    assert.deepEqual(severities(), ['information', 'information']);
  });

  it('takes the migrations, the version and what else the editor has for a folder', () => {
    folder.write({
      [`b/${SETTINGS}`]: JSON.stringify({
        'indexwright.migrations.folder': './tables',
        'indexwright.targetVersion': 17,
        'indexwright.lint.requireSuppressionReason': true,
        'indexwright.lint.embeddedSql.callees': ['run'],
      }),
      'b/tables/1.sql': `${SCHEMA}CREATE TABLE other (id int);\n`,
      'b/deep/two.sql': `-- indexwright-disable-next-line missing-stream-index\n${QUERY}`,
      'b/deep/four.ts': "run('DELETE FROM events');\n",
    });
    assert.deepEqual(
      output().schemas.map(({ tables }) => tables),
      [1, 2],
    );
    assert.match(check().stdout, /^b\/deep\/two\.sql:1:4 .*suppression\/no-reason\n/m);
    assert.equal(check('--migrations', 'db/migrations', '--no-settings').stdout.includes('no-reason'), false);
  });

  it('names what it cannot use, and ends with 2', () => {
    folder.write({
      [SETTINGS]: JSON.stringify({
        'indexwright.targetVersion': 'new',
        'indexwright.lint.rules': { misspelt: 'off', 'missing-stream-index': 'loud', 'offset-paging': 'off' },
        'indexwright.lint.embeddedSql.tags': ['sql', 7],
        'indexwright.lint.expectedArraySize': 0,
        'indexwright.lint.requireSuppressionReason': 'yes',
        'indexwright.migrations.folder': '../elsewhere',
      }),
      [`b/${SETTINGS}`]: '{ "indexwright.lint.rules": ',
    });
    const { code, stderr, stdout } = check();
    assert.equal(code, 2);
    assert.match(stdout, /missing-stream-index/, 'the rest is judged');
    for (const part of [
      'sets indexwright.targetVersion to "new"; it takes a major version from 14 to 18.',
      'sets indexwright.lint.rules for misspelt, which is no rule.',
      'sets indexwright.lint.rules for missing-stream-index to "loud"; it takes off, hint, info, warning, error.',
      'sets indexwright.lint.embeddedSql.tags to ["sql",7]; it takes a list of names.',
      'sets indexwright.lint.expectedArraySize to 0; it takes a whole number from 1.',
      'sets indexwright.lint.requireSuppressionReason to "yes"; it takes true or false.',
      'sets indexwright.migrations.folder to "../elsewhere"; it takes a folder within the one that holds .vscode.',
    ]) {
      assert.ok(stderr.includes(`indexwright: .vscode/settings.json ${part}\n`), `${part}\n${stderr}`);
    }
    assert.match(stderr, /^indexwright: b\/\.vscode\/settings\.json is not JSON\.$/m);
    assert.equal(check('--no-settings').code, 1);
  });

  it('does not call fixed in a baseline what a folder turned off', () => {
    assert.equal(check('--write-baseline', 'known.json').code, 0);
    folder.write({ [`b/${SETTINGS}`]: rule('off') });
    assert.deepEqual(check('--baseline', 'known.json').stderr, '');
    folder.write({ 'b/deep/two.sql': 'SELECT 1;\n' });
    assert.match(check('--baseline', 'known.json').stderr, /^indexwright: b\/deep\/two\.sql: .* is fixed/);
  });

  it('looks no further than the root of the repository', () => {
    folder.write({ [SETTINGS]: rule('off'), 'b/.git/HEAD': '' });
    assert.deepEqual(severities(), ['', 'warning']);
  });
});
