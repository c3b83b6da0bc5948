import assert from 'node:assert/strict';
import { printCount, printShare } from '../../../../src/analyzers/gates/print-count';
import { isLarge, isSmall, sizeOf } from '../../../../src/analyzers/gates/table-size';
import type { TableActivity } from '../../../../src/analyzers/schema/statistics';
import { type StatisticsFixture, withStatistics } from '../../../with-statistics';
import { schemaFrom, tableNamed } from '../schema-from';

const DDL = `
  CREATE TABLE t (id int);
  CREATE TABLE log (id int) PARTITION BY RANGE (id);
  CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10);
  CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM (10) TO (20);`;

const IDLE: TableActivity = {
  liveRows: 0,
  deadRows: 0,
  inserted: 0,
  updated: 0,
  deleted: 0,
  hotUpdated: 0,
  modifiedSinceAnalyze: 0,
  sequentialScans: 0,
  sequentialRowsRead: 0,
  indexScans: 0,
};

async function sizeIn(tables: StatisticsFixture['tables'], name = 't') {
  const snapshot = withStatistics(await schemaFrom(DDL), { versionNumber: 170004, tables });
  return sizeOf(tableNamed(snapshot, name), snapshot);
}

describe('The size of a table', () => {
  it('is not known of migrations, nor of a table that was never analyzed', async () => {
    const snapshot = await schemaFrom(DDL);
    assert.equal(sizeOf(tableNamed(snapshot, 't'), snapshot), undefined);
    assert.equal(await sizeIn({}), undefined);
  });

  it('is the sum of the partitions, and not known before each was analyzed', async () => {
    const known = { log_1: { rows: 10, pages: 1 }, log_2: { rows: 20, pages: 2 } };
    assert.deepEqual(await sizeIn(known, 'log'), { rows: 30, pages: 3, stale: false });
    assert.equal(await sizeIn({ log_1: known.log_1 }, 'log'), undefined);
  });

  it('grows with the blocks since the table was analyzed, as the planner has it', async () => {
    const size = await sizeIn({ t: { rows: 100, pages: 10, heapBytes: 20 * 8192 } });
    assert.deepEqual(size, { rows: 200, pages: 20, stale: false });
  });

  it('follows the counters where ANALYZE is late', async () => {
    const activity = { ...IDLE, liveRows: 50_000, modifiedSinceAnalyze: 49_900 };
    assert.deepEqual(await sizeIn({ t: { rows: 100, pages: 1, activity } }), {
      rows: 50_000,
      pages: 500,
      stale: true,
    });
    const settled = { ...IDLE, liveRows: 50_000, modifiedSinceAnalyze: 1000 };
    assert.equal((await sizeIn({ t: { rows: 100, pages: 1, activity: settled } }))?.stale, false);
  });

  it('is small by blocks, or by rows unless there are many blocks of free space', () => {
    assert.equal(isSmall({ rows: 1e6, pages: 999, stale: false }), true);
    assert.equal(isSmall({ rows: 9999, pages: 9999, stale: false }), true);
    assert.equal(isSmall({ rows: 9999, pages: 10_000, stale: false }), false);
    assert.equal(isSmall({ rows: 10_000, pages: 1000, stale: false }), false);
    assert.equal(isLarge({ rows: 1, pages: 10_000, stale: false }), true);
  });
});

describe('Figures for people', () => {
  it('have two digits that mean something', () => {
    assert.deepEqual([0, 7, 42, 840, 12_345, 3_249_000].map(printCount), [
      '0',
      '7',
      '42',
      '840',
      '12,000',
      '3,200,000',
    ]);
    assert.deepEqual([0.5, 0.012, 0.00039, 0.00000001].map(printShare), [
      '50 %',
      '1.2 %',
      '0.039 %',
      '< 0.01 %',
    ]);
  });
});
