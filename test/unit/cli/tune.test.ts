import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { TuningReport } from '../../../src/analyzers/workload/tuning-report';
import { runProgram } from './program';
import { createTemporaryFolder } from './temporary-folder';

const SAMPLE = resolve(__dirname, '../../../samples/event-store');

describe('indexwright tune', function () {
  this.timeout(120_000);

  it('proposes indexes for the sample by which no query gets dearer, and says what that rests on', () => {
    const { code, stdout, stderr } = runProgram(SAMPLE, ['tune', '--format', 'json', '--budget', '500MB']);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    const report = JSON.parse(stdout) as TuningReport & { readonly up: string };
    assert.ok(report.queries.length > 20);
    assert.ok(report.costAfter < report.costBefore / 5, `${report.costAfter} of ${report.costBefore}`);
    for (const { place, before, after } of report.queries) assert.ok(after <= before * 1.001, place);
    assert.deepEqual(
      report.created.filter(({ table }) => table === 'events').map(({ form }) => form)[0],
      '(stream_id, event_version)',
    );
    const bytes = report.created.reduce((sum, index) => sum + index.bytes, 0);
    assert.ok(bytes <= 500 * 1024 ** 2);
    assert.match(
      report.up,
      /^CREATE INDEX CONCURRENTLY \w+\n {4}ON public\.events \(stream_id, event_version\);$/m,
    );
    assert.equal(report.basis.statistics, undefined);
    assert.equal(report.basis.assumedRows, 1_000_000);
  });

  it('stays within a budget that is too small for the best, and writes a report for review', () => {
    const { code, stdout } = runProgram(SAMPLE, [
      ...['tune', 'queries', 'src/event-store.ts'],
      ...['--format', 'markdown', '--budget', '20MB'],
    ]);
    assert.equal(code, 0);
    assert.match(stdout, /^# Indexes for this workspace\n/);
    assert.match(stdout, /## What each query gains\n\n\| Query \|/);
    assert.match(stdout, /```sql\n-- Chosen for all queries/);
    assert.match(stdout, /each is assumed to have 1,000,000 rows/);
    assert.doesNotMatch(stdout, /\(stream_id, event_version\)/);
  });

  it('takes tables for as large as the settings say', () => {
    const folder = createTemporaryFolder();
    try {
      folder.write({
        'migrations/1.sql': 'CREATE TABLE events (id bigint PRIMARY KEY, stream_id text NOT NULL);',
        'read.sql': 'SELECT id FROM events WHERE stream_id = $1;',
      });
      const costFor = (rows: number): number => {
        folder.write({ '.vscode/settings.json': `{ "indexwright.planner.assumedRows": ${rows} }` });
        const { stdout } = runProgram(folder.path, ['tune', '--format', 'json']);
        const { basis, costBefore } = JSON.parse(stdout) as TuningReport;
        assert.equal(basis.assumedRows, rows);
        return costBefore;
      };
      // All blocks are read: ten times the rows are ten times the work.
      const ratio = costFor(1_000_000) / costFor(100_000);
      assert.ok(ratio > 9.9 && ratio < 10.1, String(ratio));
    } finally {
      folder.remove();
    }
  });

  it('refuses weights that say nothing of queries', () => {
    const { code, stderr } = runProgram(SAMPLE, ['tune', '--weights', 'package.json']);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'indexwright: The weights package.json are no list of objects with "query" and "calls": see entry 1.\n',
    );
  });

  it('refuses a budget that is no size', () => {
    const { code, stderr } = runProgram(SAMPLE, ['tune', '--budget', 'much']);
    assert.equal(code, 2);
    assert.equal(stderr, 'indexwright: --budget takes a size such as 500MB or 2GB, not much.\n');
  });
});
