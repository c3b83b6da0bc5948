import assert from 'node:assert/strict';
import { estimateShare, type Share } from '../../../../src/analyzers/gates/estimate-share';
import { readAccessPaths } from '../../../../src/analyzers/query/read-access-paths';
import type { ColumnStatistics } from '../../../../src/analyzers/schema/statistics';
import { isQuery } from '../../../../src/analyzers/sql/statement-kind';
import { withStatistics } from '../../../with-statistics';
import { libpgFeeder } from '../feeders';
import { readWith } from '../read-statement';
import { schemaFrom } from '../schema-from';

const DDL = 'CREATE TABLE t (a text, b int, c timestamptz, done boolean, n text);';
const ROWS = 1000;
const COLUMNS: Readonly<Record<string, ColumnStatistics>> = {
  a: {
    nullFraction: 0,
    averageWidth: 4,
    distinct: 4,
    mostCommonShare: 0.9,
    mostCommon: [
      { value: 'x', share: 0.9 },
      { value: 'y', share: 0.06 },
    ],
  },
  b: { nullFraction: 0.2, averageWidth: 4, distinct: -0.5, mostCommonShare: 0.01 },
  c: { nullFraction: 0, averageWidth: 8, distinct: -1 },
  done: {
    nullFraction: 0,
    averageWidth: 1,
    distinct: 2,
    mostCommonShare: 0.7,
    mostCommon: [
      { value: 't', share: 0.7 },
      { value: 'f', share: 0.3 },
    ],
  },
};

async function shareOf(where: string): Promise<Share | undefined> {
  const snapshot = withStatistics(await schemaFrom(DDL), {
    versionNumber: 170004,
    tables: { t: { rows: ROWS, pages: 10, columnStatistics: COLUMNS } },
  });
  const statement = readWith(await libpgFeeder(), `SELECT * FROM t WHERE ${where}`);
  assert.ok(isQuery(statement));
  const [path] = readAccessPaths(statement, snapshot, false);
  assert.ok(path?.table);
  const size = { rows: ROWS, pages: 10, stale: false };
  const share = estimateShare(path, path.table, { size, arraySize: 20 });
  const rounded = (value: number) => Number(value.toPrecision(3));
  return (
    share && {
      expected: rounded(share.expected),
      least: rounded(share.least),
      most: rounded(share.most),
    }
  );
}

function exactly(share: number): Share {
  return { expected: share, least: share, most: share };
}

describe('The share of rows that conditions leave', () => {
  it('is that of a listed value, and of NULL', async () => {
    assert.deepEqual(await shareOf("a = 'y'"), exactly(0.06));
    assert.deepEqual(await shareOf('b IS NULL'), exactly(0.2));
    assert.deepEqual(await shareOf('done = false'), exactly(0.3));
  });

  it('is what the listed ones leave for each of the others', async () => {
    assert.deepEqual(await shareOf("a = 'z'"), { expected: 0.02, least: 0, most: 0.04 });
  });

  it('spans from the rarest to the most common value of a parameter', async () => {
    assert.deepEqual(await shareOf('b = $1'), { expected: 0.0016, least: 0.00158, most: 0.01 });
    assert.deepEqual(await shareOf('done = $1'), { expected: 0.5, least: 0.3, most: 0.7 });
  });

  it('adds up over a list, and multiplies over conditions', async () => {
    assert.deepEqual(await shareOf("a IN ('x', 'y')"), exactly(0.96));
    assert.deepEqual(await shareOf("a = 'y' AND b IS NULL"), exactly(0.012));
    assert.equal((await shareOf('b = ANY ($1)'))?.expected, 0.032);
    assert.equal((await shareOf('b IN ($1, $2)'))?.expected, 0.0032);
  });

  it('is not known for ranges, expressions and columns without statistics', async () => {
    for (const where of ['c > $1', "a = 'y' AND lower(a) = 'y'", 'n = $1', "a LIKE '%y'"])
      assert.equal(await shareOf(where), undefined, where);
  });

  it('counts what nearly every row meets for nothing', async () => {
    assert.deepEqual(await shareOf("a = 'y' AND b IS NOT NULL"), exactly(0.06));
  });
});
