import assert from 'node:assert/strict';
import type { Piece } from '../../../../src/analyzers/sources/edit';
import { keepWordsApart } from '../../../../src/analyzers/sources/keep-words-apart';

describe('An edit of SQL', () => {
  const text = 'WHERE (a)AND b';
  const written = (start: number, end: number, ...pieces: readonly Piece[]): string => {
    const edit = keepWordsApart({ span: { start, end }, pieces }, text);
    const inside = edit.pieces.map((piece) =>
      typeof piece === 'string' ? piece : text.slice(piece.start, piece.end),
    );
    return text.slice(0, start) + inside.join('') + text.slice(end);
  };

  it('keeps its words apart from those around it', () => {
    assert.equal(written(6, 9, 'a'), 'WHERE a AND b');
    assert.equal(written(5, 6, 'größe'), 'WHERE größe(a)AND b');
    assert.equal(written(6, 9, '(c)'), 'WHERE (c)AND b');
  });

  it('keeps them apart from what it copies, and leaves a copied word whole', () => {
    assert.equal(written(6, 9, { start: 7, end: 8 }, '', 'IS', ' NULL'), 'WHERE a IS NULL AND b');
    assert.equal(written(9, 12, { start: 9, end: 11 }, { start: 11, end: 12 }), text);
  });

  it('adds nothing where it writes nothing', () => {
    assert.equal(written(9, 9, ''), text);
    assert.equal(written(9, 9), text);
  });
});
