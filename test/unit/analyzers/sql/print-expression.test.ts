import assert from 'node:assert/strict';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import type { Expression } from '../../../../src/analyzers/sql/model';
import { printExpression } from '../../../../src/analyzers/sql/print-expression';
import { libpgFeeder } from '../feeders';
import { readExpression, readWith } from '../read-statement';
import { fixtureStatements } from './fixture-statements';
import { generateStatements } from './generate-statements';

/** Without positions and qualifiers, which are not printed. */
function plain(expression: Expression): string {
  return JSON.stringify(expression, (key, value: unknown) =>
    key === 'span' || key === 'clauses' || key === 'qualifier' ? undefined : value,
  );
}

describe('Printing an expression', () => {
  let feeder: SqlFeeder;

  before(async () => {
    feeder = await libpgFeeder();
  });

  const PRINTED: readonly (readonly [sql: string, printed: string])[] = [
    ['a', 'a'],
    ['t."A b"', '"A b"'],
    ['"select"', '"select"'],
    ["'it''s'", "'it''s'"],
    ["E'a\\\\b'", "E'a\\\\b'"],
    ['-1', '-1'],
    ['- a', '- a'],
    ['-1::int', '- 1::int4'],
    ['(-1)::int', '(-1)::int4'],
    ["B'101'", "B'101'"],
    ["X'1F'", "X'1F'"],
    ['a + b * c', 'a + (b * c)'],
    ['(a + b) * c', '(a + b) * c'],
    ['a AND (b OR c) AND NOT d', 'a AND (b OR c) AND (NOT d)'],
    ['a IS NULL', 'a IS NULL'],
    ['a + b IS NOT NULL', '(a + b) IS NOT NULL'],
    ["a IN ('x', 'y')", "a IN ('x', 'y')"],
    ['a NOT IN (1)', 'a NOT IN (1)'],
    ['(a, b) IN ((1, 2))', 'ROW(a, b) IN (ROW(1, 2))'],
    ["a = ANY('{x}'::text[])", "a = ANY ('{x}'::text[])"],
    ['a <> ALL (ARRAY[1, 2])', 'a <> ALL (ARRAY[1, 2])'],
    ["a LIKE ANY ('{x%}')", "a LIKE ANY ('{x%}')"],
    ['a NOT BETWEEN 1 AND b + 2', 'a NOT BETWEEN 1 AND (b + 2)'],
    ['a BETWEEN SYMMETRIC 2 AND 1', 'a BETWEEN SYMMETRIC 2 AND 1'],
    ["a NOT ILIKE 'x'", "a NOT ILIKE 'x'"],
    ['a IS DISTINCT FROM b', 'a IS DISTINCT FROM b'],
    ['NOT (a IS NOT DISTINCT FROM b)', 'NOT (a IS NOT DISTINCT FROM b)'],
    ['a IS NOT TRUE', 'a IS NOT TRUE'],
    ["a ->> 'b' -> 'c'", "(a ->> 'b') -> 'c'"],
    ['a OPERATOR(s.+) b', 'a OPERATOR(s.+) b'],
    ['a::varchar(3)', 'a::varchar(3)'],
    ['a::numeric(10, 2)[]', 'a::numeric(10, 2)[]'],
    ['a::timestamp(3) with time zone', 'a::timestamptz(3)'],
    ['a::s."T"[][]', 'a::s."T"[][]'],
    ['a::char(2)', 'a::bpchar(2)'],
    ['a::"char"', 'a::"char"'],
    ['a::bit(8)', 'a::"bit"(8)'],
    ['a COLLATE "C" || b', '(a COLLATE "C") || b'],
    ['a COLLATE s."x y"', 'a COLLATE s."x y"'],
    ['lower(a)', 'lower(a)'],
    ['"S"."F"(a, 1)', '"S"."F"(a, 1)'],
    ['coalesce(a, 1)', 'coalesce(a, 1)'],
    ['nullif(a, b)', 'nullif(a, b)'],
    ['greatest(a, least(b, c))', 'greatest(a, least(b, c))'],
    ['left(a, 2)', '"left"(a, 2)'],
    ['extract(year FROM a)', 'extract(year FROM a)'],
    ["a AT TIME ZONE 'UTC'", "timezone('UTC', a)"],
    ['current_date', 'current_date'],
    ['current_timestamp(3)', 'current_timestamp(3)'],
    ['now()', 'now()'],
    ['ARRAY[a, b]', 'ARRAY[a, b]'],
    ['CASE a WHEN 1 THEN b ELSE c END', 'CASE a WHEN 1 THEN b ELSE c END'],
    ['CASE WHEN a AND b THEN 1 END', 'CASE WHEN a AND b THEN 1 END'],
  ];
  for (const [sql, printed] of PRINTED) {
    it(`writes ${sql} as ${printed}`, async () => {
      assert.equal(printExpression(await readExpression(sql)), printed);
    });
  }

  const UNPRINTED: readonly string[] = [
    '$1',
    't.*',
    '(SELECT 1)',
    'EXISTS (SELECT 1)',
    'a IN (SELECT 1)',
    'a = $1',
    'lower($1)',
    'count(*)',
    'count(DISTINCT a)',
    'sum(a) OVER ()',
    'sum(a) FILTER (WHERE b)',
    'array_agg(a ORDER BY b)',
    'f(VARIADIC a)',
    'f(x => a)',
    'a[1]',
    '(a).b',
    'a IS JSON',
    'xmlparse(content a)',
    "interval '1' day",
    'ARRAY[$1]',
    'CASE WHEN $1 THEN 1 END',
  ];
  for (const sql of UNPRINTED) {
    it(`writes nothing for ${sql}`, async () => {
      assert.equal(printExpression(await readExpression(sql)), undefined);
    });
  }

  it('writes what reads back as the same expression, wherever it writes', () => {
    const statements = [...[...fixtureStatements().values()].flat(), ...generateStatements(7, 400)];
    let printed = 0;
    for (const text of statements) {
      for (const expression of expressionsIn(readWith(feeder, text))) {
        const sql = printExpression(expression);
        if (sql === undefined) continue;
        printed++;
        const again = readWith(feeder, `SELECT ${sql}`);
        assert.ok(again.kind === 'select' && again.targets[0]);
        assert.equal(plain(again.targets[0].expression), plain(expression), `${sql} in ${text}`);
      }
    }
    assert.ok(printed > 5_000, String(printed));
  });
});

const EXPRESSION_KINDS = new Set(
  `column parameter constant operator and or not null-test array-comparison in-list between call cast collate row array subquery case
  opaque`.split(/\s+/),
);

function expressionsIn(value: unknown): readonly Expression[] {
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(expressionsIn);
  return isExpression(value) ? [value, ...inner] : inner;
}

function isExpression(value: object): value is Expression {
  return (
    'kind' in value && EXPRESSION_KINDS.has(String(value.kind)) && !('query' in value && 'alias' in value)
  );
}
