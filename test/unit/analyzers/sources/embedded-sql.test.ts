import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Fragment } from '../../../../src/analyzers/sources/fragment';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { libpgFeeder } from '../feeders';
import { fragmentOf, fragmentsOf, slice, textsOf } from './fragments-of';

const SAMPLE = resolve(__dirname, '../../../../samples/event-store');
const QUERY = 'SELECT a FROM t';

describe('SQL in TypeScript and JavaScript', () => {
  const places: readonly (readonly [title: string, source: string])[] = [
    ['a tagged template', 'const rows = await sql`SELECT a FROM t`;'],
    ['a template tagged with a path', 'await this.db.sql`SELECT a FROM t`;'],
    ['a template tagged with type arguments', 'await sql<Row[]>`SELECT a FROM t`;'],
    ['a template tagged with the result of a call', 'await pool.any(sql.type(row)`SELECT a FROM t`);'],
    ['a template of a raw query', 'await prisma.$queryRaw<Row[]>`SELECT a FROM t`;'],
    ['a template of a transaction', 'await tx`SELECT a FROM t`;'],
    ['a tagged template handed on', 'await prisma.$queryRaw(Prisma.sql`SELECT a FROM t`);'],
    ['a tag with an underscore', 'class A { rows() { return this._sql`SELECT a FROM t`; } }'],
    ['a raw template', 'const q = String.raw`SELECT a FROM t`;'],
    ['a template as an argument', 'await pool.query(`SELECT a FROM t`, []);'],
    ['a string as an argument', "await pool.query('SELECT a FROM t');"],
    ['a string with the other quotes', 'await pool.query("SELECT a FROM t");'],
    ['an argument of a constructor', "new Cursor('SELECT a FROM t');"],
    ['an argument of any function', "await all(db, 'SELECT a FROM t');"],
    ['an argument of a decorator', "class A { @Query('SELECT a FROM t') find() {} }"],
    ['a constant', 'const q = `SELECT a FROM t`;'],
    ['an exported constant', 'export const q = `SELECT a FROM t` as const;'],
    ['a field of a class', "class A { static readonly q = 'SELECT a FROM t'; }"],
    ['a private field of a class', "class A { #q = 'SELECT a FROM t'; }"],
    ['what a function returns', 'function q() { return `SELECT a FROM t`; }'],
    ['what a generator yields', "function* q() { yield 'SELECT a FROM t'; }"],
    ['what an arrow function gives', 'export const q = () => `SELECT a FROM t`;'],
    ['what an arrow function gives in parentheses', 'export const q = () => (`SELECT a FROM t`);'],
    ['the default export', 'export default `SELECT a FROM t`;'],
    ['a property', "const q = { all: 'SELECT a FROM t' };"],
    ['the text of a query', "await pool.query({ text: 'SELECT a FROM t', values: [] });"],
    ['an element of an array', "const all = ['SELECT a FROM t'];"],
    ['an assignment', "let q; q = 'SELECT a FROM t';"],
    ['a default of a parameter', "function f(q = 'SELECT a FROM t') {}"],
    ['a default of a binding', "const { q = 'SELECT a FROM t' } = options;"],
    ['a branch of a condition', 'const q = all ? `SELECT a FROM t` : undefined;'],
    ['what stands in for nothing', "const q = given ?? 'SELECT a FROM t';"],
    ['a trimmed text', 'const q = `\n  SELECT a FROM t\n`.trim();'],
    ['a text with types around it', 'f(<string>(`SELECT a FROM t` satisfies string)!);'],
    ['strings put together', "const q = 'SELECT a ' + 'FROM t';"],
    ['strings of several kinds put together', 'const q = "SELECT " + \'a \' + `FROM t`;'],
    ['a text behind a marker', 'const q = /* sql */ `SELECT a FROM t`;'],
    ['a text behind a marker without spaces', "const q = /*SQL*/ 'SELECT a FROM t';"],
    ['an argument behind a marker', 'log(/* sql */ `SELECT a FROM t`);'],
    ['an arrow function with a marker', 'export const q = (p) => /* SQL */ `SELECT a FROM t`;'],
    ['a text with a semicolon', 'await db.exec(`SELECT a FROM t;`);'],
    ['a text with comments before it', 'const q = `-- name: all\n/* x */ SELECT a FROM t`;'],
  ];
  for (const [title, source] of places) {
    it(`is found in ${title}`, () => assert.deepEqual(textsOf(source), [QUERY]));
  }

  it('is found in every language of the family', () => {
    assert.deepEqual(textsOf("const q = 'SELECT a FROM t' as string;", 'typescript'), [QUERY]);
    assert.deepEqual(
      textsOf("const a = <div onClick={() => run('SELECT a FROM t')} />;", 'typescriptreact'),
      [QUERY],
    );
    assert.deepEqual(textsOf("module.exports = { q: 'SELECT a FROM t' };", 'javascript'), [QUERY]);
    assert.deepEqual(textsOf("const a = <div>{run('SELECT a FROM t')}</div>;", 'javascriptreact'), [QUERY]);
    assert.deepEqual(textsOf("const q = 'SELECT a FROM t';", 'python'), []);
  });

  it('is every kind of statement that the rules read', () => {
    const statements = [
      'WITH x AS (SELECT 1) SELECT * FROM x',
      'WITH RECURSIVE x (a) AS (SELECT 1) SELECT * FROM x',
      '(SELECT a FROM t) UNION ALL (SELECT a FROM u)',
      'INSERT INTO t (a) VALUES ($1)',
      'UPDATE ONLY s.t AS x SET a = 1',
      'DELETE FROM t WHERE a = 1',
      'MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE',
      'CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)',
      'create unlogged table t (a int)',
      'ALTER TABLE t ADD COLUMN b int',
      'DROP INDEX i',
      'EXPLAIN (ANALYZE, BUFFERS) SELECT a FROM t',
      'explain analyze select a from t',
    ];
    for (const text of statements) assert.deepEqual(textsOf(`const q = \`${text}\`;`), [text]);
  });

  it('is one fragment for each statement of a literal', () => {
    const source = 'await db.exec(`\n  CREATE TABLE t (a int);\n  CREATE INDEX i ON t (a); -- done\n`);';
    assert.deepEqual(textsOf(source), ['CREATE TABLE t (a int)', 'CREATE INDEX i ON t (a)']);
  });

  it('may be shorter where a tag or a function says that it is SQL', () => {
    const source =
      "sql`SELECT 1`; pool.query('TRUNCATE t'); const q = 'SELECT 1'; pool.query('SELECT a FROM t');";
    assert.deepEqual(textsOf(source), ['SELECT 1', 'TRUNCATE t', QUERY]);
  });

  it('comes in the order of the document', () => {
    const source = 'f(`SELECT b FROM t`, { q: () => g(`SELECT c FROM t`) }); const z = `SELECT d FROM t`;';
    assert.deepEqual(textsOf(source), ['SELECT b FROM t', 'SELECT c FROM t', 'SELECT d FROM t']);
  });

  it('knows the tags and functions of the settings', () => {
    const source =
      'run`SELECT 1`; db.fetch("SELECT 2"); other.fetch("SELECT 3"); pool.query("SELECT a FROM t")';
    const settings = { tags: ['run'], callees: ['db.fetch'] };
    const texts = (options?: typeof settings) =>
      fragmentsOf(source, 'typescript', options).map(({ text }) => text);
    assert.deepEqual(texts(), [QUERY]);
    assert.deepEqual(texts(settings), ['SELECT 1', 'SELECT 2', QUERY]);
  });

  it('says how it is written down', () => {
    const host = (source: string): Fragment['host'] => fragmentOf(source).host;
    assert.deepEqual(host('this.sql<A>`SELECT a FROM t`'), { kind: 'template', tag: 'this.sql' });
    assert.deepEqual(host('f(`SELECT a FROM t`)'), { kind: 'template' });
    assert.deepEqual(host("f('SELECT a FROM t')"), { kind: 'string', quote: "'" });
    assert.deepEqual(host('f("SELECT a FROM t")'), { kind: 'string', quote: '"' });
    assert.deepEqual(host('f(`SELECT a ` + "FROM t")'), { kind: 'string', quote: '"' });
  });

  it('belongs to the statement or the class member around it', () => {
    const around = (source: string): string => slice(source, fragmentOf(source).hostStatement);
    assert.equal(
      around('/** a */\nexport const q = {\n  a: () => `SELECT a FROM t`,\n};\nf();'),
      'export const q = {\n  a: () => `SELECT a FROM t`,\n};',
    );
    assert.equal(
      around('async function f() {\n  // why\n  return g(`SELECT a FROM t`);\n}'),
      'return g(`SELECT a FROM t`);',
    );
    assert.equal(
      around('class A {\n  b = 1;\n  // why\n  q = `SELECT a FROM t`;\n}'),
      'q = `SELECT a FROM t`;',
    );
    assert.equal(around('if (a) { b(); } else run(`SELECT a FROM t`);'), 'run(`SELECT a FROM t`);');
  });

  it('says whether it is sent under a name', () => {
    const named = (source: string) => fragmentsOf(source).map((fragment) => fragment.named === true);
    assert.deepEqual(named("f({ name: 'all', text: 'SELECT a FROM t', values: [] })"), [true]);
    assert.deepEqual(named("f({ text: a ? `SELECT a FROM t` : ('SELECT b FROM t'), name })"), [true, true]);
    assert.deepEqual(named("f({ text: 'SELECT a FROM t' }); g({ name, query: 'SELECT a FROM t' })"), [
      false,
      false,
    ]);
    assert.deepEqual(named("f({ name, text: () => 'SELECT a FROM t' })"), [false]);
  });

  it('is no statement in clauses and conditions', () => {
    const sources = [
      'sql`WHERE a = ${a}`',
      'sql`AND b > 1`',
      'sql``',
      'sql`${a} ${b}`',
      "const order = 'ORDER BY a';",
      "const q = 'SELECT a ' + b;",
      "const q = [head, 'SELECT a FROM t', 'WHERE b = 1'].join(' ');",
      "q = 'x' + 'SELECT a FROM t';",
      'db.raw(`(SELECT max(a) FROM t) AS latest`)',
      "query('(SELECT max(a) FROM t) AS latest')",
    ];
    for (const source of sources) assert.deepEqual(textsOf(`${source}; /* select a from t */`), []);
  });

  it('is no statement of its own in the holes of another', () => {
    assert.deepEqual(textsOf('sql`SELECT a FROM t WHERE b IN (${sql`SELECT b FROM u`})`').length, 1);
  });
});

describe('The sample project', () => {
  let feeder: SqlFeeder;
  before(async () => (feeder = await libpgFeeder()));

  const statements = (folder: string, languageId: string): readonly Fragment[] =>
    readdirSync(join(SAMPLE, folder)).flatMap((file) =>
      fragmentsOf(readFileSync(join(SAMPLE, folder, file), 'utf8'), languageId),
    );

  it('has all its queries found, and read by PostgreSQL', () => {
    const found = statements('src', 'typescript');
    const wanted = readdirSync(join(SAMPLE, 'src'))
      .map((file) => readFileSync(join(SAMPLE, 'src', file), 'utf8'))
      .join('\n')
      .match(/^.*[`'"(]\s*\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b/gm);
    assert.equal(found.length, wanted?.length);
    for (const { text, approximate } of found) {
      assert.equal(feeder.feed(text).kind, 'statement', text);
      assert.ok(!approximate);
    }
  });

  it('has all its scripts read by PostgreSQL', () => {
    for (const folder of ['queries', 'proposals', 'db/migrations']) {
      const found = statements(folder, 'sql');
      assert.ok(found.length > 0);
      for (const { text, holes } of found) {
        assert.equal(feeder.feed(text).kind, 'statement', text);
        assert.deepEqual(holes, []);
      }
    }
  });
});
