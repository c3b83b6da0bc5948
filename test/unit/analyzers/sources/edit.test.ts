import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import type { DocumentEdit } from '../../../../src/analyzers/finding';
import { placeEdits, type FragmentEdit, type Piece } from '../../../../src/analyzers/sources/edit';
import type { Fragment } from '../../../../src/analyzers/sources/fragment';
import { tokenize } from '../../../../src/analyzers/sql/tokens';
import type { Span } from '../../../../src/analyzers/span';
import { seededRandom, type SeededRandom } from '../seeded-random';
import { fragmentOf, slice } from './fragments-of';

/** Each expression has the value of its fragment when the names in it have the values below. */
const EXPRESSIONS = [
  "`SELECT a FROM t\\n  WHERE b = '\\`\\\\' AND c = ${id} LIMIT 1`",
  '`SELECT a FROM t\n  WHERE b = ${id}\n  AND c = 1`',
  "'SELECT a FROM t WHERE b = \\'x\\' AND c = $1'",
  '"SELECT a FROM t WHERE b = \'x\' AND \\"c\\" = $1"',
  "String.raw`SELECT a FROM t WHERE b = E'\\n' AND c = ${id} LIMIT 1`",
  "'SELECT a FROM t ' +\n  'WHERE b = 1 AND c = 2'",
  "'SELECT a FROM t ' + \"WHERE b = 'x' \" + `AND c = ${id} ` + 'LIMIT 1'",
  "'SELECT a FROM t WHERE b = ' + id + ' AND c = 1'",
  "'SELECT a FROM t WHERE b = ' + id",
  "`SELECT a FROM t WHERE b = '` + quoted + `' AND c = ` + id2 + String.raw` AND d = 1`",
];

const NEW_TEXTS = [
  'x',
  ' ',
  "'it''s'",
  '"n"',
  '`',
  '\\',
  '\\n',
  '${',
  '$',
  '{',
  '\n',
  '\n  AND',
  '😀',
  '\r',
  'a\\b',
];

describe('Edits of a fragment', () => {
  const place = (
    text: string,
    edits: (fragment: Fragment) => readonly FragmentEdit[],
    languageId?: string,
  ): string => {
    const fragment = fragmentOf(text, languageId);
    return apply(text, placeEdits(edits(fragment), fragment, text));
  };
  const insert = (text: string, newText: string, languageId?: string): string =>
    place(text, (fragment) => [{ span: spanOf(fragment, 'FROM'), pieces: [newText] }], languageId);

  it('are written as they are into an .sql document', () => {
    assert.equal(insert('SELECT 1 FROM t;', "`${x}` '\\'", 'sql'), "SELECT 1 `${x}` '\\' t;");
  });

  it('are escaped for a template', () => {
    assert.equal(
      insert('q(`SELECT 1 FROM t`)', '`a` ${b} $1 \\\nc'),
      'q(`SELECT 1 \\`a\\` \\${b} $1 \\\\\nc t`)',
    );
  });

  it('are escaped for a raw template', () => {
    assert.equal(
      insert('q(String.raw`SELECT 1 FROM t`)', '`a` ${b} \\'),
      "q(String.raw`SELECT 1 ${'`'}a${'`'} ${'$'}{b} \\ t`)",
    );
  });

  it('are escaped for a string', () => {
    assert.equal(
      insert("q('SELECT 1 FROM t')", `'a' "b" \`c\` \\\nd`),
      "q('SELECT 1 \\'a\\' \"b\" `c` \\\\\\nd t')",
    );
    assert.equal(insert('q("SELECT 1 FROM t")', `'a' "b"`), 'q("SELECT 1 \'a\' \\"b\\" t")');
  });

  it('end their lines as the document does', () => {
    assert.equal(insert('SELECT 1\r\nFROM t', 'a\nb', 'sql'), 'SELECT 1\r\na\r\nb t');
    assert.equal(insert('q(\r\n`SELECT 1 FROM t`)', 'a\nb'), 'q(\r\n`SELECT 1 a\r\nb t`)');
    assert.equal(insert("q(\r\n'SELECT 1 FROM t')", 'a\nb'), "q(\r\n'SELECT 1 a\\nb t')");
  });

  it('copy substitutions, escapes and placeholders as they are written', () => {
    const twice = (written: string) => (fragment: Fragment) => [
      {
        span: spanOf(fragment, 'FROM'),
        pieces: [spanOf(fragment, written), ' ', spanOf(fragment, written), ' FROM'],
      },
    ];
    assert.equal(
      place('sql`SELECT 1 FROM t LIMIT ${a.b}`', twice('$1')),
      'sql`SELECT 1 ${a.b} ${a.b} FROM t LIMIT ${a.b}`',
    );
    assert.equal(
      place("q('SELECT 1 FROM t WHERE a = \\'b\\'')", twice("'b'")),
      "q('SELECT 1 \\'b\\' \\'b\\' FROM t WHERE a = \\'b\\'')",
    );
    assert.equal(place('SELECT 1 FROM t LIMIT :n', twice('$1'), 'sql'), 'SELECT 1 :n :n FROM t LIMIT :n');
  });

  it('come in the order of the document, insertions too', () => {
    const text = 'q(`SELECT 1 FROM t`)';
    const edited = place(text, (fragment) => [
      { span: { start: fragment.text.length, end: fragment.text.length }, pieces: [' LIMIT 1'] },
      { span: { start: 0, end: 0 }, pieces: ['EXPLAIN '] },
    ]);
    assert.equal(edited, 'q(`EXPLAIN SELECT 1 FROM t LIMIT 1`)');
  });

  it('leave one literal of a concatenation and enter the next', () => {
    const text = `q('SELECT a ' + "FROM t " + \`WHERE b = 1\`)`;
    const moved = place(text, (fragment) => [
      {
        span: { start: 7, end: fragment.text.length },
        pieces: ["'x' ", spanOf(fragment, 'WHERE'), ' y ', spanOf(fragment, 'a')],
      },
    ]);
    assert.equal(moved, "q('SELECT \\'x\\' ' + `WHERE y ` + 'a' + ``)");
  });

  it('put an operand where one was', () => {
    const replace = (pieces: readonly Piece[]) => () => [{ span: spanOf(fragmentOf(text), '$1'), pieces }];
    const text = "q('SELECT a FROM t WHERE b = ' + id)";
    assert.equal(place(text, replace(['2'])), "q('SELECT a FROM t WHERE b = ' + '2')");
    assert.equal(place(text, replace([])), "q('SELECT a FROM t WHERE b = ' + '')");
    const id = spanOf(fragmentOf(text), '$1');
    assert.equal(place(text, replace([id, id])), "q('SELECT a FROM t WHERE b = ' + id + id)");
    assert.equal(place(text, replace(['f(', id, ')'])), "q('SELECT a FROM t WHERE b = ' + 'f(' + id + ')')");
  });

  it('put text before and behind an operand that is no literal', () => {
    const add = (text: string, at: 'start' | 'end') =>
      place(text, (fragment) => {
        const offset = at === 'start' ? 0 : fragment.text.length;
        return [{ span: { start: offset, end: offset }, pieces: ['/* x */'] }];
      });
    assert.equal(add("q(cte + 'SELECT a FROM t')", 'start'), "q('/* x */' + cte + 'SELECT a FROM t')");
    assert.equal(add("q('SELECT a FROM ' + t)", 'end'), "q('SELECT a FROM ' + t + '/* x */')");
  });

  for (const expression of EXPRESSIONS) {
    it(`leave valid code with the value that was meant: ${JSON.stringify(expression)}`, () => {
      const text = `q(${expression})`;
      const fragment = fragmentOf(text);
      for (let seed = 0; seed < 150; seed++) {
        const edit = randomEdit(fragment, seededRandom(seed));
        const expected =
          fragment.text.slice(0, edit.span.start) +
          written(edit, fragment) +
          fragment.text.slice(edit.span.end);
        const edited = apply(text, placeEdits([edit], fragment, text));
        assert.equal(valueOf(edited), expected, `seed ${seed}: ${edited}`);
      }
    });
  }
});

function valueOf(call: string): unknown {
  return runInNewContext(call, { q: (value: unknown) => value, id: '$1', id2: '$2', quoted: '__hole_1__' });
}

function written({ pieces }: FragmentEdit, { text }: Fragment): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : slice(text, piece))).join('');
}

function randomEdit(fragment: Fragment, random: SeededRandom): FragmentEdit {
  const pieces = Array.from({ length: random.below(5) }, (): Piece => {
    // A template ends at its last back-tick, whatever stands before it.
    return random.below(2) === 0 ? `${random.pick(NEW_TEXTS)} ` : randomSpan(fragment, random);
  });
  return { span: randomSpan(fragment, random), pieces };
}

/** From the start of one token to the end of another, or to the start of the same. */
function randomSpan({ text }: Fragment, random: SeededRandom): Span {
  const tokens = tokenize(text);
  const [one, other] = [random.pick(tokens), random.pick(tokens)];
  if (one === other && random.below(2) === 0) return { start: one.end, end: one.end };
  return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}

function spanOf({ text }: Fragment, part: string): Span {
  const start = text.indexOf(part);
  assert.ok(start >= 0, part);
  return { start, end: start + part.length };
}

function apply(text: string, edits: readonly DocumentEdit[]): string {
  return edits.reduceRight(
    (edited, { span, newText }) => edited.slice(0, span.start) + newText + edited.slice(span.end),
    text,
  );
}
