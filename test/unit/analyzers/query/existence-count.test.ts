import assert from 'node:assert/strict';
import { findExistenceCounts } from '../../../../src/analyzers/query/existence-count';
import { readSelect } from '../read-statement';

const QUERIES: readonly (readonly [sql: string, asked: readonly string[]])[] = [
  ['SELECT count(*) > 0 FROM t', ['any']],
  ['SELECT 0 < count(1) AS found FROM t', ['any']],
  ['SELECT count(*) = 0 FROM t WHERE a = $1', ['none']],
  ['SELECT NOT count(*) < 1 FROM t', ['none']],
  ['SELECT 1 WHERE (SELECT count(*) FROM t) >= 1', ['any']],
  ['SELECT (SELECT count(*) FROM t) <> 0, (SELECT count(*) FROM u) <= 0', ['any', 'none']],
  ['WITH x AS (SELECT count(*) > 0 AS found FROM t) SELECT * FROM x', ['any']],
  ['SELECT * FROM (SELECT count(*) > 0 AS found FROM t) AS x', ['any']],
  ['SELECT count(*) > 1 FROM t', []],
  ['SELECT count(*) >= 0 FROM t', []],
  ['SELECT count(a) > 0 FROM t', []],
  ['SELECT count(*) FILTER (WHERE a) > 0 FROM t', []],
  ['SELECT count(*) OVER () > 0 FROM t', []],
  ['SELECT count(*) > 0 FROM t GROUP BY a', []],
  ['SELECT a, count(*) > 0 FROM t', []],
  ['SELECT count(*) > 0 AND max(a) > 1 FROM t', []],
  ['SELECT count(*) > 0', []],
  ['SELECT 1 WHERE (SELECT count(*) FROM t LIMIT 1) > 0', []],
  ['SELECT 1 WHERE (SELECT count(*) FROM t GROUP BY a) > 0', []],
];

describe('A count of which only existence is asked', () => {
  for (const [sql, expected] of QUERIES) {
    it(`${sql}: ${expected.join(', ') || 'none'}`, async () => {
      const counts = findExistenceCounts(await readSelect(sql));
      assert.deepEqual(
        counts.map(({ negated }) => (negated ? 'none' : 'any')),
        expected,
      );
    });
  }
});
