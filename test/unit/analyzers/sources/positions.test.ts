import assert from 'node:assert/strict';
import { tokenize } from '../../../../src/analyzers/sql/tokens';
import type { Span } from '../../../../src/analyzers/span';
import { seededRandom, type SeededRandom } from '../seeded-random';
import { fragmentOf, slice } from './fragments-of';

type Quote = '`' | "'" | '"';

/** A token of SQL, or the source of a substitution. */
interface Token {
  readonly text: string;
  readonly substitution?: string;
}

interface Rendered {
  readonly document: string;
  /** Where each token was written. */
  readonly spans: readonly Span[];
}

describe('Positions in a fragment and in its document', () => {
  for (const quote of ['`', "'", '"'] as const) {
    it(`are the same place in literals with ${quote}, whatever is escaped in them`, () => {
      for (let seed = 0; seed < 400; seed++) {
        const random = seededRandom(seed);
        const tokens = statement(random, quote);
        const { document, spans } = render(tokens, quote, random);
        const fragment = fragmentOf(document);
        const found = tokenize(fragment.text);
        const context = `seed ${seed}: ${document}`;
        assert.equal(found.length, tokens.length, context);
        tokens.forEach((token, i) => {
          const span = found[i];
          assert.ok(span);
          const expected = token.substitution === undefined ? token.text : /^\$\d+$/;
          if (typeof expected === 'string') assert.equal(slice(fragment.text, span), expected, context);
          else assert.match(slice(fragment.text, span), expected, context);
          assert.deepEqual(fragment.map.spanToDocument(span), spans[i], context);
        });
      }
    });
  }

  it('are the same place in .sql documents, whatever the placeholders', () => {
    for (let seed = 0; seed < 400; seed++) {
      const random = seededRandom(seed);
      const values = ['$1', ':name', ":'name'", '@name', '{{name::uuid}}', "'😀'", '1.5', '?'];
      const text = `-- é\nSELECT "😀" FROM t WHERE a = ${random.pick(values)} AND b > ${random.pick(values)}\n LIMIT ${random.pick(values)}`;
      const fragment = fragmentOf(text, 'sql');
      const tokens = tokenize(fragment.text).map((token) => slice(text, fragment.map.spanToDocument(token)));
      assert.equal(tokens.join(' '), text.slice(5).replace(/\s+/g, ' '));
    }
  });
});

function statement(random: SeededRandom, quote: Quote): readonly Token[] {
  const value = (): Token => {
    const texts = ['$1', '42', "'plain'", "'it''s'", "'é😀'", "'back\\slash`\"'", 'now'];
    if (quote !== '`' || random.below(2) === 0) return { text: random.pick(texts) };
    return { text: '', substitution: random.pick(['id', 'a.b', 'f({ x: `}` })', '`x${y}`.z']) };
  };
  const conditions = Array.from({ length: random.below(4) + 1 }, () => [
    { text: random.pick(['AND', 'OR']) },
    { text: random.pick(['stream_id', '"Größe"', 'événement']) },
    { text: random.pick(['=', '>=', '<>']) },
    value(),
  ]);
  return [
    ...'SELECT a FROM events WHERE b'.split(' ').map((text) => ({ text })),
    { text: '=' },
    value(),
    ...conditions.flat(),
  ];
}

function render(tokens: readonly Token[], quote: Quote, random: SeededRandom): Rendered {
  let document = `const é = '😀';\nawait pool.query(${quote}`;
  const spans = tokens.map(({ text, substitution }, i) => {
    document +=
      i === 0 ? random.pick(['', ' ', separator(random, quote, text)]) : separator(random, quote, text);
    const start = document.length;
    document += substitution === undefined ? escape(text, quote, random) : `\${${substitution}}`;
    return { start, end: document.length };
  });
  return { document: `${document}${quote}, [1]);\n`, spans };
}

/** The look before anything is parsed must find the keywords: nobody writes their letters as escapes. */
const KEYWORDS = ['SELECT', 'FROM'];

function separator(random: SeededRandom, quote: Quote, before: string): string {
  const common = [' ', '\t', '\\n', '\\t ', ' \\\n', ' \\\r\n ', ' /* é */ '];
  if (!KEYWORDS.includes(before)) common.push('\\x20', '\\u0020', '\\u{20}');
  const join = ` ${quote} + ${quote}`;
  return random.pick(
    quote === '`' ? [...common, '\n', '\r\n', '\r\n  ', '\n-- 😀\n', join] : [...common, join],
  );
}

/** Each letter as it is or in one of its escaped forms. */
function escape(text: string, quote: Quote, random: SeededRandom): string {
  if (KEYWORDS.includes(text)) return text;
  return Array.from(text)
    .map((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      const hex = code.toString(16);
      const forms = [`\\u{${hex}}`];
      if (code < 0x100) forms.push(`\\x${hex.padStart(2, '0')}`);
      if (code < 0x10000) forms.push(`\\u${hex.padStart(4, '0')}`);
      const mustEscape = letter === quote || letter === '\\';
      if (random.below(12) === 0) return random.pick(forms);
      return mustEscape ? `\\${letter}` : letter;
    })
    .join('');
}
