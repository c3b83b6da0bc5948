import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { splitStatements } from '../../../../src/analyzers/sql/split-statements';
import { lexemeEnd, lexemeKindAt, tokenize } from '../../../../src/analyzers/sql/tokens';
import { seededRandom } from '../seeded-random';
import { postgresScanner } from './postgres-scanner';

const FIXTURES = resolve(__dirname, '../../../fixtures/sql');

const texts = (sql: string): readonly string[] =>
  tokenize(sql).map(({ start, end }) => sql.slice(start, end));
const kinds = (sql: string): readonly string[] => tokenize(sql).map(({ kind }) => kind);

describe('The tokens of SQL', () => {
  const cases: readonly (readonly [title: string, sql: string, tokens: readonly string[]])[] = [
    ['strings with doubled quotes', "'it''s' ''", ["'it''s'", "''"]],
    ['escapes in E strings only', String.raw`E'a\'b' 'a\' x`, [String.raw`E'a\'b'`, String.raw`'a\'`, 'x']],
    ['strings that go on in the next line', "'a'\n  'b' 'c'", ["'a'\n  'b'", "'c'"]],
    ['no string that goes on behind a comment', "'a' -- b\n'c'", ["'a'", "'c'"]],
    ['dollar quotes with and without a tag', '$$a$b$$ $t$ $$ $t$', ['$$a$b$$', '$t$ $$ $t$']],
    ['parameters beside dollar quotes', '$1$2', ['$1', '$2']],
    ['names in quotes, prefixed too', '"a""b" U&"d\\0061t"', ['"a""b"', 'U&"d\\0061t"']],
    ['a Unicode escape character with its string', "U&'d!0061t' UESCAPE '!'", ["U&'d!0061t' UESCAPE '!'"]],
    [
      'names with letters of any script and dollars',
      'événement 事件 a$b _x1',
      ['événement', '事件', 'a$b', '_x1'],
    ],
    ['nested comments as nothing', 'a /* b /* c */ d */ e -- f\rg', ['a', 'e', 'g']],
    [
      'numbers of every form',
      '1 1.5 .5 1. 1e5 1.5e-3 0xFF 0b10 1_000',
      '1 1.5 .5 1. 1e5 1.5e-3 0xFF 0b10 1_000'.split(' '),
    ],
    ['a range of a loop as three tokens', '1..10', ['1', '..', '10']],
    ['a sign apart from the operator before it', 'a=-1', ['a', '=', '-', '1']],
    ['operators that may end in a sign', 'a@-b', ['a', '@-', 'b']],
    ['no comment inside an operator', 'a+--b\n+/*c*/d', ['a', '+', '+', 'd']],
    [
      'casts, assignments and slices',
      'a::b c:=d e[1:2]',
      ['a', '::', 'b', 'c', ':=', 'd', 'e', '[', '1', ':', '2', ']'],
    ],
    ['operators of JSON', "a->>'b' @? c ?| d #>> e", ['a', '->>', "'b'", '@?', 'c', '?|', 'd', '#>>', 'e']],
  ];
  for (const [title, sql, expected] of cases) {
    it(`are ${title}`, () => assert.deepEqual(texts(sql), expected));
  }

  it('have kinds', () => {
    assert.deepEqual(kinds(`a "b" 'c' 1 $1 = ( ;`), [
      'word',
      'quoted-identifier',
      'string',
      'number',
      'parameter',
      'operator',
      'symbol',
      'symbol',
    ]);
  });

  it('reach to the end of the text when they are not closed', () => {
    for (const sql of ["'a b", '"a b', '$$a b', '$t$ a $$', "E'a\\'"]) assert.deepEqual(texts(sql), [sql]);
    assert.deepEqual(texts('a /* b'), ['a']);
  });

  it('are those of PostgreSQL in every fixture', async () => {
    const scan = await postgresScanner();
    let compared = 0;
    for (const file of readdirSync(FIXTURES).filter((name) => name.endsWith('.sql'))) {
      for (const { text } of splitStatements(readFileSync(join(FIXTURES, file), 'utf8'))) {
        const expected = scan(text);
        // One constant here, three tokens in PostgreSQL's lexer.
        if (!expected || /\buescape\b/i.test(text)) continue;
        assert.deepEqual(texts(text), expected);
        compared++;
      }
    }
    assert.ok(compared > 100, `${compared} statements`);
  });

  it('are those of PostgreSQL in any jumble that its lexer accepts', async () => {
    const scan = await postgresScanner();
    const jumble =
      `' ' '' " a e E_ $ $$ $a$ 1 2 . .. + - -- /* */ / * :: := : = < > ? | @ & % ! ~ # ^ ( ) [ ] , ; \\ é 😀 0xf 1e5 { }`
        .split(' ')
        .concat(' ', '\n', '\t', '\r');
    const random = seededRandom(2026);
    let compared = 0;
    for (let i = 0; i < 10_000; i++) {
      const sql = random.text(jumble, 12);
      const expected = scan(sql);
      if (!expected) continue;
      assert.deepEqual(texts(sql), expected, JSON.stringify(sql));
      compared++;
    }
    assert.ok(compared > 3000, `${compared} texts`);
  });

  it('leave nothing out and never stand still, whatever the text', () => {
    const random = seededRandom(7);
    for (let i = 0; i < 2000; i++) {
      const text = Array.from({ length: 30 }, () => String.fromCharCode(random.below(0x10000))).join('');
      let at = 0;
      while (at < text.length) {
        const end = lexemeEnd(text, at, lexemeKindAt(text, at));
        assert.ok(end > at && end <= text.length, JSON.stringify(text));
        at = end;
      }
    }
  });

  it('come to an end in long runs of anything', () => {
    for (const [sql, count] of [
      ["'a'\n".repeat(50_000), 1],
      ['/*'.repeat(100_000), 0],
      ['$a'.repeat(100_000), 2],
      ["''".repeat(100_000), 1],
      ['+'.repeat(200_000), 200_000],
      // Cut where no operator of PostgreSQL is as long.
      ['<'.repeat(200_000), 3125],
    ] as const) {
      assert.equal(tokenize(sql).length, count, sql.slice(0, 10));
    }
  });
});
