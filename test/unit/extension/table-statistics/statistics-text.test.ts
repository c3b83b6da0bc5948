import assert from 'node:assert/strict';
import { rises, withSample } from '../../../../src/extension/table-statistics/counter-samples';
import { sparkline } from '../../../../src/extension/table-statistics/sparkline';
import { printStatistics } from '../../../../src/extension/table-statistics/statistics-text';
import type { TableStatistics } from '../../../../src/extension/table-statistics/table-statistics';
import { ENGLISH } from '../english';

const COLUMN = {
  name: 'stream_id',
  distinct: -0.02,
  correlation: 0.12,
  nullFraction: 0,
  mostCommonShare: 0.0034,
  averageWidth: 16,
  target: -1,
};
const READ_AT = new Date('2026-11-26T05:10:00Z');
const STATISTICS: TableStatistics = {
  table: { schema: 'public', name: 'my_events' },
  target: 'ann@db:5432/shop',
  readAt: READ_AT,
  known: {
    oid: 1,
    rows: 100_000_000,
    options: {},
    autovacuum: {
      isEnabled: true,
      vacuumAfter: 20_000_050,
      vacuumAfterInserts: 20_001_000,
      analyzeAfter: 10_000_050,
    },
    columns: [COLUMN],
  },
  usage: {
    oid: 1,
    sequentialScans: 3,
    sequentialRowsRead: 9,
    inserted: 100,
    updated: 40,
    hotUpdated: 30,
    deleted: 0,
    liveRows: 100_000_000,
    deadRows: 120,
    modifiedSinceAnalyze: 1_234_567,
    blocksFetched: 10,
    blocksHit: 9,
    lastVacuum: null,
    lastAutovacuum: '2026-11-26T02:10:00Z',
    lastAnalyze: null,
    lastAutoanalyze: '2026-11-24T05:10:00Z',
  },
  countersSince: null,
  indexes: 2,
  tableBytes: 3 * 1024 ** 3,
  samples: [],
};

const print = (change: Partial<TableStatistics> = {}) =>
  printStatistics({ ...STATISTICS, ...change }, { l10n: ENGLISH, language: 'en' }).split('\n');

const sample = (at: number, inserted: number) => ({
  at: new Date(at),
  indexScans: 10,
  sequentialScans: 3,
  inserted,
  updated: 40,
  deleted: 0,
});

describe('The statistics page of a table', () => {
  it('says what autovacuum waits for at this size, and what to set', () => {
    const lines = print();
    for (const line of [
      '# public.my\\_events',
      '| Rows | about 100,000,000 |',
      '| Size without indexes | 3 GB |',
      '| Its 2 indexes | not known now: the table is locked, or the server is slow |',
      '| VACUUM | never, as far as the counters go back | 3 hours ago |',
      '- Autovacuum will wait for 20,000,000 dead rows before it comes to remove them; now there are ~120.',
      '- It will wait for 10,000,000 changed rows before it takes new statistics (ANALYZE); since then it is ~1,200,000.',
      '75% of the updates changed no index (HOT): they cost no index anything.',
    ]) {
      assert.ok(lines.includes(line), `${line}\n${lines.join('\n')}`);
    }
    assert.ok(lines.some((line) => line.includes('autovacuum_analyze_scale_factor of 0.01 to 0.02')));
  });

  it('says so where autovacuum is off, and gives no advice to a small table', () => {
    const { known } = STATISTICS;
    const off = print({ known: { ...known, autovacuum: { ...known.autovacuum, isEnabled: false } } });
    assert.ok(off.some((line) => line.startsWith('- Autovacuum is off for this table')));
    const autovacuum = { isEnabled: true, vacuumAfter: 1050, analyzeAfter: 550 };
    const small = print({ known: { ...known, rows: 5000, autovacuum } });
    assert.ok(small.some((line) => line.startsWith('- Inserted rows do not bring it')));
    assert.ok(!small.some((line) => line.includes('scale_factor')));
  });

  it('tells columns in words and figures', () => {
    assert.ok(
      print().includes(
        '| stream\\_id | -0.02 | about 2,000,000 values (2 % of the rows) | 0.12 | rows lie in no order of it: each row found is another page | 0% | 0.34% | 16 |',
      ),
    );
  });

  it('says honestly that the role may not read statistics, or that nobody took any', () => {
    const nothing = {
      distinct: null,
      correlation: null,
      nullFraction: null,
      mostCommonShare: null,
      averageWidth: null,
    };
    const known = { ...STATISTICS.known, columns: [{ ...COLUMN, ...nothing }] };
    assert.ok(
      print({ known }).some((line) => line.startsWith('The table has been analyzed, but the role may not')),
    );
    const { usage, ...rest } = STATISTICS;
    assert.ok(usage);
    const unknown = printStatistics({ ...rest, known }, { l10n: ENGLISH, language: 'en' });
    assert.match(
      unknown,
      /There are no statistics: the table was never analyzed, or the role may not read them\./,
    );
    const one = print({ known: { ...known, columns: [COLUMN, ...known.columns] } });
    assert.ok(one.some((line) => line.startsWith('The role may not read the statistics of stream\\_id')));
  });

  it('draws how the counters rose while the page was open', () => {
    const samples = [sample(0, 100), sample(1, 110), sample(2, 110), sample(3, 180)];
    assert.ok(
      print({ samples }).includes('| Rows inserted | 180 | ▂▁█ +80 |'),
      print({ samples }).join('\n'),
    );
    assert.ok(print({ samples: samples.slice(0, 1) }).includes('| Rows inserted | 100 |  |'));
  });

  it('begins anew where the counters were reset, and forgets what is older than an hour', () => {
    assert.deepEqual(rises([sample(0, 100), sample(1, 7)], 'inserted'), [7]);
    let samples = withSample([], undefined);
    for (let minute = 0; minute < 70; minute++) samples = withSample(samples, sample(minute, minute));
    assert.deepEqual([samples.length, samples[0]?.inserted], [60, 10]);
    assert.equal(sparkline([0, 0]), '▁▁');
  });
});
