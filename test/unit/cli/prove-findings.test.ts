import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Log } from 'sarif';
import type { ProofSummary } from '../../../src/cli/proof-summary';
import { buildPrograms } from '../../built-programs';
import { runProgram } from './program';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder';

const SAMPLE = resolve(__dirname, '../../../samples/event-store');
const STATISTICS = resolve(__dirname, '../../fixtures/statistics-files/event-store.json');

interface JsonReport {
  readonly files: readonly { readonly path: string; readonly findings: readonly JsonFinding[] }[];
  readonly proofs?: ProofSummary;
}

interface JsonFinding {
  readonly rule: string;
  readonly severity: string;
  readonly certainty: string;
  readonly evidence?: readonly string[];
  readonly fixes: readonly object[];
}

/** The first start of the planner makes an empty database. */
describe('indexwright check --statistics', function () {
  this.timeout(240_000);
  let folder: TemporaryFolder;

  beforeEach(() => (folder = createTemporaryFolder()));
  afterEach(() => folder.remove());

  const check = (cwd: string, ...args: readonly string[]) =>
    runProgram(cwd, ['check', '--statistics', STATISTICS, ...args]);
  const report = (cwd: string, ...args: readonly string[]): JsonReport =>
    JSON.parse(check(cwd, '--format', 'json', ...args).stdout) as JsonReport;
  const findingsOf = ({ files }: JsonReport, rule: string): readonly JsonFinding[] =>
    files.flatMap(({ findings }) => findings).filter((finding) => finding.rule === rule);

  it('plans the fix of each finding before and after, and says so with the figures, to the byte each time', () => {
    const first = check(SAMPLE, '--format', 'json');
    assert.equal(first.stderr, '');
    assert.equal(first.code, 1);
    assert.equal(check(SAMPLE, '--format', 'json').stdout, first.stdout);
    const read = JSON.parse(first.stdout) as JsonReport;
    const found = findingsOf(read, 'missing-stream-index');
    assert.deepEqual(
      found.map(({ certainty }) => certainty),
      ['planned', 'planned', 'planned'],
    );
    for (const { evidence = [] } of found) {
      assert.match(
        evidence.join(' '),
        /costs [\d.]+ times less where it gains most: \d+ before, \d+ after\./,
      );
      assert.ok(
        evidence.includes('Planned on your migrations and the statistics of orders, read 2 Nov 2026.'),
        evidence.join(' '),
      );
    }
    assert.match(read.proofs?.planner ?? '', /^PGlite /);
    assert.deepEqual([read.proofs?.planned, read.proofs?.unplanned, read.proofs?.leftOut], [7, [], 0]);
  });

  it('leaves an index that keeps versions unique to the rules: no plan shows what it is for', () => {
    const [found] = findingsOf(report(SAMPLE, 'src/event-store.ts'), 'missing-version-constraint');
    assert.deepEqual([found?.certainty, found?.severity], ['catalogued', 'warning']);
  });

  it('takes weight from a finding whose fix gains nothing by the planner: it fails no more', () => {
    const args = ['src/sagas.ts', '--rule', 'unordered-stream-index=warning'];
    assert.equal(check(SAMPLE, ...args, '--proofs', '0').code, 1);
    const { code, stdout } = check(SAMPLE, ...args);
    assert.equal(code, 0);
    assert.match(stdout, /^src\/sagas\.ts:18:5 {2}(?:information|hint) {2}unordered-stream-index\n/);
    assert.match(stdout, /planner gains nothing|not proposed/);
  });

  it('withdraws the index that the planner would not use for any value that the statistics have', () => {
    folder.write({
      'db/migrations/1.sql': 'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL);\n',
      'a.sql': 'SELECT event_id FROM events WHERE stream_id = $1;\n',
    });
    assert.equal(check(folder.path).code, 1);
    // On a server where a page at random costs that much, any index is worse than the whole table.
    const text = readFileSync(STATISTICS, 'utf8');
    folder.write({ 'dear.json': text.replace('"random_page_cost": "4"', '"random_page_cost": "100000"') });
    const args = ['check', '--statistics', 'dear.json', '--format', 'json'];
    const { code, stdout } = runProgram(folder.path, args);
    assert.equal(code, 0);
    const [found] = findingsOf(JSON.parse(stdout) as JsonReport, 'missing-stream-index');
    assert.deepEqual([found?.certainty, found?.severity, found?.fixes], ['planned', 'hint', []]);
    assert.match(
      found?.evidence?.join(' ') ?? '',
      /The planner would not use events_stream_id_idx for any of 2 sets/,
    );
  });

  it('plans what a baseline does not have alone, and starts no planner where nothing is to be planned', () => {
    const baseline = join(folder.path, 'known.json');
    assert.equal(check(SAMPLE, '--write-baseline', baseline).code, 0);
    const known = report(SAMPLE, '--baseline', baseline);
    assert.deepEqual(known.proofs, { planned: 0, unplanned: [], leftOut: 0 });
    assert.equal(check(SAMPLE, '--baseline', baseline).code, 0);
    folder.write({
      'db/migrations/1.sql': 'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text);\n',
      'a.sql': 'SELECT event_id FROM events WHERE stream_id = $1;\n',
    });
    const added = report(folder.path, '--baseline', baseline);
    assert.equal(added.proofs?.planned, 1);
    assert.equal(check(folder.path, '--baseline', baseline).code, 1);
  });

  it('says what could not be planned, and what the budget has left out', () => {
    folder.write({
      'db/migrations/1.sql': 'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text);\n',
      'a.sql': 'SELECT event_id FROM events WHERE stream_id = $1 AND shop.is_open(event_id);\n',
      'b.sql': 'SELECT event_id FROM events WHERE stream_id = $1;\n',
    });
    const { code, stderr, stdout } = check(folder.path, '--format', 'sarif', '--proofs', '1');
    assert.equal(code, 1);
    const [one, other] = stderr.trimEnd().split('\n');
    assert.match(
      one ?? '',
      /^indexwright: a\.sql:1:35: missing-\w+-index could not be planned\. .*"shop" does not exist/,
    );
    assert.equal(other, 'indexwright: 1 finding more could be planned: --proofs allows no more than it has.');
    const [run] = (JSON.parse(stdout) as Log).runs;
    const told = run?.invocations?.[0]?.toolExecutionNotifications ?? [];
    assert.deepEqual(
      told.map(({ message }) => `indexwright: ${message.text}`),
      [one, other],
    );
    const certainties = run?.results?.map(({ properties }) => properties?.['certainty'] as string);
    assert.deepEqual(certainties, ['catalogued', 'catalogued']);
  });

  it('still checks where the planner cannot start, and says so', () => {
    const programs = join(folder.path, 'programs');
    cpSync(dirname(buildPrograms().cli), programs, { recursive: true });
    rmSync(join(programs, 'embedded-planner.js'));
    folder.write({
      'db/migrations/1.sql': 'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text);\n',
      'db/a.sql': 'SELECT event_id FROM events WHERE stream_id = $1;\n',
    });
    const args = [join(programs, 'cli.js'), 'check', 'db', '--statistics', STATISTICS];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, {
      cwd: folder.path,
      encoding: 'utf8',
    });
    assert.equal(status, 1);
    assert.match(stderr, /^indexwright: No finding was planned, so all are as the rules alone see them\. /);
    assert.match(stdout, /^db\/a\.sql:1:35 {2}warning {2}missing-\w+-index\n/);
  });
});
