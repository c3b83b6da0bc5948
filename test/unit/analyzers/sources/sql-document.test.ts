import assert from 'node:assert/strict';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { libpgFeeder } from '../feeders';
import { describeHoles, fragmentOf, fragmentsOf, slice, textsOf } from './fragments-of';

/** What is written, and what the grammar gets; `~` in front of a guess. */
type Case = readonly [title: string, written: string, text: string];

const PLACEHOLDERS: readonly Case[] = [
  [
    'PostgreSQL',
    'SELECT a FROM t WHERE b = $1 AND c = $2::int',
    'SELECT a FROM t WHERE b = $1 AND c = $2::int',
  ],
  [
    'question marks',
    'SELECT a FROM t WHERE b = ? AND c=? AND d IN (?, ?) LIMIT ?',
    'SELECT a FROM t WHERE b = $1 AND c=$2 AND d IN ($3, $4) LIMIT $5',
  ],
  [
    'question marks with casts',
    'SELECT ?::int, a FROM t WHERE b BETWEEN ? AND ?::date',
    'SELECT $1::int, a FROM t WHERE b BETWEEN $2 AND $3::date',
  ],
  [
    'question marks first',
    'SELECT a FROM t WHERE ? = ANY(tags) AND NOT ?',
    'SELECT a FROM t WHERE $1 = ANY(tags) AND NOT $2',
  ],
  [
    'psql',
    `SELECT a FROM t WHERE b = :b AND c = :'c' AND d = :b::int`,
    'SELECT a FROM t WHERE b = $1 AND c = $2 AND d = $1::int',
  ],
  [
    'psql, names',
    `SELECT a FROM :schema.t, :"table" WHERE b = :b`,
    'SELECT a FROM __hole_1__.t, __hole_2__ WHERE b = $3',
  ],
  [
    'sqlc',
    'SELECT a FROM t WHERE b = @b AND c=@c AND d = ANY(@ids::text[])',
    'SELECT a FROM t WHERE b = $1 AND c=$2 AND d = ANY($3::text[])',
  ],
  [
    'absolute values of calls, which are no names',
    'SELECT a FROM t WHERE mod(@hash(b), @ size) = @c AND @abs (d) > 1',
    'SELECT a FROM t WHERE mod(@hash(b), @ size) = $1 AND @abs (d) > 1',
  ],
  [
    'sqlc, functions',
    `SELECT a FROM t WHERE b = sqlc.arg(b) AND c IN (sqlc.slice('ids'))`,
    'SELECT a FROM t WHERE b = $1 AND c IN ($2)',
  ],
  ['pgtyped', 'SELECT a FROM t WHERE b = :b! AND c != :c', 'SELECT a FROM t WHERE b = $1 AND c != $2'],
  [
    'pgtyped, rows',
    'INSERT INTO t (a) VALUES :rows RETURNING a',
    '~INSERT INTO t (a) VALUES ($1) RETURNING a',
  ],
  [
    'dollar names',
    'SELECT a FROM t WHERE b = $name AND c = $other_name::int',
    'SELECT a FROM t WHERE b = $1 AND c = $2::int',
  ],
  [
    'braces',
    'SELECT a FROM t WHERE b = {{b::uuid}} AND c = {{ b }} AND d > {{c}}',
    'SELECT a FROM t WHERE b = $1 AND c = $1 AND d > $2',
  ],
  ['braces, names', `SELECT a FROM {{ ref('t') }} WHERE b = 1`, 'SELECT a FROM __hole_1__ WHERE b = 1'],
  [
    'pg-promise',
    "SELECT a FROM ${schema~}.t WHERE b = ${b} AND c = $(c) AND d = $<d>||'x'",
    "SELECT a FROM __hole_1__.t WHERE b = $2 AND c = $3 AND d = $4||'x'",
  ],
  ['knex, names', 'SELECT a FROM ?? WHERE b = ?', 'SELECT a FROM __hole_1__ WHERE b = $2'],
  [
    'above the numbers of the text',
    'SELECT a FROM t WHERE b = $3 AND c = :c',
    'SELECT a FROM t WHERE b = $3 AND c = $4',
  ],
];

const NO_PLACEHOLDERS = [
  "SELECT t.limit ? 'k' FROM t WHERE b ? 'k' AND c ?| ARRAY['k'] AND d ?& e AND f @? '$.a' AND (g) ? 'k' AND h->'i' ? 'k'",
  'SELECT a FROM t WHERE tags @> $1 AND tags <@ $2 AND b @@ $3 AND @ -5 = c',
  'SELECT a[1:2], a[b:c], a[:2], (ARRAY[1, 2])[1:1], d::text, CAST(e AS int) FROM t',
  `SELECT ':a', "b?", $$ :c ? @d $$, 'it''s :e' FROM t -- :f ?\n /* @g {{h}} */ WHERE i = '10:30'`,
  'CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE plpgsql AS $$ BEGIN x := :y; RETURN $1; END $$',
  'CALL p(a => 1, b := 2)',
];

describe('SQL documents', () => {
  let feeder: SqlFeeder;
  before(async () => (feeder = await libpgFeeder()));

  for (const [title, written, expected] of PLACEHOLDERS) {
    it(`have placeholders read: ${title}`, () => {
      const fragment = fragmentOf(`${written};`, 'sql');
      assert.equal(`${fragment.approximate ? '~' : ''}${fragment.text}`, expected);
      assert.equal(feeder.feed(fragment.text).kind, 'statement');
    });
  }

  it('have operators, slices, casts, strings and comments left alone', () => {
    for (const text of NO_PLACEHOLDERS) {
      const fragment = fragmentOf(text, 'sql');
      assert.equal(fragment.text, text);
      assert.deepEqual(fragment.holes, []);
      assert.equal(feeder.feed(text).kind, 'statement', text);
    }
  });

  it('have one fragment for each statement, with the document’s own offsets', () => {
    const text = '-- é😀\nSELECT 1;\n\n  SELECT 2 -- two\n; /* three */ SELECT 3';
    const fragments = fragmentsOf(text, 'sql');
    assert.deepEqual(
      fragments.map(({ documentSpan }) => slice(text, documentSpan)),
      ['SELECT 1', 'SELECT 2', 'SELECT 3'],
    );
    for (const { host, hostStatement, documentSpan } of fragments) {
      assert.deepEqual(host, { kind: 'sql' });
      assert.deepEqual(hostStatement, documentSpan);
    }
  });

  it('tell where each placeholder stands', () => {
    const text = 'SELECT 1; SELECT a FROM :t WHERE b = :b AND c = :b;';
    const [, fragment] = fragmentsOf(text, 'sql');
    assert.ok(fragment);
    assert.deepEqual(describeHoles(fragment, text), [
      'identifier __hole_1__ :t',
      'value $2 :b',
      'value $2 :b',
    ]);
    assert.ok(fragment.holes.every(({ origin }) => origin === 'placeholder'));
  });

  it('tell whether repeating a placeholder shifts the others', () => {
    const placeholders = (text: string) => fragmentOf(text, 'sql').placeholders;
    assert.equal(placeholders('SELECT 1'), 'none');
    assert.equal(placeholders('SELECT a FROM t WHERE b = $1'), 'dollar');
    assert.equal(placeholders('SELECT a FROM t WHERE b = :b'), 'named');
    assert.equal(placeholders('SELECT a FROM t WHERE b = ? AND c = $1'), 'positional');
  });

  it('count from the start of each statement', () => {
    assert.deepEqual(textsOf('SELECT ?::int; SELECT ?::int', 'sql'), ['SELECT $1::int', 'SELECT $1::int']);
  });

  it('hold nothing when nothing is written', () => {
    for (const text of ['', ' \n', ':statement;', '-- a', '/* b */ ;;', '\\i c.sql'])
      assert.deepEqual(textsOf(text, 'sql'), []);
  });
});
