import assert from 'node:assert/strict';
import { libpgFeeder } from '../feeders';
import { fragmentsOf, textsOf } from './fragments-of';

/** A module, the text of its last statement, and whether that is not what every run sends (`~`). */
type Case = readonly [source: string, text: string];

const TEXTS: Readonly<Record<string, readonly Case[]>> = {
  'lists that are joined where they stand': [
    ["q(['SELECT a', 'FROM t', 'WHERE b = $1'].join(' '))", 'SELECT a FROM t WHERE b = $1'],
    ["const s = ['SELECT a FROM t', `WHERE b = ${b}`].join('\\n')", 'SELECT a FROM t\nWHERE b = $1'],
    [
      "q(['SELECT a FROM t', 'SELECT b FROM u'].join(' UNION ALL '))",
      'SELECT a FROM t UNION ALL SELECT b FROM u',
    ],
    ["const W = 'WHERE b = 1';\nq(['SELECT a FROM t', W].join(' '))", 'SELECT a FROM t WHERE b = 1'],
    ["q(['SELECT a FROM t', c ? 'WHERE b = 1' : ''].join(' '))", '~SELECT a FROM t WHERE b = 1'],
    [
      "q(['SELECT a FROM t', c && 'WHERE b = 1', 'LIMIT 1'].filter(Boolean).join(' '))",
      '~SELECT a FROM t WHERE b = 1 LIMIT 1',
    ],
    [
      "const W = 'WHERE b = 1';\nq(['SELECT a FROM t', W].filter(keep).join(' '))",
      '~SELECT a FROM t WHERE b = 1',
    ],
    ["q(['SELECT a FROM t', ...more].join(' '))", '~SELECT a FROM t  '],
    ["let s = ['SELECT a', 'FROM t'].join(' ');\ns += ' LIMIT 1';\nq(s)", 'SELECT a FROM t LIMIT 1'],
  ],
  'lists that a variable holds': [
    ["const s = ['SELECT a', 'FROM t'];\nq(s.join(' '))", 'SELECT a FROM t'],
    [
      "const s = ['SELECT a FROM t'];\ns.push('WHERE b = 1');\nq(s.join('\\n'))",
      'SELECT a FROM t\nWHERE b = 1',
    ],
    [
      "const s = ['SELECT a FROM t'];\nif (c) s.push('WHERE b = 1');\nq(s.filter(Boolean).join(' '))",
      '~SELECT a FROM t WHERE b = 1',
    ],
  ],
  'chains of append': [
    ["q(SQL`SELECT a FROM t `.append('WHERE b = 1'))", 'SELECT a FROM t WHERE b = 1'],
    [
      'q(SQL`SELECT a FROM `.append(table).append(SQL` WHERE b = ${b}`))',
      'SELECT a FROM __hole_1__ WHERE b = $2',
    ],
    ["q(SQL`SELECT a FROM t `.append(c ? SQL`WHERE b = ${b}` : ''))", '~SELECT a FROM t WHERE b = $1'],
    [
      'const s = SQL`SELECT a FROM t `;\ns.append(SQL`WHERE b = ${b}`);\nq(s)',
      'SELECT a FROM t WHERE b = $1',
    ],
  ],
  'names that patterns take out': [
    ["const T = { events: 'e' };\nconst { events } = T;\nq(`SELECT a FROM ${events}`)", 'SELECT a FROM e'],
    ["const { events: t } = { events: 'e' };\nq(`SELECT a FROM ${t}`)", 'SELECT a FROM e'],
    ["class A { t = 'e'; f() { const { t } = this; q(`SELECT a FROM ${t}`) } }", 'SELECT a FROM __hole_1__'],
    ["const { t = 'x' } = { t: 'e' };\nq(`SELECT a FROM ${t}`)", 'SELECT a FROM __hole_1__'],
    ['const { a } = b;\nconst { b } = a;\nq(`SELECT a FROM ${a}`)', 'SELECT a FROM __hole_1__'],
    ['function f({ t }) { q(`SELECT a FROM ${t}`) }', 'SELECT a FROM __hole_1__'],
  ],
};

/** What is read where it is put together with the rest. */
const PARTS = [
  "const I = 'INSERT INTO t (a, b)';",
  'const I = sql`INSERT INTO ${sql.unsafe(this.table)} (a, b)`;',
  'const I = sql`INSERT INTO ${schema}.${table} (${columns})`;',
  "const w = 'WITH w AS (SELECT a FROM t)';",
  'const w = sql`WITH w AS (SELECT a FROM t WHERE b = ${b}), v AS (SELECT a FROM w)`;',
];

const WHOLE = [
  "q('INSERT INTO t (a) VALUES (1)')",
  "q('INSERT INTO t (SELECT a FROM u)')",
  "q('INSERT INTO t DEFAULT VALUES')",
  'q(`INSERT INTO t ${rest}`)',
  'q(`INSERT INTO t (a) ${rest}`)',
  "q('WITH w AS (SELECT a FROM t) SELECT a FROM w')",
  "q('WITH w AS (SELECT a FROM t) (SELECT a FROM w)')",
  'q(`WITH w AS (SELECT a FROM t) ${main}`)',
];

describe('SQL that is put together from a list', () => {
  for (const [way, cases] of Object.entries(TEXTS)) {
    it(`is read: ${way}`, async () => {
      const feeder = await libpgFeeder();
      for (const [source, expected] of cases) {
        const found = fragmentsOf(`${source}\n// select … from, insert into`).at(-1);
        assert.ok(found, source);
        assert.equal(`${found.approximate ? '~' : ''}${found.text}`, expected, source);
        assert.equal(feeder.feed(found.text).kind, 'statement', source);
      }
    });
  }

  it('is no text of its own where a list is not joined', () => {
    const source = "const s = ['SELECT a FROM t', 'SELECT b FROM t'];\nfor (const one of s) q(one);";
    assert.deepEqual(textsOf(source), ['SELECT a FROM t', 'SELECT b FROM t']);
  });

  it('is not edited across its elements', () => {
    const [found] = fragmentsOf("q(['SELECT a', 'FROM t'].join(' ')) // from");
    assert.deepEqual(
      found?.splices.map(({ isInPlace }) => isInPlace),
      [true, true],
    );
  });
});

describe('A part of a statement', () => {
  it('is no statement', () => {
    for (const source of PARTS) assert.deepEqual(textsOf(`${source}\n// select … from`), [], source);
  });

  it('is told from a whole one', () => {
    for (const source of WHOLE) assert.equal(fragmentsOf(`${source}\n// select … from`).length, 1, source);
  });
});
