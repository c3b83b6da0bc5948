import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { git, runProgram } from './program';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder';

const SCHEMA = 'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, kind text);\n';
const query = (kind: string): string =>
  `SELECT event_id\nFROM events\nWHERE stream_id = ANY($1) AND kind = '${kind}'\nORDER BY event_id\nLIMIT 10;\n`;

/** Building what ships takes most of it. */
describe('The command line in a git repository', function () {
  this.timeout(120_000);
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = createTemporaryFolder();
    folder.write({
      'db/migrations/1.sql': SCHEMA,
      'db/old.sql': `${query('a')}\n${query('b')}`,
      'db/fine.sql': 'SELECT 1;\n',
    });
    git(folder.path, 'init', '--quiet', '--initial-branch=main');
    git(folder.path, 'add', '.');
    git(folder.path, 'commit', '--quiet', '--message=first');
  });
  afterEach(() => folder.remove());

  const check = (...args: readonly string[]) => runProgram(folder.path, ['check', ...args]);
  /** Path and line of each result. */
  const found = (...args: readonly string[]): readonly string[] => {
    const log = JSON.parse(check('--format', 'sarif', ...args).stdout) as Log;
    const locations = log.runs[0]?.results?.flatMap(({ locations = [] }) => locations) ?? [];
    return locations.map(({ physicalLocation: place }) =>
      [place?.artifactLocation?.uri, place?.region?.startLine].join(':'),
    );
  };
  const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');

  it('finds what is there, and ends with 1', () => {
    assert.deepEqual(found(), ['db/old.sql:3', 'db/old.sql:9']);
    assert.equal(check().code, 1);
    assert.match(check('--format', 'github').stdout, /^::warning file=db\/old\.sql,line=3,/);
  });

  it('accepts all of it in a baseline, and finds only what comes new', () => {
    assert.deepEqual(check('--write-baseline', 'ci/known.json'), {
      code: 2,
      stdout: '',
      stderr: 'indexwright: The baseline ci/known.json could not be written (ENOENT).\n',
    });
    assert.deepEqual(check('--write-baseline', 'known.json'), {
      code: 0,
      stdout: 'known.json holds 2 findings.\n',
      stderr: '',
    });
    const before = read('known.json');
    folder.write({ 'db/old.sql': `-- moved\n\n${read('db/old.sql')}`, 'db/new.sql': query('c') });
    assert.deepEqual(found('--baseline', 'known.json'), ['db/new.sql:3']);
    assert.equal(check('--baseline', 'known.json', 'db/old.sql').code, 0);
    assert.equal(
      runProgram(join(folder.path, 'db'), ['check', '--baseline', '../known.json', 'old.sql']).code,
      0,
    );
    folder.write({ 'db/new.sql': '' });
    check('--write-baseline', 'known.json');
    assert.equal(read('known.json'), before);
  });

  it('tells what of the baseline is fixed, where it looked', () => {
    check('--write-baseline', 'known.json');
    folder.write({ 'db/old.sql': query('a') });
    const { code, stderr } = check('--baseline', 'known.json');
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^indexwright: db\/old\.sql: missing-stream-index is fixed: SELECT .*kind = 'b'.*\n/,
    );
    assert.match(stderr, /known\.json can shrink: --write-baseline known\.json writes it again\.\n$/);
    assert.equal(check('--baseline', 'known.json', 'db/fine.sql').stderr, '');
    assert.equal(check('--baseline', 'known.json', '--rule', 'missing-stream-index=off').stderr, '');
  });

  it('says in a sentence that a baseline is not there or is none, and ends with 2', () => {
    folder.write({ 'text.json': '{', 'other.json': '{ "format": 2 }' });
    for (const [name, sentence] of [
      ['none.json', /^indexwright: There is no baseline none\.json yet/],
      ['text.json', /^indexwright: The baseline text\.json is not JSON\.\n$/],
      ['other.json', /^indexwright: The file other\.json is no baseline of format 1\.\n$/],
    ] as const) {
      const { code, stdout, stderr } = check('--baseline', name);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, sentence);
    }
  });

  it('looks at changed statements alone: committed, not yet, and in files that git does not know', () => {
    assert.deepEqual(found('--changed-since', 'HEAD'), []);
    git(folder.path, 'checkout', '--quiet', '-b', 'topic');
    folder.write({ 'db/old.sql': `-- new\n${query('a')}\n${query('b').replace('10', '20')}` });
    git(folder.path, 'commit', '--quiet', '--all', '--message=second');
    folder.write({ 'db/ä new.sql': query('c') });
    assert.deepEqual(found('--changed-since', 'main'), ['db/old.sql:10', 'db/%C3%A4%20new.sql:3']);
    assert.deepEqual(found('--changed-since', 'HEAD'), ['db/%C3%A4%20new.sql:3']);
    assert.equal(check('--changed-since', 'HEAD', 'db/old.sql').code, 0);
  });

  it('counts from where the branch left, whatever the ref has got since', () => {
    git(folder.path, 'checkout', '--quiet', '-b', 'topic');
    git(folder.path, 'checkout', '--quiet', 'main');
    folder.write({ 'db/old.sql': query('z') });
    git(folder.path, 'commit', '--quiet', '--all', '--message=on main');
    git(folder.path, 'checkout', '--quiet', 'topic');
    assert.deepEqual(found('--changed-since', 'main'), []);
  });

  it('says in a sentence that git, the repository or the ref is missing, and ends with 2', () => {
    const { code, stderr } = check('--changed-since', 'nowhere');
    assert.equal(code, 2);
    assert.match(stderr, /^indexwright: git knows no commit nowhere here\..*\n$/);
    const withoutGit = runProgram(folder.path, ['check', '--changed-since', 'main'], { PATH: '' });
    assert.equal(withoutGit.code, 2);
    assert.match(withoutGit.stderr, /git was not found/);
    const noRepository = runProgram(folder.path, ['check', '--changed-since', 'main'], {
      GIT_DIR: '/nowhere',
    });
    assert.equal(noRepository.code, 2);
    assert.match(noRepository.stderr, /in no git repository/);
  });

  it('tells of comments of no use, and fails for those that do not work', () => {
    folder.write({
      'db/old.sql': '',
      'db/fine.sql': '-- indexwright-disable-file missing-stream-index\nSELECT 1;\n',
    });
    const unused = check();
    assert.equal(unused.code, 0);
    assert.match(unused.stdout, /^db\/fine\.sql:1:29 {2}hint {2}suppression\/unused\n/);
    assert.equal(check('--require-reason').code, 1);
    assert.equal(check('--fail-on', 'hint').code, 1);
    folder.write({ 'db/fine.sql': '-- indexwright-disable-file misspelt\nSELECT 1;\n' });
    assert.equal(check().code, 1);
  });
});
