import assert from 'node:assert/strict';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { libpgFeeder } from '../feeders';
import { fragmentsOf, slice } from './fragments-of';

/** A module, the text of its last statement, and whether that is not what every run sends (`~`). */
type Case = readonly [source: string, text: string];

const TEXTS: Readonly<Record<string, readonly Case[]>> = {
  'constants and members': [
    ["const W = 'WHERE b = 1';\nq(`SELECT a FROM t ${W}`)", 'SELECT a FROM t WHERE b = 1'],
    ["const C = `a, b`;\nq('SELECT ' + C + ' FROM t')", 'SELECT a, b FROM t'],
    ["const T = { e: { name: 'app.e' } };\nq(`SELECT a FROM ${T.e.name}`)", 'SELECT a FROM app.e'],
    [
      "enum S { Done = 'done' }\nq(`SELECT a FROM t WHERE s = '${S.Done}'`)",
      "SELECT a FROM t WHERE s = 'done'",
    ],
    ["class A { private table = 'e'; f() { q(`SELECT a FROM ${this.table}`) } }", 'SELECT a FROM e'],
    ["class A { static readonly T = 'e'; f() { q(`SELECT a FROM ${A.T}`) } }", 'SELECT a FROM e'],
    ["class A { #t = 'e'; f() { q(`SELECT a FROM ${this.#t}`) } }", 'SELECT a FROM e'],
    [
      "class A { t = 'e'; constructor(t) { this.t = t } f() { q(`SELECT a FROM ${this.t}`) } }",
      'SELECT a FROM __hole_1__',
    ],
    [
      'let i = 1;\nq(`SELECT a FROM t WHERE b = $${i++} AND c = $${i}`)',
      'SELECT a FROM t WHERE b = $1 AND c = $2',
    ],
    [
      'q(`SELECT a FROM t WHERE b = $1 LIMIT $${values.length + 1}`)',
      'SELECT a FROM t WHERE b = $1 LIMIT $2',
    ],
    [
      "const w = 'b = 1';\nfunction f() { const w = 'b = 2'; q(`SELECT a FROM t WHERE ${w}`) }",
      'SELECT a FROM t WHERE b = 2',
    ],
    [
      "function f() { const w = 'b = 2'; }\nfunction g(w) { q(`SELECT a FROM t WHERE ${w}`) }",
      '~SELECT a FROM t WHERE __hole_1__',
    ],
    ["let w = '';\nif (x) w = 'WHERE b = 1';\nq(`SELECT a FROM t ${w}`)", '~SELECT a FROM t WHERE b = 1'],
    ['const a = `x ${a}`;\nq(`SELECT a FROM t ${a}`)', '~' + 'SELECT a FROM t ' + 'x '.repeat(8) + ' '],
  ],
  fragments: [
    ['const w = sql`WHERE b = ${b}`;\nsql`SELECT a FROM t ${w}`', 'SELECT a FROM t WHERE b = $1'],
    ['sql`SELECT a FROM t WHERE ${sql`b = ${b}`} AND c = ${c}`', 'SELECT a FROM t WHERE b = $1 AND c = $2'],
    [
      'sql`SELECT a FROM t WHERE b = 1 ${c ? sql`AND c = ${c}` : sql``}`',
      '~SELECT a FROM t WHERE b = 1 AND c = $1',
    ],
    ['sql`SELECT a FROM t WHERE b = 1 ${c && sql`AND c = 2`}`', '~SELECT a FROM t WHERE b = 1 AND c = 2'],
    ['sql`SELECT a FROM t WHERE b = 1 ${more ?? sql`AND c = 2`}`', '~SELECT a FROM t WHERE b = 1 AND c = 2'],
    ["q(`SELECT a FROM t ${c ? 'WHERE c = 1' : ''} LIMIT 1`)", '~SELECT a FROM t WHERE c = 1 LIMIT 1'],
    ['sql`SELECT a FROM t ${sql``} LIMIT 1`', 'SELECT a FROM t   LIMIT 1'],
    [
      'const I = sql`INSERT INTO t (a)`, V = sql`VALUES (${a})`;\nsql`${I} ${V} RETURNING insert`',
      'INSERT INTO t (a) VALUES ($1) RETURNING insert',
    ],
    [
      'const s = "x";\nsql`SELECT a FROM t WHERE b = ${s} AND c = ${`y`}`',
      'SELECT a FROM t WHERE b = $1 AND c = $2',
    ],
    ["q(`SELECT a FROM t WHERE b = '${c ? 'x' : 'y'}'`)", "SELECT a FROM t WHERE b = '__hole_1__'"],
  ],
  'helpers of libraries': [
    ["sql`SELECT a FROM ${sql.identifier(['app', 'e'])}`", 'SELECT a FROM "app"."e"'],
    [
      "sql`SELECT ${sql.ref('e.a')} FROM ${sql.table('app.e')} WHERE b = ${sql.val(b)}`",
      'SELECT "e"."a" FROM "app"."e" WHERE b = $1',
    ],
    ["const T = 'e';\nsql`SELECT a FROM ${sql.unsafe(T)} ${sql.raw('LIMIT 1')}`", 'SELECT a FROM e LIMIT 1'],
    [
      'Prisma.sql`SELECT a FROM t ${c ? Prisma.sql`WHERE c = 1` : Prisma.empty}`',
      '~SELECT a FROM t WHERE c = 1',
    ],
    [
      'sql`SELECT a FROM t WHERE ${sql.join([sql`b = ${b}`, sql`c = 1`], sql` AND `)}`',
      'SELECT a FROM t WHERE b = $1 AND c = 1',
    ],
    [
      "Prisma.sql`SELECT a FROM t WHERE ${Prisma.join([Prisma.sql`b = 1`, w], ' AND ')}`",
      '~SELECT a FROM t WHERE b = 1 AND __hole_1__',
    ],
    [
      'sql`SELECT a FROM t WHERE b IN (${sql.join(ids.map((id) => sql`${id}`), sql`, `)})`',
      '~SELECT a FROM t WHERE b IN ($1)',
    ],
    [
      'const w = [sql`b = 1`];\nif (c) w.push(sql`c = ${c}`);\nsql`SELECT a FROM t WHERE ${sql.join(w, sql` AND `)}`',
      '~SELECT a FROM t WHERE b = 1 AND c = $1',
    ],
    ["const C = ['a', 'b'];\nsql`SELECT ${sql(C)} FROM ${sql('app.e')}`", 'SELECT "a", "b" FROM "app"."e"'],
    [
      "sql`INSERT INTO t ${sql(row, 'a', 'b')} RETURNING a`",
      'INSERT INTO t ("a", "b") VALUES ($1, $2) RETURNING a',
    ],
    ['sql`UPDATE t SET ${sql({ a, b: 1 })} WHERE c = ${c}`', 'UPDATE t SET "a" = $1, "b" = $2 WHERE c = $3'],
    ['sql`SELECT a FROM t WHERE b IN ${sql([1, 2])}`', '~SELECT a FROM t WHERE b IN ($1)'],
  ],
  'functions that give a fragment': [
    ['const by = (b) => sql`b = ${b}`;\nsql`SELECT a FROM t WHERE ${by(1)}`', 'SELECT a FROM t WHERE b = $1'],
    [
      'function by(b) { return `b = $1`; }\nq(`SELECT a FROM t WHERE ${by(1)}`)',
      'SELECT a FROM t WHERE b = $1',
    ],
    [
      'class A { by() { return sql`b = 1`; } f() { sql`SELECT a FROM t WHERE ${this.by()}`; } }',
      'SELECT a FROM t WHERE b = 1',
    ],
    [
      'sql`SELECT a FROM t WHERE b = 1 ${when(c, (c) => sql`AND c = ${c}`)}`',
      '~SELECT a FROM t WHERE b = 1 AND c = $1',
    ],
    [
      'function by(b) { if (b) return `b = $1`; return `c = $1`; }\nq(`SELECT a FROM t WHERE ${by(1)}`)',
      '~SELECT a FROM t WHERE c = $1',
    ],
  ],
  'texts that grow': [
    ["let s = 'SELECT a FROM t';\ns += ' WHERE b = $1';\nq(s)", 'SELECT a FROM t WHERE b = $1'],
    [
      "let s = 'SELECT a FROM t WHERE b = $1';\nif (c) { s += ' AND c = 2'; }\ns += ' LIMIT 1';",
      '~SELECT a FROM t WHERE b = $1 AND c = 2 LIMIT 1',
    ],
    [
      "let s = 'SELECT a FROM t';\nif (c) s += ' WHERE c = 1'; else s += ' WHERE d = 1';",
      '~SELECT a FROM t WHERE c = 1',
    ],
    ["let s = 'SELECT a FROM t ';\ns += where;\ns += ' LIMIT 1';", '~SELECT a FROM t   LIMIT 1'],
    [
      "const w = ['b = 1', 'c = $1'];\nq(`SELECT a FROM t WHERE ${w.join(' AND ')}`)",
      'SELECT a FROM t WHERE b = 1 AND c = $1',
    ],
    [
      "const w = [];\nif (b) w.push('b = 1');\nq(`SELECT a FROM t WHERE ${w.join(' AND ')}`)",
      '~SELECT a FROM t WHERE b = 1',
    ],
    [
      "q(`SELECT a FROM t WHERE ${['b = 1', c && 'c = 2'].filter(Boolean).join(' AND ')}`)",
      '~SELECT a FROM t WHERE b = 1 AND c = 2',
    ],
  ],
};

describe('SQL from somewhere else in the module', () => {
  let feeder: SqlFeeder;
  before(async () => (feeder = await libpgFeeder()));

  for (const [title, cases] of Object.entries(TEXTS)) {
    describe(`(${title})`, () => {
      for (const [source, expected] of cases) {
        it(`is read: ${source}`, () => {
          const fragment = fragmentsOf(source).at(-1);
          assert.ok(fragment);
          assert.equal(`${fragment.approximate ? '~' : ''}${fragment.text}`, expected);
          if (!expected.includes(' x x ')) assert.equal(feeder.feed(fragment.text).kind, 'statement');
        });
      }
    });
  }

  it('stands where it is written when it is written in the hole', () => {
    const source = 'sql`SELECT a FROM t WHERE a = 1 ${c ? sql`AND stream = ${c}` : sql``} LIMIT 1`';
    const [fragment] = fragmentsOf(source);
    assert.ok(fragment);
    const start = fragment.text.indexOf('stream');
    const span = fragment.map.spanToDocument({ start, end: start + 'stream'.length });
    assert.equal(slice(source, span), 'stream');
    assert.equal(fragment.map.toFragment(span.start), start);
    assert.deepEqual(
      fragment.splices.map(({ documentSpan, isInPlace }) => [slice(source, documentSpan), isInPlace]),
      [['${c ? sql`AND stream = ${c}` : sql``}', true]],
    );
  });

  it('stands at its hole when it is written elsewhere', () => {
    const source = "const W = 'WHERE stream = 1 AND b = 2';\nq(`SELECT a FROM t ${W}`)";
    const fragment = fragmentsOf(source).at(-1);
    assert.ok(fragment);
    for (const word of ['stream', 'WHERE', 'AND b']) {
      const start = fragment.text.indexOf(word);
      const span = fragment.map.spanToDocument({ start, end: start + word.length });
      assert.equal(slice(source, span), '${W}');
    }
    assert.equal(fragment.map.toFragment(source.indexOf('${W}')), fragment.text.indexOf('WHERE'));
  });

  it('ends in reasonable time however often constants name constants', () => {
    const constants = Array.from(
      { length: 12 },
      (_, i) => `const c${i + 1} = \`${`\${c${i}}`.repeat(20)}\`;`,
    );
    const source = `const c0 = 'x ';\n${constants.join('\n')}\nq(\`SELECT a FROM t \${c12}\`)`;
    assert.ok((fragmentsOf(source).at(-1)?.text.length ?? 0) < 10_000);
  });
});
