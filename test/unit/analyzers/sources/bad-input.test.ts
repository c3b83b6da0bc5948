import assert from 'node:assert/strict';
import type { Fragment } from '../../../../src/analyzers/sources/fragment';
import { keepSplices } from '../../../../src/analyzers/sources/splice-edits';
import { findSqlFragments } from '../../../../src/analyzers/sources/sql-document';
import { findEmbeddedSql } from '../../../../src/analyzers/sources/typescript';
import { seededRandom } from '../seeded-random';
import { fragmentsOf, textsOf } from './fragments-of';

const find = (text: string) => findEmbeddedSql({ text, languageId: 'typescript' }, { tags: [], callees: [] });
const repeat = (count: number, part: (i: number) => string, separator = ''): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(separator);

describe('Documents that nobody meant to be read', () => {
  const unfinished: readonly (readonly [written: string, texts: readonly string[]])[] = [
    ['q(`SELECT a FROM t WHERE b = ', ['SELECT a FROM t WHERE b =']],
    ['q(`SELECT a FROM t WHERE b = ${b', ['SELECT a FROM t WHERE b = $1']],
    ['q(`SELECT a FROM t WHERE b = ${}`)', ['SELECT a FROM t WHERE b = $1']],
    ["q('SELECT a FROM t\nconst r = q(`SELECT b FROM u`);", ['SELECT a FROM t', 'SELECT b FROM u']],
    ['const r = await pool.query(\nconst s = q(`SELECT b FROM u`);', ['SELECT b FROM u']],
    ['foo.\nq(`SELECT b FROM u`); function (', ['SELECT b FROM u']],
    ['class A { q = `SELECT b FROM u`', ['SELECT b FROM u']],
    ["q('SELECT a FROM t' + ", ['SELECT a FROM t']],
    ['q(`SELECT "${a} FROM t`)', []],
  ];
  for (const [written, texts] of unfinished) {
    it(`are read as far as they go: ${JSON.stringify(written)}`, () => {
      const found = find(written).map(({ text }) => text);
      assert.deepEqual(found, texts);
    });
  }

  it('leave alone what stands before a hole that is still open: nothing can be written behind it', () => {
    const [open] = find('sql`SELECT a FROM t WHERE b = ${');
    const [closed] = find('sql`SELECT a FROM t WHERE b = ${b}');
    assert.ok(open && closed);
    const behind = ({ text }: Fragment) => [
      { span: { start: text.length, end: text.length }, pieces: [' LIMIT 1'] },
    ];
    assert.deepEqual([open.approximate, keepSplices(behind(open), open)], [true, false]);
    assert.deepEqual([closed.approximate, keepSplices(behind(closed), closed)], [false, true]);
  });

  it('keep what is odd in a text', () => {
    assert.deepEqual(textsOf("q('SELECT \\ud800 FROM t \0')"), ['SELECT \ud800 FROM t \0']);
    assert.deepEqual(textsOf('q(`SELECT \ud83d FROM t`)'), ['SELECT \ud83d FROM t']);
    assert.deepEqual(textsOf("SELECT '\ud83d' FROM t\0;", 'sql'), ["SELECT '\ud83d' FROM t\0"]);
  });

  const large: Readonly<Record<string, string>> = {
    'a concatenation of 10,000 literals': `q('SELECT a FROM t WHERE b IN (' + ${repeat(10_000, (i) => `'${i},'`, ' + ')} + '0)')`,
    'a concatenation of 10,000 values': `q('SELECT a FROM t WHERE b IN (' + ${repeat(10_000, (i) => `x${i} + ','`, ' + ')} + '0)')`,
    'a sum of 20,000 numbers': `q('SELECT a FROM t'); x = ${repeat(20_000, (i) => `a${i}`, ' + ')}`,
    'a template with 10,000 holes': `q(\`SELECT a FROM t WHERE b IN (${repeat(10_000, (i) => `\${x${i}}`, ',')})\`)`,
    'a template with 100,000 escapes': `q('SELECT a FROM t WHERE b = \\'${'\\n'.repeat(100_000)}\\'')`,
    'an array of 20,000 queries': `x = [${"'SELECT a FROM t',".repeat(20_000)}]`,
    'templates nested 5,000 deep': `q(\`SELECT a FROM t ${'${`a'.repeat(5000)}${'`}'.repeat(5000)}\`)`,
    'parentheses nested 20,000 deep': `q(${'('.repeat(20_000)}'SELECT a FROM t'${')'.repeat(20_000)})`,
    'SQL with 100,000 open parentheses': `q('SELECT a FROM t WHERE ${'('.repeat(100_000)}')`,
    'objects nested 3,000 deep': `q(${'{a:'.repeat(3000)}'SELECT a FROM t'${'}'.repeat(3000)})`,
    'a module of 5 MB': `${'const x = compute(1, 2);\n'.repeat(200_000)}q('SELECT a FROM t');`,
    'nothing but quotes': `select from ${'"\'`'.repeat(50_000)}`,
    'nothing but openings of holes': `select a from t \`${'${'.repeat(20_000)}`,
  };
  for (const [title, text] of Object.entries(large)) {
    for (const languageId of ['typescript', 'sql']) {
      it(`come to an end as ${languageId}: ${title}`, () => {
        for (const { documentSpan } of findAll(text, languageId)) {
          assert.ok(documentSpan.start < documentSpan.end && documentSpan.end <= text.length);
        }
      });
    }
  }

  it('are found right even when they are large', () => {
    const [long] = find(large['a concatenation of 10,000 literals'] ?? '');
    assert.ok(long);
    assert.ok(long.text.startsWith('SELECT a FROM t WHERE b IN (0,1,2,'));
    assert.ok(long.text.endsWith(',9999,0)'));
    assert.equal(long.operands?.length, 10_002);
    const [holes] = find(large['a template with 10,000 holes'] ?? '');
    assert.equal(holes?.holes.length, 10_000);
  });

  it('raise no error when they are noise', () => {
    const random = seededRandom(11);
    const parts =
      '` \' " ${ } ( ) [ ] { } + ; , . : ? @ $ $1 \\ // /* */ -- select from where update set insert into values with as sql a \n \0 \ud800 😀 =>'.split(
        ' ',
      );
    for (let i = 0; i < 1500; i++) {
      const noise = Array.from({ length: 40 }, () => random.pick(parts)).join(
        random.below(2) === 0 ? ' ' : '',
      );
      const text = `sql\`select a from t ${noise}`;
      for (const language of ['typescript', 'javascriptreact', 'sql']) {
        for (const { text: found, map } of findAll(text, language)) {
          const { start, end } = map.spanToDocument({ start: 0, end: found.length });
          assert.ok(start >= 0 && start <= end && end <= text.length, JSON.stringify(text));
        }
      }
    }
  });

  it('are the same every time', () => {
    const text = 'q(`SELECT a FROM ${t} WHERE b = ${b}; UPDATE t SET a = $1`)';
    assert.deepEqual(JSON.stringify(fragmentsOf(text)), JSON.stringify(fragmentsOf(text)));
  });
});

function findAll(text: string, languageId: string) {
  return languageId === 'sql'
    ? findSqlFragments({ text, languageId })
    : findEmbeddedSql({ text, languageId }, { tags: [], callees: [] });
}
