import assert from 'node:assert/strict';
import { accessPath, sketchCondition } from '../access-paths';

const TABLE = `
  CREATE TABLE t (
    a integer, b bigint NOT NULL, n numeric, r double precision, s text, v varchar(20), c text COLLATE "C", flag boolean,
    at timestamptz, data jsonb, tags text[], u uuid
  );
  CREATE TABLE other (a2 integer, s2 text);
  CREATE FUNCTION changing() RETURNS integer LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END';
  CREATE FUNCTION steady() RETURNS integer LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 1; END';`;

const CONDITIONS: readonly (readonly [where: string, ...conditions: string[]])[] = [
  // Equality
  ['a = 1', 'E a integer 1'],
  ['1 = a', 'E a integer 1'],
  ["s = 'x'", 'E s string x'],
  ["s = 'x'::text", 'E s string x'],
  ['s = $1', 'E s parameter'],
  ['s = $1::text', 'E s parameter'],
  ["s = lower($1) || 'x'", 'E s parameter'],
  ["s = lower('X')", 'E s unknown'],
  ["s = current_setting('x')", 'E s stable'],
  ['s = (SELECT s2 FROM other)', 'E s parameter'],
  ['a IS NULL', 'E a null'],
  ['a IN (1)', 'E a integer 1'],
  ['a IN ($1)', 'E a parameter'],
  ['b IS NULL', 'F b: other'],
  ['a = NULL', 'F a: other'],
  ['a IN (NULL)', 'F a: not-equal'],
  ['a = random()', 'F a: function'],
  ['a = changing()', 'F a: function'],
  ['a = steady()', 'E a unknown'],
  ['a = b', 'F a, b: other'],
  ['a = (SELECT a2 FROM other WHERE s2 = t.s)', 'F a: subquery'],

  // Types that leave the column as it is, and others
  ['a = 1.5', 'F a: other'],
  ['a = 5::numeric', 'F a: other'],
  ['a = $1::numeric', 'F a: other'],
  ['a = 1 + 0.5', 'F a: other'],
  ['a = 5::bigint', 'E a integer 5'],
  ["v = 'x'::char(3)", 'F v: other'],
  ["s = 'x'::char(3)", 'E s string x'],
  ['a IN (1, 2.5)', 'F a: not-equal'],
  ['a = ANY ($1::numeric[])', 'F a: not-equal'],
  ['a = ANY ($1::bigint[])', 'A a list'],
  ['n = 1.5', 'E n float 1.5'],
  ['n = 1.5::float8', 'F n: other'],
  ['r = 1.5', 'E r float 1.5'],
  ['a::bigint = 5', 'E <cast("a" as int8)> integer 5'],

  // Casts and collations
  ["v::text = 'x'", 'E v string x'],
  ["s::varchar = 'x'", 'E s string x'],
  ["v::varchar(3) = 'x'", `E <cast("v" as varchar 3)> string x`],
  ["a::text = '1'", 'E <cast("a" as text)> string 1'],
  [`s COLLATE "C" = 'x'`, 'E s collate C string x'],
  [`s = 'x' COLLATE "C"`, 'E s collate C string x'],
  [`lower(s) COLLATE "C" > 'x'`, `R <lower("s")> collate C > string x`],

  // Arrays
  ['a = ANY ($1)', 'A a list'],
  ["a = ANY ('{1,2}')", 'A a {1,2}'],
  ['s = ANY (\'{a,"b c"}\'::text[])', 'A s {a,b c}'],
  ['a = ANY (ARRAY[1, 2])', 'A a {1,2}'],
  ['a = ANY (ARRAY[1])', 'A a {1}'],
  ['a = ANY (ARRAY[$1, 2])', 'A a list'],
  ['a IN (1, 2)', 'A a {1,2}'],
  ['a IN (1, NULL)', 'A a list'],
  ['a IN (1, $1)', 'A a list'],
  ['a = 1 OR a = 2', 'A a {1,2}'],
  ['a = 1 OR a = $1 OR a = 3', 'A a list'],
  ['a = ANY (NULL)', 'F a: not-equal'],
  ['a <> ALL ($1)', 'F a: not-equal'],
  ['a NOT IN (1, 2)', 'F a: not-equal'],
  ['a > ANY ($1)', 'F a: not-equal'],
  ["'x' = ANY (tags)", 'F tags: not-equal'],

  // Ranges
  ['a > 1', 'R a > integer 1'],
  ['1 > a', 'R a < integer 1'],
  ['a <= $1', 'R a <= parameter'],
  ['$1 <= a', 'R a >= parameter'],
  ["at > now() - interval '1 day'", 'R at > stable'],
  ['at > to_timestamp(5)', 'R at > unknown'],
  ['at > clock_timestamp()', 'F at: function'],
  ['a BETWEEN 1 AND 5', 'R a between integer 1'],
  ['a BETWEEN 1 AND 2.5', 'R a >= integer 1'],
  ['a BETWEEN 0.5 AND 5', 'R a <= integer 5'],
  ['a BETWEEN b AND 5', 'R a <= integer 5'],
  ['a NOT BETWEEN 1 AND 5', 'F a: other'],
  ['a BETWEEN SYMMETRIC 5 AND 1', 'F a: other'],
  ["s LIKE 'x%'", 'R s prefix string x%'],
  ["s ^@ 'x'", 'R s prefix string x'],
  ["s LIKE '%x'", 'F s: pattern'],
  ["s LIKE '_x'", 'F s: pattern'],
  ['s LIKE $1', 'F s: pattern'],
  ["s ILIKE 'x%'", 'F s: pattern'],
  ["s ~ '^x'", 'F s: pattern'],

  // Rows
  ['(a, b) > ($1, $2)', 'R a row parameter then b'],
  ['($1, $2) > (a, b)', 'R a row parameter then b'],
  ['(a, b) > (b, 1)', 'F a, b: other'],
  ['(a, b) = (1, $1)', 'E a integer 1', 'E b parameter'],
  ['(1, 2) = (a, b)', 'E a integer 1', 'E b integer 2'],
  ['(a, b) IN ((1, 2), (3, 4))', 'A a {1,3}'],
  ['(a, b) IN ((1, 2))', 'E a integer 1', 'E b integer 2'],
  ['(a, b) <> (1, 2)', 'F a, b: not-equal'],

  // Booleans
  ['flag', 'E flag boolean true'],
  ['NOT flag', 'E flag boolean false'],
  ['flag = true', 'E flag boolean true'],
  ["flag = 'no'", 'E flag boolean false'],
  ['flag <> true', 'E flag boolean false'],
  ['flag IS TRUE', 'E flag boolean true'],
  ['flag IS FALSE', 'E flag boolean false'],
  ['flag IS NOT TRUE', 'F flag: boolean'],
  ['flag IS UNKNOWN', 'F flag: boolean'],
  ['flag = $1', 'E flag parameter'],

  // NOT, as the planner turns it
  ['NOT (a = 1)', 'F a: not-equal'],
  ['NOT (a <> 1)', 'E a integer 1'],
  ['NOT (a < 1)', 'R a >= integer 1'],
  ['NOT NOT (a = 1)', 'E a integer 1'],
  ['NOT (a IS NOT NULL)', 'E a null'],
  ['NOT (a NOT IN (1, 2))', 'A a {1,2}'],
  ['NOT (a <> 1 OR s IS NOT NULL)', 'E a integer 1', 'E s null'],

  // Expressions
  ["lower(s) = 'x'", `E <lower("s")> string x`],
  ["data ->> 'k' = 'x'", `E <("data" ->> 'k')> string x`],
  ['a + 1 = 5', `E <("a" + 1)> integer 5`],
  ['a + b = 5', `E <("a" + "b")> integer 5`],

  // The rest
  ['a <> 1', 'F a: not-equal'],
  ['a IS NOT NULL', 'F a: not-null'],
  ['a IS DISTINCT FROM 1', 'F a: other'],
  ['a = 1 OR b = 2', 'F a, b: or'],
  ['a = 1 OR a > 5', 'F a: or'],
  ['a = 1 OR a IS NULL', 'F a: or'],

  // What an inverted index finds
  ["data @> '{}'", 'G data @> string {}'],
  ['$1 <@ data', 'G data @> parameter'],
  ["data ? 'k'", 'G data ? string k'],
  ["'{k}' ?| data", 'F data: json'],
  ['tags && $1', 'G tags && parameter'],
  ['$1 && tags', 'G tags && parameter'],
  ["data -> 'k' @> $1", `G <("data" -> 'k')> @> parameter`],
  ['data @> data', 'F data: json'],
  ['data @> NULL', 'F data: json'],
  ['NOT data @> $1', 'F data: boolean'],
  ['steady() = 1'],
  ['EXISTS (SELECT 1 FROM other WHERE a2 = a)', 'F : subquery'],
  ['a IN (SELECT a2 FROM other)', 'F a: subquery'],
  [
    'a = 1 AND (b = 2 AND s = $1) AND flag',
    'E a integer 1',
    'E b integer 2',
    'E s parameter',
    'E flag boolean true',
  ],
];

describe('A condition, as an index sees it', () => {
  for (const [where, ...conditions] of CONDITIONS) {
    it(`reads ${where} as ${conditions.join(' and ') || 'nothing'}`, async () => {
      const path = await accessPath(`SELECT * FROM t WHERE ${where}`, TABLE);
      assert.deepEqual(path.conditions.map(sketchCondition), conditions);
    });
  }

  for (const [where, converted] of [
    ['a = 1.5', 'E a float 1.5'],
    ['a IN (1, 2.5)', 'A a {1,2.5}'],
    ['a > $1::numeric', 'R a > parameter'],
    ["v = 'x'::char(3)", 'E v string x'],
    ['a <> 1.5', undefined],
    ['a = b', undefined],
  ] as const) {
    it(`knows that ${where} would be ${converted ?? 'nothing else'} with a value of the column's type`, async () => {
      const { conditions } = await accessPath(`SELECT * FROM t WHERE ${where}`, TABLE);
      const [condition] = conditions;
      assert.ok(condition?.letter === 'F');
      assert.equal(condition.converted && sketchCondition(condition.converted), converted);
    });
  }

  for (const [where, optional] of [
    ['$1::integer IS NULL OR a = $1', 'E a parameter'],
    ["s = $1 OR $1 = ''", 'E s parameter'],
    ['a <= $2 OR $2 = -1', 'R a <= parameter'],
    ['cardinality($1::integer[]) = 0 OR a = ANY ($1)', 'A a list'],
    ['a = coalesce($1, a)', 'E a parameter'],
    ['coalesce($1, t.a) >= a', 'R a <= parameter'],
    ['CASE WHEN $1 IS NULL THEN true ELSE a = $1 END', 'E a parameter'],
    ['$1 IS NULL OR a = $1 OR b = $1', undefined],
    ['$1 IS NULL OR a <> $1', undefined],
    ['a = coalesce($1, b)', undefined],
    ['a IS NULL OR a = $1', undefined],
    ['CASE WHEN $1 IS NULL THEN false ELSE a = $1 END', undefined],
  ] as const) {
    it(`reads ${where} as ${optional ?? 'no'} optional filter`, async () => {
      const { conditions } = await accessPath(`SELECT * FROM t WHERE ${where}`, TABLE);
      const [condition] = conditions;
      assert.ok(condition?.letter === 'F');
      assert.equal(condition.optional && sketchCondition(condition.optional), optional);
    });
  }

  it('keeps both bounds of BETWEEN', async () => {
    const { conditions } = await accessPath('SELECT * FROM t WHERE a BETWEEN 1 AND $1', TABLE);
    const [condition] = conditions;
    assert.ok(condition?.letter === 'R');
    assert.equal(condition.value.kind, 'literal');
    assert.equal(condition.upper?.kind, 'parameter');
  });

  it('points at what is written', async () => {
    const sql = 'SELECT * FROM t WHERE (NOT (a <> 1)) AND (a, b) = (1, 2) AND flag';
    const { conditions } = await accessPath(sql, TABLE);
    assert.deepEqual(
      conditions.map(({ span }) => sql.slice(span.start, span.end)),
      ['NOT (a <> 1)', '(a, b) = (1, 2)', '(a, b) = (1, 2)', 'flag'],
    );
  });

  it('knows no types without the table', async () => {
    const { conditions } = await accessPath(`SELECT * FROM stranger WHERE a = 1.5 AND flag <> true`, TABLE);
    assert.deepEqual(conditions.map(sketchCondition), ['E a float 1.5', 'F flag: not-equal']);
  });
});
