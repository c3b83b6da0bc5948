import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { FeedResult } from '../../../../../src/analyzers/sql/feeder';
import { createLibpgFeeder, type LibpgFeeder } from '../../../../../src/analyzers/sql/libpg/libpg-feeder';
import type { LibpgInstance } from '../../../../../src/analyzers/sql/libpg/libpg-instance';
import { createLibpgInstance } from '../../../../../src/runtime/libpg-instance';
import { readWith } from '../../read-statement';

const chain = (head: string, term: string, count = 10_000): string => head + term.repeat(count);
const nested = (head: string, open: string, core: string, close: string, count: number): string =>
  head + open.repeat(count) + core + close.repeat(count);

/** Whatever is left-deep or nested in PostgreSQL's tree, long enough to overflow its stack. */
const TOO_DEEP: Readonly<Record<string, string>> = {
  additions: chain('SELECT a', ' + a'),
  subtractions: chain('SELECT a', ' - 1'),
  products: chain('SELECT a', '*a'),
  concatenations: chain('SELECT a', " || 'x'"),
  powers: chain('SELECT a', '^a'),
  'members of documents': chain('SELECT a', "->'x'"),
  'operators with a schema': chain('SELECT a', ' OPERATOR(pg_catalog.+) a'),
  'operators of an extension': chain('SELECT a', ' <~> a'),
  'prefix operators': nested('SELECT ', '@ ', 'a', '', 10_000),
  signs: nested('SELECT ', '- ', 'a', '', 10_000),
  negations: nested('SELECT ', 'NOT ', 'a', '', 10_000),
  casts: chain('SELECT a', '::int'),
  collations: chain('SELECT a', ' COLLATE "C"'),
  'time zones': chain('SELECT a', " AT TIME ZONE 'x'"),
  'local times': chain('SELECT a', ' AT LOCAL'),
  'tests for NULL': chain('SELECT a', ' IS NULL'),
  'tests with one word': chain('SELECT a', ' ISNULL'),
  'tests for truth': chain('SELECT a', ' IS TRUE'),
  'tests for JSON': chain('SELECT a', ' IS JSON'),
  'tests for documents': chain('SELECT a', ' IS DOCUMENT'),
  'tests for a normal form': chain('SELECT a', ' IS NORMALIZED'),
  'memberships in a list': chain('SELECT a', ' IN (1)'),
  'comparisons with an array': chain('SELECT a', ' = ANY (b)'),
  joins: chain('SELECT FROM t', ' JOIN t ON true'),
  'cross joins': chain('SELECT FROM t', ' CROSS JOIN t'),
  'natural joins': chain('SELECT FROM t', ' NATURAL JOIN t'),
  'joins in parentheses': nested('SELECT FROM ', '(', 't', ' CROSS JOIN t)', 10_000),
  unions: chain('SELECT 1', ' UNION ALL SELECT 1'),
  intersections: chain('SELECT 1', ' INTERSECT SELECT 1'),
  differences: chain('SELECT 1', ' EXCEPT SELECT 1'),
  'unions of tables': chain('TABLE a', ' UNION TABLE a'),
  'unions in parentheses': nested('SELECT 1', ' UNION (SELECT 1', '', ')', 10_000),
  parentheses: nested('SELECT ', '(', 'a', ')', 100_000),
  calls: nested('SELECT ', 'f(', 'a', ')', 10_000),
  rows: nested('SELECT ', 'ROW(', '1', ')', 10_000),
  arrays: nested('SELECT ARRAY', '[', '1', ']', 10_000),
  CASE: nested('SELECT ', 'CASE WHEN a THEN 1 ELSE ', '1', ' END', 5_000),
  'sub-selects': nested('SELECT ', '(SELECT ', '1', ')', 10_000),
  'sub-selects in FROM': nested('SELECT * FROM ', '(SELECT * FROM ', 't', ') a', 3_000),
  EXISTS: nested('SELECT ', 'EXISTS (SELECT ', '1', ')', 3_000),
  'common table expressions': nested('', 'WITH a AS (', 'SELECT 1', ') SELECT 1', 2_000),
  'conditions in parentheses': nested('SELECT ', '(a AND (b OR ', 'a', '))', 5_000),
  'sums in parentheses': nested('SELECT ', '(a + ', 'a', ')', 10_000),
  'grouping sets': nested('SELECT FROM t GROUP BY ', 'GROUPING SETS (', 'a', ')', 5_000),
};

/** Long and flat: PostgreSQL has no trouble with them, and neither has the model. */
const LONG: Readonly<Record<string, string>> = {
  'a list of 5,000 constants': `SELECT a IN (${'1,'.repeat(5_000)}1)`,
  'a list of 5,000 parameters': `SELECT a IN (${Array.from({ length: 5_000 }, (_, i) => `$${String(i + 1)}`).join()})`,
  'an array of 20,000': `SELECT ARRAY[${'1,'.repeat(20_000)}1]`,
  'a union of 500': chain('SELECT 1', ' UNION ALL SELECT 1', 500),
  '200 joins': chain('SELECT FROM t', ' JOIN t ON t.a IN (1, 2) AND t.b IS NOT NULL', 200),
  '2,000 rows of VALUES': `INSERT INTO t VALUES ${"(1, 'a', NULL, 2.5, now()),".repeat(2_000)}(1, 'a', NULL, 2, now())`,
  '10,000 targets': `SELECT ${'a,'.repeat(10_000)}a`,
  '10,000 branches': `SELECT CASE ${'WHEN a = 1 THEN 2 '.repeat(10_000)}END`,
  '10,000 subscripts': chain('SELECT a', '[1]'),
  '10,000 tables': chain('SELECT FROM t', ', t'),
  '3,000 sub-selects side by side': chain('SELECT FROM t', ', LATERAL (SELECT 1) x', 3_000),
  '3,000 common table expressions': `WITH ${Array.from({ length: 3_000 }, (_, i) => `a${String(i)} AS (SELECT 1)`).join()} SELECT 1`,
  '500 parentheses': nested('SELECT ', '(', 'a', ')', 500),
  '300 nested calls': nested('SELECT ', 'f(', 'a', ')', 300),
  '200 nested sub-selects': nested('SELECT ', '(SELECT ', '1', ')', 200),
  '500 additions': chain('SELECT a', ' + a', 500),
};

describe('libpg-query behind its feeder', () => {
  let compiled: WebAssembly.Module;
  let feeder: LibpgFeeder;

  before(async () => {
    compiled = await WebAssembly.compile(readFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm')));
    feeder = createLibpgFeeder(await createLibpgInstance(compiled));
  });

  afterEach(() => {
    assert.equal(feeder.isLost, false, 'the instance was lost');
    assert.equal(feeder.feed('SELECT 1').kind, 'statement');
  });

  for (const [what, text] of Object.entries(TOO_DEEP)) {
    it(`declines ${what} without end and lives on`, () => {
      for (let i = 0; i < 3; i++) {
        const result = feeder.feed(text);
        assert.equal(result.kind, 'declined', JSON.stringify(result).slice(0, 200));
      }
    });

    it(`survives ${what} of every length up to where it declines`, () => {
      // Every tenth part of the text, cut anywhere, is a syntax error or a statement, and hurts nobody.
      for (let tenth = 1; tenth <= 10; tenth++)
        feeder.feed(text.slice(0, Math.floor((text.length * tenth) / 100)));
    });
  }

  for (const [what, text] of Object.entries(LONG)) {
    it(`reads ${what}`, () => {
      assert.equal(feeder.feed(text).kind, 'statement');
    });
  }

  it('reads 20,000 conditions as one flat list', () => {
    for (const word of ['AND', 'OR'] as const) {
      const statement = readWith(feeder, chain('SELECT FROM t WHERE a', ` ${word} a`, 20_000));
      assert.ok(statement.kind === 'select' && statement.where);
      assert.equal(statement.where.kind === 'and' || statement.where.kind === 'or', true);
      assert.equal('args' in statement.where && statement.where.args.length, 20_001);
    }
  });

  it('declines a NUL, at which the parser would stop reading', () => {
    const result = feeder.feed('SELECT 1\0 FROM no grammar');
    assert.equal(result.kind, 'declined');
  });

  it('keeps positions behind half a character', () => {
    const text = "SELECT '\ud83d', \"\udc00\" AS b, '\ud83d\ud83d🦊' FROM t WHERE a = '\udc00'";
    const statement = readWith(feeder, text);
    assert.ok(statement.kind === 'select' && statement.where);
    const { start, end } = statement.where.span;
    assert.equal(text.slice(start, end), "a = '\udc00'");
    assert.deepEqual(
      statement.targets.map(({ span }) => text.slice(span.start, span.end)),
      ["'\ud83d'", '"\udc00" AS b', "'\ud83d\ud83d🦊'"],
    );
  });

  it('declines what is longer than 256 KB', () => {
    assert.equal(feeder.feed(`SELECT '${'x'.repeat(256 * 1024)}'`).kind, 'declined');
    assert.equal(feeder.feed(`SELECT '${'x'.repeat(200 * 1024)}'`).kind, 'statement');
  });

  it('says no word about garbage', () => {
    const garbage = (size: number, limit: number): string =>
      Array.from({ length: size }, (_, i) => String.fromCharCode(((i * i + 7919 * i) % limit) + 1)).join('');
    for (const text of [garbage(5_000_000, 65_000), garbage(100_000, 65_000), garbage(100_000, 126)])
      assert.notEqual(feeder.feed(text).kind, 'statement');
    for (const text of ['(', "'", '"', '$$', '/*', '[', '\\', 'SELECT (', '']) {
      assert.notEqual(feeder.feed(text.repeat(3)).kind, 'statement', text);
      assert.notEqual(feeder.feed(text.repeat(50_000)).kind, 'statement', text);
    }
  });

  it('takes one statement at a time', () => {
    for (const text of ['', ';', '-- nothing', 'SELECT 1; SELECT 2'])
      assert.equal(feeder.feed(text).kind, 'declined', text);
    assert.equal(feeder.feed('SELECT 1;').kind, 'statement');
  });

  const ERRORS: readonly (readonly [text: string, at: string])[] = [
    ['SELEC 1', 'SELEC 1'],
    ['SELECT 1 FRM t x', 't x'],
    ["SELECT '🦊', 'é' FROM WHERE a", 'WHERE a'],
    ["SELECT /* 🦊 */ '🦊' FROM t WHERE AND", 'AND'],
    ['SELECT a FROM t WHERE a = ', ''],
    ["SELECT 'open", "'open"],
    ['SELECT "open', '"open'],
    ['SELECT (a', ''],
    ['SELECT \ud83d FROM FROM', 'FROM'],
  ];
  for (const [text, at] of ERRORS) {
    it(`puts the error of ${JSON.stringify(text)} where PostgreSQL does`, () => {
      const result = feeder.feed(text);
      assert.ok(result.kind === 'syntax-error', JSON.stringify(result));
      assert.equal(text.slice(result.offset), at);
      assert.notEqual(result.message, '');
    });
  }

  it('reads comments where PostgreSQL looks one token ahead', () => {
    for (const text of [
      'SELECT FROM t ORDER BY a NULLS /* c */ FIRST',
      'SELECT a NOT -- c\n IN (1), a NOT /* c */ BETWEEN 1 AND 2, a NOT /* c */ LIKE b',
      'SELECT FROM f() WITH /* c */ ORDINALITY',
      'SELECT a::timestamp WITH /* c */ TIME /* c */ ZONE',
      'SELECT FROM t FOR /* c */ UPDATE',
      "SELECT U&'!0061' /* c */ UESCAPE '!'",
    ]) {
      assert.equal(feeder.feed(text).kind, 'statement', text);
    }
  });

  describe('after a failure in the WASM', () => {
    const DEEP = chain('SELECT a', ' || a', 60_000);
    const TRIGGER = 'SELECT 666';

    /** A real instance that really overflows, at a text that the feeder lets through. */
    async function failingInstance(): Promise<LibpgInstance & { readonly calls: () => number }> {
      const instance = await createLibpgInstance(compiled);
      let calls = 0;
      return {
        calls: () => calls,
        parse(sql) {
          calls++;
          return instance.parse(sql === TRIGGER ? DEEP : sql);
        },
      };
    }

    it('declines everything and never calls the instance again', async () => {
      const instance = await failingInstance();
      const failing = createLibpgFeeder(instance);
      assert.equal(failing.feed('SELECT 1').kind, 'statement');
      assert.equal(failing.isLost, false);
      const results: FeedResult[] = [failing.feed(TRIGGER), failing.feed('SELECT 1'), failing.feed(TRIGGER)];
      assert.deepEqual(
        results.map(({ kind }) => kind),
        ['declined', 'declined', 'declined'],
      );
      assert.equal(failing.isLost, true);
      assert.equal(instance.calls(), 2);
    });
  });
});
