import assert from 'node:assert/strict';
import { LineIndex } from '../../../src/cli/line-index';

describe('The line index', () => {
  const lines = new LineIndex('one\r\ntwo\n\nfo😀r\rlast');

  it('counts lines and columns from one, whatever ends the lines', () => {
    const places = [0, 3, 5, 9, 10, 14, 16].map((offset) => lines.position(offset));
    assert.deepEqual(
      places.map(({ line, column }) => `${line}:${column}`),
      ['1:1', '1:4', '2:1', '3:1', '4:1', '4:5', '5:1'],
    );
  });

  it('returns lines without their endings', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((number) => lines.line(number)),
      ['one', 'two', '', 'fo😀r', 'last'],
    );
  });

  it('knows a place in an empty text and at the end', () => {
    assert.deepEqual(new LineIndex('').position(0), { line: 1, column: 1 });
    assert.deepEqual(new LineIndex('a\n').position(2), { line: 2, column: 1 });
  });
});
