import assert from 'node:assert/strict';
import type { Fragment } from '../../../../src/analyzers/sources/fragment';
import { findEmbeddedSql } from '../../../../src/analyzers/sources/typescript';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { libpgFeeder } from '../feeders';
import { describeHoles, fragmentOf, slice, textsOf } from './fragments-of';

/** A template's text, what the grammar gets for it, and whether it is only a guess (`~`). */
type Case = readonly [written: string, text: string];

const TAGGED: readonly Case[] = [
  // Values
  ['SELECT a FROM t WHERE b = ${b} AND c > ${c}', 'SELECT a FROM t WHERE b = $1 AND c > $2'],
  [
    'SELECT a FROM t WHERE b = ANY(${ids}::text[]) LIMIT ${limit} OFFSET ${skip}',
    'SELECT a FROM t WHERE b = ANY($1::text[]) LIMIT $2 OFFSET $3',
  ],
  [
    'SELECT a FROM t WHERE b IN (${x}, ${y}) AND c BETWEEN ${from} AND ${to}',
    'SELECT a FROM t WHERE b IN ($1, $2) AND c BETWEEN $3 AND $4',
  ],
  ['SELECT a FROM t WHERE (b, c) > (${b}, ${c})', 'SELECT a FROM t WHERE (b, c) > ($1, $2)'],
  [
    'SELECT ${a}::int AS x, f(${b}) FROM t WHERE c LIKE ${c} AND d @> ${d} AND e->>${k} = ${v}',
    'SELECT $1::int AS x, f($2) FROM t WHERE c LIKE $3 AND d @> $4 AND e->>$5 = $6',
  ],
  [
    'INSERT INTO t (a, b) VALUES (${a}, ${sql.json(b)}) ON CONFLICT (a) DO UPDATE SET b = ${b} RETURNING a',
    'INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = $3 RETURNING a',
  ],
  [
    'UPDATE t SET a = ${a}, b = coalesce(${b}, b) WHERE c = ${c}',
    'UPDATE t SET a = $1, b = coalesce($2, b) WHERE c = $3',
  ],
  [
    'SELECT a FROM t WHERE b IS DISTINCT FROM ${b} AND extract(epoch FROM ${c}) > 1',
    'SELECT a FROM t WHERE b IS DISTINCT FROM $1 AND extract(epoch FROM $2) > 1',
  ],
  [
    'SELECT CASE WHEN a = ${a} THEN ${b} ELSE ${c} END FROM t',
    'SELECT CASE WHEN a = $1 THEN $2 ELSE $3 END FROM t',
  ],
  [
    'SELECT a FROM unnest(${a}::int[], ${b}::text[]) AS u (a, b)',
    'SELECT a FROM unnest($1::int[], $2::text[]) AS u (a, b)',
  ],
  ['SELECT a[${i}], ARRAY[${x}, ${y}] FROM t', 'SELECT a[$1], ARRAY[$2, $3] FROM t'],
  // Names
  [
    'SELECT a FROM ${sql(table)} JOIN ${other} USING (a)',
    'SELECT a FROM __hole_1__ JOIN __hole_2__ USING (a)',
  ],
  ['SELECT ${alias}.a FROM ${schema}.t AS ${alias}', 'SELECT __hole_1__.a FROM __hole_2__.t AS __hole_3__'],
  ['INSERT INTO ${table} (${columns}) SELECT 1', 'INSERT INTO __hole_1__ (__hole_2__) SELECT 1'],
  ['DELETE FROM ${table} WHERE a = ${a}', 'DELETE FROM __hole_1__ WHERE a = $2'],
  // Pieces
  ['SELECT ${columns} FROM t', '~SELECT * FROM t'],
  [
    'SELECT a FROM t WHERE ${condition} AND ${other} ORDER BY ${order}',
    '~SELECT a FROM t WHERE __hole_1__ AND __hole_2__ ORDER BY __hole_3__',
  ],
  [
    'SELECT a FROM t WHERE b = ${b} ${more} ORDER BY c ${direction} ${limit}',
    '~SELECT a FROM t WHERE b = $1   ORDER BY c    ',
  ],
  ['SELECT a FROM t WHERE b IN ${sql(ids)}', '~SELECT a FROM t WHERE b IN ($1)'],
  ['SELECT a FROM t WHERE b IN (${Prisma.join(ids)})', '~SELECT a FROM t WHERE b IN ($1)'],
  [
    'SELECT a FROM t WHERE b = ${sql.raw(x)} AND ${sql.identifier(["c"])} = 1',
    '~SELECT a FROM t WHERE b = $1 AND "c" = 1',
  ],
  ['SELECT a FROM t WHERE b = ${c ? sql`1` : sql`2`}', '~SELECT a FROM t WHERE b = 1'],
  ['SELECT a FROM t WHERE ${id} = ANY(tags)', '~SELECT a FROM t WHERE $1 = ANY(tags)'],
  ['INSERT INTO t ${sql(rows)}', '~INSERT INTO t  DEFAULT VALUES'],
  [
    'INSERT INTO t ${sql(rows)} ON CONFLICT DO NOTHING',
    '~INSERT INTO t  DEFAULT VALUES ON CONFLICT DO NOTHING',
  ],
  ['INSERT INTO t (a) VALUES ${rows}', '~INSERT INTO t (a) VALUES ($1)'],
  ['UPDATE t SET ${sql(changes)} WHERE a = ${a}', '~UPDATE t SET __hole_1__ = NULL WHERE a = $2'],
  [
    'WITH x AS (${query}) SELECT a FROM x JOIN (${other}) y ON ${on}',
    '~WITH x AS (SELECT * FROM __hole_1__) SELECT a FROM x JOIN (SELECT * FROM __hole_2__) y ON __hole_3__',
  ],
  [
    'SELECT a FROM t WHERE EXISTS (${query}) UNION ALL ${other}',
    '~SELECT a FROM t WHERE EXISTS (SELECT * FROM __hole_1__) UNION ALL SELECT * FROM __hole_2__',
  ],
  ['WITH ${tables} SELECT a FROM x', '~WITH __hole_1__ AS (SELECT * FROM __hole_1__) SELECT a FROM x'],
  ['WITH ${tables} x AS (SELECT 1) SELECT a FROM x', '~WITH   x AS (SELECT 1) SELECT a FROM x'],
  [
    'SELECT a FROM t LEFT JOIN LATERAL ${query} x ON true',
    '~SELECT a FROM t LEFT JOIN LATERAL (SELECT * FROM __hole_1__) x ON true',
  ],
  ['SELECT a FROM t FOR UPDATE ${skip}', '~SELECT a FROM t FOR UPDATE  '],
  [
    'SELECT a FROM t WHERE b > now() - interval ${x}',
    "~SELECT a FROM t WHERE b > now() - interval '__hole_1__'",
  ],
];

const UNTAGGED: readonly Case[] = [
  [
    'SELECT a FROM t WHERE b = $1 AND c = ${c} LIMIT ${n}',
    'SELECT a FROM t WHERE b = $1 AND c = $2 LIMIT $3',
  ],
  [
    'SELECT a FROM t WHERE b = $${++i}::text[] AND c = $${values.length}',
    'SELECT a FROM t WHERE b = $1::text[] AND c = $2',
  ],
  ['SELECT a FROM t WHERE b = :${name} AND c = @${other}', 'SELECT a FROM t WHERE b = $1 AND c = $2'],
  ['SELECT a FROM ${schema}.${table} WHERE b = $1', 'SELECT a FROM __hole_2__.__hole_3__ WHERE b = $1'],
  ['SELECT a FROM "${schema}"."events" WHERE b = 1', 'SELECT a FROM "__hole_1__"."events" WHERE b = 1'],
  [
    'SELECT a FROM "${schema}_x".events_${year} WHERE b = 1',
    'SELECT a FROM "__hole_1__".__hole_2__ WHERE b = 1',
  ],
  ['SELECT a FROM ${prefix}_events WHERE b = 1', 'SELECT a FROM __hole_1__ WHERE b = 1'],
  [
    "SELECT a FROM t WHERE b = '${b}' AND c > now() - interval '${n} days'",
    "SELECT a FROM t WHERE b = '__hole_1__' AND c > now() - interval '__hole_2__ days'",
  ],
  [
    "SELECT a FROM t WHERE b LIKE '%${b}%' AND c = ANY('{${ids}}')",
    "SELECT a FROM t WHERE b LIKE '%__hole_1__%' AND c = ANY('{__hole_2__}')",
  ],
  ['SELECT a /* ${x} */ FROM t', 'SELECT a /* __hole_1__ */ FROM t'],
  ['SELECT a FROM t WHERE ${column} = $1', '~SELECT a FROM t WHERE __hole_2__ = $1'],
  ['SELECT a FROM t WHERE "${column}" = $1', '~SELECT a FROM t WHERE "__hole_2__" = $1'],
  ['SELECT a FROM t e WHERE e.${column} = $1', '~SELECT a FROM t e WHERE e.__hole_2__ = $1'],
  ['SELECT a AS "${name}" FROM t', 'SELECT a AS "__hole_1__" FROM t'],
  ['SELECT a FROM t WHERE b ${operator} $1 AND c = 2', '~SELECT a FROM t WHERE b <> $1 AND c = 2'],
  ['SELECT a FROM t WHERE b IN (${list})', '~SELECT a FROM t WHERE b IN ($1)'],
  ['SELECT a FROM t WHERE b = 1${more}', '~SELECT a FROM t WHERE b = 1 '],
  [
    'SELECT a FROM t WHERE b = c${more} ORDER BY d DESC${limit}',
    '~SELECT a FROM t WHERE b = c  ORDER BY d DESC ',
  ],
  ['SELECT ${distinct} a FROM t ${alias} WHERE b = 1', '~SELECT   a FROM t   WHERE b = 1'],
  [
    'SELECT a, ${expression} AS x, max(${column}) FROM t GROUP BY ${group}',
    '~SELECT a, __hole_1__ AS x, max($2) FROM t GROUP BY __hole_3__',
  ],
  ['SELECT ${fn}(a) FROM t', 'SELECT __hole_1__(a) FROM t'],
  ['${tables} SELECT a FROM t', '~  SELECT a FROM t'],
  ['${tables}SELECT a FROM t ${where}ORDER BY b', '~ SELECT a FROM t  ORDER BY b'],
  [
    'INSERT INTO ${s}.t (${columns}) VALUES (${values}) ON CONFLICT (${key}) DO UPDATE SET ${set}',
    '~INSERT INTO __hole_1__.t (__hole_2__) VALUES ($3) ON CONFLICT (__hole_4__) DO UPDATE SET __hole_5__ = NULL',
  ],
  [
    'INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) ${action}',
    '~INSERT INTO t (a) VALUES ($1) ON CONFLICT (a)  DO NOTHING',
  ],
  [
    'INSERT INTO t (a) VALUES ($1) ON CONFLICT ${target} DO NOTHING',
    '~INSERT INTO t (a) VALUES ($1) ON CONFLICT   DO NOTHING',
  ],
  [
    'WITH x AS (${insert} RETURNING a) SELECT a FROM x',
    '~WITH x AS (INSERT INTO __hole_1__ DEFAULT VALUES RETURNING a) SELECT a FROM x',
  ],
  [
    'WITH x AS (${query} ORDER BY a LIMIT $1), y AS (SELECT b FROM u) ${main}',
    '~WITH x AS (SELECT * FROM __hole_2__ ORDER BY a LIMIT $1), y AS (SELECT b FROM u) SELECT * FROM __hole_3__',
  ],
  [
    'SELECT DISTINCT ON (a) ${columns} FROM t ORDER BY ${first} b',
    '~SELECT DISTINCT ON (a) * FROM t ORDER BY   b',
  ],
  ['UPDATE t SET a = 1, ${more} b = 2', '~UPDATE t SET a = 1,   b = 2'],
  ['DROP INDEX ${concurrently} IF EXISTS i', '~DROP INDEX   IF EXISTS i'],
  ['CREATE INDEX ${concurrently} "i" ON t (a)', '~CREATE INDEX   "i" ON t (a)'],
  ['UPDATE t SET ${column} = $1', 'UPDATE t SET __hole_2__ = $1'],
  [
    'CREATE INDEX ${name} ON ${schema}.${table} USING ${method} (${columns}) WHERE b = ${b}',
    'CREATE INDEX __hole_1__ ON __hole_2__.__hole_3__ USING __hole_4__ (__hole_5__) WHERE b = $6',
  ],
  [
    'CREATE TABLE IF NOT EXISTS ${table} (id ${type} DEFAULT ${value}, PRIMARY KEY (${key}))',
    'CREATE TABLE IF NOT EXISTS __hole_1__ (id __hole_2__ DEFAULT $3, PRIMARY KEY (__hole_4__))',
  ],
  ['ALTER TABLE ${table} ADD COLUMN ${column} int', 'ALTER TABLE __hole_1__ ADD COLUMN __hole_2__ int'],
  [
    'DROP INDEX CONCURRENTLY IF EXISTS ${schema}.${index}',
    'DROP INDEX CONCURRENTLY IF EXISTS __hole_1__.__hole_2__',
  ],
];

describe('Holes in templates', () => {
  let feeder: SqlFeeder;
  before(async () => (feeder = await libpgFeeder()));

  const check = (source: string, expected: string): void => {
    const fragment = fragmentOf(source);
    assert.equal(`${fragment.approximate ? '~' : ''}${fragment.text}`, expected);
    const result = feeder.feed(fragment.text);
    assert.equal(result.kind, 'statement', result.kind === 'syntax-error' ? result.message : '');
  };

  for (const [written, expected] of TAGGED) {
    it(`are read by their place in sql\`${written}\``, () => check(`await sql\`${written}\``, expected));
  }
  for (const [written, expected] of UNTAGGED) {
    it(`are read by their place in \`${written}\``, () =>
      check(`await pool.query(\`${written}\`)`, expected));
  }

  it('say what they are, and where they stand in both texts', () => {
    const source = "q(`SELECT ${a}, b FROM ${t} WHERE c = ${c} AND d = '${d}' AND e = $${e}`)";
    assert.deepEqual(describeHoles(fragmentOf(source), source), [
      'unknown * ${a}',
      'identifier __hole_2__ ${t}',
      'value $3 ${c}',
      'quoted __hole_4__ ${d}',
      'value $5 ${e}',
    ]);
  });

  it('have numbers above those of the text', () => {
    const fragment = fragmentOf('q(`SELECT a FROM t WHERE b = ${b} AND c = $7 AND d = ${d}`)');
    assert.equal(fragment.text, 'SELECT a FROM t WHERE b = $8 AND c = $7 AND d = $9');
    assert.deepEqual(
      fragment.holes.map(({ number }) => number),
      [8, 9],
    );
  });

  it('are counted in each statement of a literal', () => {
    const source = 'q(`DELETE FROM t WHERE a = ${a}; DELETE FROM u WHERE b = ${b}`)';
    assert.deepEqual(textsOf(source), ['DELETE FROM t WHERE a = $1', 'DELETE FROM u WHERE b = $1']);
  });

  it('tell how the statement gets its values', () => {
    const placeholders = (source: string): Fragment['placeholders'] => fragmentOf(source).placeholders;
    assert.equal(placeholders('sql`SELECT a FROM t`'), 'none');
    assert.equal(placeholders('sql`SELECT a FROM t WHERE b = ${b}`'), 'substitution');
    assert.equal(placeholders('q(`SELECT a FROM ${t} WHERE b = $1`)'), 'dollar');
    assert.equal(placeholders('q(`SELECT a FROM t WHERE b = $${i} AND c = ${c}`)'), 'dollar');
    assert.equal(placeholders('q(`SELECT a FROM t WHERE b = ? AND c = ${c}`)'), 'positional');
    assert.equal(placeholders("q('SELECT a FROM t WHERE b = :b')"), 'named');
  });

  describe('that are constants of the same file', () => {
    const CONSTANTS = "const T = 'app.events';\nconst N = 20;\nconst S = { done: 'completed' } as const;\n";
    const find = (source: string): Fragment | undefined =>
      findEmbeddedSql({ text: CONSTANTS + source, languageId: 'typescript' }, { tags: [], callees: [] })[0];
    const withConstants = (source: string): string | undefined => find(source)?.text;

    it('are read where the text becomes part of the SQL', () => {
      assert.equal(
        withConstants("q(`SELECT a FROM ${T} WHERE b = '${S.done}' LIMIT ${N}`)"),
        "SELECT a FROM app.events WHERE b = 'completed' LIMIT 20",
      );
      assert.equal(
        withConstants("q('SELECT a FROM ' + T + ' WHERE b = 1')"),
        'SELECT a FROM app.events WHERE b = 1',
      );
    });

    it('are copied as they are written', () => {
      const source = 'q(`SELECT a FROM ${T} WHERE b = 1`)';
      const fragment = find(source);
      assert.ok(fragment);
      const start = fragment.text.indexOf('app.events');
      const span = fragment.map.spanToDocument({ start, end: start + 'app.events'.length });
      assert.equal(slice(CONSTANTS + source, span), '${T}');
      assert.deepEqual(fragment.holes, []);
    });

    it('stay parameters where a tag sends them', () => {
      assert.equal(withConstants('sql`SELECT a FROM t WHERE b = ${T}`'), 'SELECT a FROM t WHERE b = $1');
    });

    it('stay unknown where a parameter has their name', () => {
      assert.equal(withConstants('function f(T) { q(`SELECT a FROM ${T}`) }'), 'SELECT a FROM __hole_1__');
    });
  });
});
