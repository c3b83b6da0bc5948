import assert from 'node:assert/strict';
import { impliesPredicate } from '../../../../src/analyzers/indexes/implies-predicate';
import { accessPath } from '../access-paths';
import { readExpression } from '../read-statement';

const TABLE = `CREATE TABLE t (
  n integer, amount numeric, s text, v varchar(9), flag boolean, at timestamptz, u uuid, state state, data jsonb
); CREATE TABLE other (s text);`;

/** Proved on real servers by test/postgres/supports.test.ts. */
const CASES: readonly (readonly [predicate: string, implied: readonly string[], not: readonly string[]])[] = [
  [
    "s = 'x'",
    [
      "s = 'x'",
      "'x' = s",
      "s = 'x'::text",
      "s IN ('x')",
      "s = ANY ('{x}')",
      "s = 'x' AND n = 1",
      "NOT (s <> 'x')",
    ],
    [
      "s = 'y'",
      "s IN ('x', 'y')",
      "s <> 'x'",
      "s = 'x' OR n = 1",
      "s LIKE 'x'",
      's = v',
      "lower(s) = 'x'",
      "s > 'x'",
    ],
  ],
  [
    "s IN ('x', 'y')",
    ["s IN ('y', 'x')", "s = 'x'", "s = 'y' OR s = 'x'", "s = ANY ('{x}')"],
    ["s IN ('x', 'z')", "s = 'z'", "s IN ('x', NULL)"],
  ],
  [
    "s <> 'x'",
    ["s <> 'x'", "s != 'x'", "s = 'y'", "s IN ('y', 'z')", "NOT (s = 'x')"],
    ["s = 'x'", "s IN ('x', 'y')", "s > 'y'", 's IS NOT NULL'],
  ],
  ["u <> 'AB'", ["u <> 'AB'"], ["u = 'ab'", "u = 'cd'"]],
  ["state <> 'done'", ["state <> 'done'"], ["state = 'open'"]],
  ['n = 1', ['n = 1', 'n IN (1)', "n = '1'", "n = '01'"], ['n = 2', 'n = 1.5', 'n > 0']],
  ['amount = 1.50', ['amount = 1.5', "amount = '1.500'"], ['amount = 1.51']],
  [
    'n > 10',
    [
      'n > 10',
      '10 < n',
      'n > 11',
      'n >= 11',
      'n = 11',
      'n IN (11, 12)',
      'n BETWEEN 11 AND 20',
      'n > 10 AND n < 20',
    ],
    [
      'n >= 10',
      'n > 9',
      'n = 10',
      'n IN (10, 11)',
      'n BETWEEN 10 AND 20',
      'n < 20',
      'n <> 5',
      '(n, n) > (11, 1)',
    ],
  ],
  [
    'n <= 10',
    ['n <= 10', 'n < 11 AND n <= 9', 'n BETWEEN 1 AND 10', 'n = 10'],
    ['n < 11', 'n <= 11', 'n >= 1'],
  ],
  ['n BETWEEN 5 AND 9', ['n BETWEEN 6 AND 9', 'n >= 5 AND n < 9', 'n = 7'], ['n >= 5', 'n BETWEEN 5 AND 10']],
  ["s > 'm'", ["s > 'm'"], ["s > 'n'", "s = 'z'"]],
  [
    "at >= '2024-01-10'",
    ["at >= '2024-01-10'", "at > '2024-01-11'", "at = '2024-02-01'"],
    ["at >= '2024-01-09'", "at > '2024-01-11 00:00:00'", 'at > now()'],
  ],
  [
    's IS NOT NULL',
    [
      's IS NOT NULL',
      "s = 'x'",
      's = $1',
      's = ANY ($1)',
      "s IN ('x')",
      "s > 'x'",
      's LIKE $1',
      "s <> 'x'",
      "s NOT IN ('x')",
      "s BETWEEN 'a' AND 'b'",
      's = v',
      "s = 'x' OR s = 'y'",
      's::varchar = $1',
      "(s, n) = ('x', 1)",
    ],
    [
      's IS NULL',
      "s = 'x' OR n = 1",
      "coalesce(s, 'x') <> 'y'",
      's <> ALL ($1)',
      "(s, n) > ('x', 1)",
      "s IS DISTINCT FROM 'x'",
      "lower(s) = 'x'",
    ],
  ],
  ['s IS NULL', ['s IS NULL', 's ISNULL', 'NOT (s IS NOT NULL)'], ["s = 'x'", 's IS NOT NULL', 's = NULL']],
  [
    'flag',
    ['flag', 'flag = true', "flag = 't'", 'flag <> false'],
    ['NOT flag', 'flag IS TRUE', 'flag = $1', 'flag IS NOT NULL'],
  ],
  ['NOT flag', ['NOT flag', 'flag = false', 'flag <> true'], ['flag', 'flag IS FALSE', 'flag IS NULL']],
  ['flag = false', ['NOT flag', 'flag = false'], ['flag']],
  ['flag IS TRUE', ['flag IS TRUE'], ['flag']],
  ["s = 'x' AND NOT flag", ["NOT flag AND s = 'x'", "s IN ('x') AND flag = false"], ["s = 'x'", 'NOT flag']],
  [
    "s IS NULL OR s = 'x'",
    ["s IS NULL OR s = 'x'", "s = 'x' OR s IS NULL", "s = 'x'", 's IS NULL'],
    ["s = 'y'"],
  ],
  [
    "data ->> 'k' = 'x'",
    ["data ->> 'k' = 'x'", "(data ->> 'k'::text) = 'x'::text"],
    ["data ->> 'k' = 'y'", "data ->> 'j' = 'x'"],
  ],
  ["v LIKE 'x%'", ["v LIKE 'x%'"], ["v LIKE 'xy%'", "v = 'xy'"]],
];

async function implication(where: string, predicate: string): Promise<string> {
  const path = await accessPath(`SELECT * FROM t WHERE ${where}`, TABLE);
  return impliesPredicate(path, await readExpression(predicate)).kind;
}

describe('The predicate of a partial index', () => {
  for (const [predicate, implied, not] of CASES) {
    for (const where of implied) {
      it(`${predicate} is implied by ${where}`, async () => {
        assert.equal(await implication(where, predicate), 'implied');
      });
    }
    for (const where of not) {
      it(`${predicate} is not implied by ${where}`, async () => {
        assert.notEqual(await implication(where, predicate), 'implied');
      });
    }
  }

  for (const [where, predicate] of [
    ['s = $1', "s = 'x'"],
    ['s = ANY ($1)', "s IN ('x', 'y')"],
    ['s IN ($1)', "s <> 'x'"],
    ['n > $1', 'n > 10'],
    ['n BETWEEN $1 AND 20', 'n > 10'],
    ['s = $1 AND n = 1', "s = 'x' AND n = 1"],
    ['s = $1', "s IS NULL OR s = 'x'"],
  ] as const) {
    it(`${predicate} needs a literal in the place of the parameter in ${where}`, async () => {
      assert.equal(await implication(where, predicate), 'needs-literal');
    });
  }

  it('is implied by a column of its own table only', async () => {
    const path = await accessPath('SELECT * FROM t JOIN other o ON t.n = 1 AND o.s = t.v', TABLE);
    assert.equal(impliesPredicate(path, await readExpression('s IS NOT NULL')).kind, 'not-implied');
  });

  it('is compared as text where the type of the column is not known', async () => {
    const path = await accessPath("SELECT * FROM stranger WHERE a = '1' AND b > 5", TABLE);
    const verdict = async (predicate: string) => impliesPredicate(path, await readExpression(predicate)).kind;
    assert.equal(await verdict("a = '1'"), 'implied');
    assert.equal(await verdict("a = '01'"), 'not-implied');
    assert.equal(await verdict("a <> '2'"), 'not-implied');
    assert.equal(await verdict('b > 5'), 'implied');
    assert.equal(await verdict('b > 4'), 'not-implied');
  });
});
