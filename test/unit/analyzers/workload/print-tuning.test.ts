import assert from 'node:assert/strict';
import { formatMessage, message } from '../../../../src/analyzers/message';
import { printTuningMarkdown } from '../../../../src/analyzers/workload/print-tuning';
import { readSize } from '../../../../src/analyzers/workload/read-size';
import type { TuningReport } from '../../../../src/analyzers/workload/tuning-report';

const REPORT: TuningReport = {
  costBefore: 45_000,
  costAfter: 32.5,
  created: [
    {
      name: 'events_stream_idx',
      table: 'events',
      form: '(stream_id, version)',
      bytes: 64 * 1024 ** 2,
      bytesPerRow: 63.2,
      insertedBy: 1,
      updatedBy: 2,
      hotLost: 1,
      replaces: ['events_old_idx'],
    },
  ],
  dropped: [
    {
      name: 'events_old_idx',
      table: 'events',
      form: '(stream_id)',
      bytes: 5_000_000,
      replacedBy: 'events_stream_idx',
    },
    { name: 'events_idle_idx', table: 'events', form: '(note)', bytes: 4096 },
  ],
  queries: [
    { place: 'src/a_b.ts:3', before: 45_000, after: 32.5, by: ['events_stream_idx'], runs: 1200 },
    { place: 'src/c.ts:9', before: 10, after: 10, by: [] },
  ],
  refused: [{ place: 'src/c.ts:20', reason: message('The planner refuses it: {0}', 'no operator |*|') }],
  change: {
    migrationName: 'tune_indexes',
    up: 'CREATE INDEX …;\n',
    down: 'DROP INDEX …;\n',
    outsideTransaction: true,
  },
  questions: 204,
  basis: {
    name: 'PGlite 0.5.16',
    assumedTables: ['public.events'],
    assumedRows: 1_000_000,
    skipped: [{ file: 'db/1.sql', text: 'CREATE EXTENSION postgis', reason: 'not there' }],
    runsFrom: 'pg_stat_statements',
    remarks: [],
  },
};

const ENGLISH = { say: formatMessage, language: 'en' };

describe('The report of tuned indexes', () => {
  const lines = (page = ENGLISH as Parameters<typeof printTuningMarkdown>[1], report = REPORT) =>
    printTuningMarkdown(report, page).split('\n');

  it('tells what each index takes, whom it costs and what it is there for', () => {
    const text = lines();
    assert.ok(
      text.includes(
        '| `events_stream_idx` | `events (stream_id, version)` | about 64 MB | about 64 bytes | 1 | 2 | 1 | `events_old_idx` |',
      ),
      text.join('\n'),
    );
    assert.ok(
      text.includes('| `events_old_idx` | `events (stream_id)` | about 4.8 MB | `events_stream_idx` |'),
    );
    assert.ok(
      text.includes(
        '| `events_idle_idx` | `events (note)` | about 4 kB | no query of this workspace needs it |',
      ),
    );
  });

  it('tells what each query gains and what was not planned, with nothing of a name taken for markup', () => {
    const text = lines();
    assert.ok(
      text.includes('| `src/a_b.ts:3` | 1,200 | 45,000 | 32.50 | 1,384.6 times | `events_stream_idx` |'),
    );
    assert.ok(text.includes('Queries whose cost stays the same: 1.'));
    assert.ok(text.includes('- `src/c.ts:20`: The planner refuses it: no operator \\|\\*\\|'));
  });

  it('leads to the code where it can, in the words and figures of the reader', () => {
    const page = {
      say: ({ template, args }: Parameters<typeof formatMessage>[0]) =>
        formatMessage({ template: template.replace('times', 'mal'), args }),
      language: 'de',
      linkOf: (place: string) => (place === 'src/a_b.ts:3' ? 'command:open' : undefined),
      actions: '[Copy](command:copy)',
    };
    const text = lines(page);
    assert.ok(
      text.includes(
        '| [src/a\\_b.ts:3](command:open) | 1.200 | 45.000 | 32,50 | 1.384,6 mal | `events_stream_idx` |',
      ),
      text.join('\n'),
    );
    assert.equal(text[4], '[Copy](command:copy)');
  });

  it('says what it rests on', () => {
    const text = lines().join('\n');
    assert.match(text, /each is assumed to have 1,000,000 rows/);
    assert.match(text, /from pg\\_stat\\_statements, which knows 1 of these 2\. The others count once\./);
    assert.match(text, /Left out of the schema: CREATE EXTENSION postgis in db\/1\.sql \(not there\)\./);
    const { name, assumedTables, assumedRows, skipped, remarks } = REPORT.basis;
    const statistics = { database: 'shop', readAt: '2026-11-02T10:00:00Z' };
    const basis = { name, assumedTables, assumedRows, skipped, remarks, statistics };
    const known = lines(ENGLISH, { ...REPORT, basis }).join('\n');
    assert.match(
      known,
      /the statistics of shop, read 2 Nov 2026\.\n\nThe statistics do not have public\.events: assumed/,
    );
    assert.match(known, /Each query counts once/);
  });

  it('has no tables where nothing changes', () => {
    const { costBefore, costAfter, questions, basis } = REPORT;
    const same = { costBefore, costAfter, questions, basis };
    const text = lines(ENGLISH, { ...same, created: [], dropped: [], queries: [], refused: [] }).join('\n');
    assert.doesNotMatch(text, /## (?:New indexes|Indexes to drop|Migration|Not planned)/);
    assert.match(text, /No query could be planned, so nothing is proposed/);
  });
});

describe('A size', () => {
  it('counts by 1024, as PostgreSQL does', () => {
    assert.deepEqual(['8kB', '1.5 MB', '2gb', '1TB'].map(readSize), [
      8192,
      1_572_864,
      2 * 1024 ** 3,
      1024 ** 4,
    ]);
  });

  it('has a unit and is above zero', () => {
    assert.deepEqual(['500', '0MB', '-1GB', 'much', '1 PB'].map(readSize), Array(5).fill(undefined));
  });
});
