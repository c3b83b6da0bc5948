import assert from 'node:assert/strict';
import { fingerprintExpression, fingerprintStatement } from '../../../../src/analyzers/sql/fingerprint';
import { libpgFeeder } from '../feeders';
import { readExpression, readWith } from '../read-statement';

const SAME: readonly (readonly [first: string, ...others: string[]])[] = [
  [
    'a = 1',
    '(a) = (1)',
    '1 = a',
    't.a = 1',
    'A=1',
    'a = /* c */ 1',
    'a IN (1)',
    'a = ANY (ARRAY[1])',
    "a = '1'::int",
  ],
  ['a <> 1', 'a != 1', '1 <> a', 'a NOT IN (1)', 'a <> ALL (ARRAY[1])'],
  ['a > 1', '1 < a'],
  ['a >= b', 'b <= a'],
  ["s = 'x'", "s = 'x'::text", "s = E'x'", "'x'::varchar = s", 's = $$x$$'],
  [
    'a IN (1, 2)',
    'a IN (2, 1)',
    'a IN (1, 2, 1)',
    'a = ANY (ARRAY[1, 2])',
    'a = ANY (ARRAY[2, 1]::int[])',
    'a = SOME (ARRAY[1, 2])',
  ],
  ['a AND b', 'b AND a', '(b) AND (a)', 'a AND b AND a'],
  ['a OR b OR c', 'c OR (a OR b)'],
  ['a BETWEEN 1 AND 5', 'a >= 1 AND a <= 5', 'a <= 5 AND 1 <= a'],
  ['a NOT BETWEEN 1 AND 5', 'a < 1 OR a > 5'],
  ['a BETWEEN SYMMETRIC 1 AND 5', 'a BETWEEN SYMMETRIC 5 AND 1'],
  ['a IS NULL', 'a ISNULL', '(t.a) IS NULL'],
  ['lower(s)', 'LOWER(t.s)', 'pg_catalog.lower(s)'],
  ["data ->> 'k'", "(data)->>'k'", "data ->> 'k'::text"],
  ['a::int', 'CAST(a AS integer)', 'a::int4'],
  ['a::timestamp with time zone', 'a::timestamptz'],
  ["flag = 'yes'::boolean", 'flag = true'],
  ["a AT TIME ZONE 'UTC'", "timezone('UTC', a)"],
  ['a[1]', 'a [ 1 ]', 't.a[/* c */1]'],
  ['a IS DISTINCT FROM b', 'b IS DISTINCT FROM a'],
];

const DIFFERENT: readonly string[] = [
  'a = 1',
  'a = 2',
  'b = 1',
  'a <> 1',
  'a > 1',
  'a < 1',
  'a >= 1',
  "a = '1'",
  'a = 1.0',
  'a = $1',
  'a = $2',
  'a + b',
  'b + a',
  'a - b',
  'b - a',
  '- a',
  'NOT a',
  'a IS NULL',
  'a IS NOT NULL',
  'a IS TRUE',
  'a IS NOT TRUE',
  'a IN (1, 2)',
  'a IN (1, 3)',
  'a NOT IN (1, 2)',
  'a = ANY ($1)',
  'a = ALL ($1)',
  'a > ANY ($1)',
  'a AND b',
  'a OR b',
  'a AND b OR c',
  'a AND (b OR c)',
  'a BETWEEN 1 AND 2',
  'a BETWEEN SYMMETRIC 1 AND 2',
  'f(a)',
  'f(a, b)',
  'f(b, a)',
  's.f(a)',
  'f(DISTINCT a)',
  'f(*)',
  'f(a ORDER BY b)',
  'f(a ORDER BY b DESC)',
  'f(a) FILTER (WHERE b)',
  'f(a) OVER ()',
  'f(a) OVER (ORDER BY b)',
  'f(VARIADIC a)',
  'f(x => a)',
  'f(y => a)',
  'a::int',
  'a::bigint',
  'a::int[]',
  'a::varchar',
  'a::varchar(3)',
  'a::varchar(4)',
  'a::s.int4',
  'a COLLATE "C"',
  'a COLLATE "D"',
  'a COLLATE x."C"',
  "a ->> 'k'",
  "a -> 'k'",
  "a ->> 'K'",
  'a OPERATOR(x.+) b',
  '(a, b)',
  'ROW(a)',
  'ARRAY[a, b]',
  'a[1]',
  'a[2]',
  'a[1:2]',
  '(a).b',
  '(a).c',
  'CASE WHEN a THEN b END',
  'CASE a WHEN b THEN c END',
  'CASE WHEN a THEN b ELSE c END',
  '(SELECT a)',
  'EXISTS (SELECT a)',
  'ARRAY(SELECT a)',
  'a IN (SELECT b)',
  'a IN (SELECT c)',
  'current_date',
  'current_timestamp',
  'current_timestamp(3)',
  "'a,b'",
  "'a''b'",
  '"a b"',
  "B'1'",
  'NULL',
  'TRUE',
  'FALSE',
];

describe('The fingerprint of an expression', () => {
  for (const [first, ...others] of SAME) {
    it(`is the same for ${[first, ...others].join(' and ')}`, async () => {
      const expected = fingerprintExpression(await readExpression(first));
      for (const other of others)
        assert.equal(fingerprintExpression(await readExpression(other)), expected, other);
    });
  }

  it('tells different expressions apart', async () => {
    const seen = new Map<string, string>();
    for (const sql of DIFFERENT) {
      const fingerprint = fingerprintExpression(await readExpression(sql));
      assert.equal(seen.get(fingerprint), undefined, `${sql} is taken for ${seen.get(fingerprint) ?? ''}`);
      seen.set(fingerprint, sql);
    }
  });
});

describe('The fingerprint of a statement', () => {
  const read = async (text: string): Promise<string> =>
    fingerprintStatement(readWith(await libpgFeeder(), text));

  it('does not change with the layout', async () => {
    const plain = await read("SELECT a, b[1] AS c FROM t WHERE d = 'x' ORDER BY a LIMIT 1");
    for (const other of [
      "select a,b[1]c from t where d='x' order by a limit 1",
      'SELECT a /* x */, b [ 1 ] AS "c"\n-- y\nFROM "t" WHERE (d = E\'x\') ORDER BY (a) ASC LIMIT (1)',
    ])
      assert.equal(await read(other), plain, other);
  });

  it('changes with everything else', async () => {
    const statements = [
      'SELECT a FROM t',
      'SELECT b FROM t',
      'SELECT a AS b FROM t',
      'SELECT t.a FROM t',
      'SELECT a FROM s.t',
      'SELECT a FROM t x',
      'SELECT a FROM ONLY t',
      'SELECT DISTINCT a FROM t',
      'SELECT a FROM t WHERE a',
      'SELECT a FROM t ORDER BY a',
      'SELECT a FROM t ORDER BY a DESC',
      'SELECT a FROM t LIMIT 1',
      'SELECT a FROM t OFFSET 1',
      'SELECT a FROM t FOR UPDATE',
      'SELECT a FROM t FOR SHARE',
      'SELECT a FROM t UNION SELECT a FROM t',
      'SELECT a FROM t UNION ALL SELECT a FROM t',
      'DELETE FROM t',
      'UPDATE t SET a = 1',
      'UPDATE t SET a = 2',
      'INSERT INTO t VALUES (1)',
      'CREATE INDEX i ON t (a)',
      'CREATE INDEX i ON t (a DESC)',
      'CREATE INDEX CONCURRENTLY i ON t (a)',
    ];
    const fingerprints = await Promise.all(statements.map(read));
    assert.equal(new Set(fingerprints).size, statements.length);
  });
});
