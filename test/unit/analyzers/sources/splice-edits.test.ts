import assert from 'node:assert/strict';
import { placeEdits, type Piece } from '../../../../src/analyzers/sources/edit';
import { keepSplices } from '../../../../src/analyzers/sources/splice-edits';
import { fragmentsOf } from './fragments-of';

const NESTED = 'sql`SELECT a FROM t WHERE b = 1 AND ${sql`c = 2`} ORDER BY a LIMIT 1`';
const CONSTANT = "const W = 'b = 1 AND c = 2';\nq(`SELECT a FROM t WHERE ${W} ORDER BY a LIMIT 1`)";
const GROWING = "let s = 'SELECT a FROM t';\ns += ' ORDER BY a';\ns += ' LIMIT 1';";

describe('Edits of a fragment with text from somewhere else', () => {
  /** The document after the edit, or `undefined` when the edit is declined. */
  const edit = (source: string, replaced: string, pieces: readonly string[]): string | undefined => {
    const fragment = fragmentsOf(source).at(-1);
    assert.ok(fragment);
    const spanOf = (part: string) => {
      const start = fragment.text.indexOf(part);
      assert.ok(start >= 0, part);
      return { start, end: start + part.length };
    };
    // `=text` copies what the fragment has there.
    const placed = pieces.map((piece): Piece => (piece.startsWith('=') ? spanOf(piece.slice(1)) : piece));
    const edits = [{ span: spanOf(replaced), pieces: placed }];
    if (!keepSplices(edits, fragment)) return undefined;
    return placeEdits(edits, fragment, source).reduceRight(
      (text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end),
      source,
    );
  };

  it('are placed beside it', () => {
    assert.equal(edit(NESTED, 'ORDER BY a', ['ORDER BY b']), NESTED.replace('ORDER BY a', 'ORDER BY b'));
    assert.equal(edit(CONSTANT, 'ORDER BY a', ['ORDER BY b']), CONSTANT.replace('ORDER BY a', 'ORDER BY b'));
    assert.equal(edit(GROWING, 'FROM t', ['FROM u']), GROWING.replace('FROM t', 'FROM u'));
  });

  it('copy it whole', () => {
    assert.equal(
      edit(NESTED, 'WHERE b = 1 AND c = 2 ORDER BY a', ['(', '=WHERE b = 1 AND c = 2 ORDER', ')']),
      'sql`SELECT a FROM t (WHERE b = 1 AND ${sql`c = 2`} ORDER) LIMIT 1`',
    );
    assert.equal(
      edit(CONSTANT, 'WHERE b = 1 AND c = 2', ['WHERE (', '=b = 1 AND c = 2', ')']),
      CONSTANT.replace('${W}', '(${W})'),
    );
  });

  it('are declined when they would change it', () => {
    assert.equal(edit(NESTED, 'c = 2', ['d = 3']), undefined);
    assert.equal(edit(NESTED, '2', ['3']), undefined);
    assert.equal(edit(NESTED, '1 AND c', ['x']), undefined);
    assert.equal(edit(CONSTANT, 'b = 1', ['d = 3']), undefined);
    assert.equal(edit(CONSTANT, 'c = 2 ORDER', ['ORDER']), undefined);
    assert.equal(edit(GROWING, 'ORDER BY a', ['ORDER BY b']), undefined);
    assert.equal(edit(GROWING, 'FROM t ORDER BY a LIMIT', ['x']), undefined);
  });

  it('are declined when they would drop it', () => {
    assert.equal(edit(NESTED, 'WHERE b = 1 AND c = 2 ORDER', ['ORDER']), undefined);
    assert.equal(edit(CONSTANT, 'WHERE b = 1 AND c = 2 ORDER', ['ORDER']), undefined);
  });

  it('are declined when they would copy a part of it', () => {
    assert.equal(edit(NESTED, 'ORDER BY a', ['ORDER BY ', '=c']), undefined);
    assert.equal(edit(CONSTANT, 'ORDER BY a', ['ORDER BY ', '=b']), undefined);
  });

  it('are declined right at the edge of what has no edge of its own', () => {
    const end = (source: string): boolean => {
      const fragment = fragmentsOf(source).at(-1);
      assert.ok(fragment);
      const at = fragment.text.length;
      return keepSplices([{ span: { start: at, end: at }, pieces: [' LIMIT 1'] }], fragment);
    };
    assert.ok(!end('sql`SELECT a FROM t ${sql`WHERE b = 1`}`'));
    assert.ok(!end(GROWING));
    assert.ok(!end("let s = 'SELECT a FROM t';\ns += order;"));
    assert.ok(end("const W = 'WHERE b = 1';\nq(`SELECT a FROM t ${W}`)"));
    assert.ok(end('sql`SELECT a FROM t ${sql`WHERE b = 1`} LIMIT ${n}`'));
  });
});
