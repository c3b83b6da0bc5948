import assert from 'node:assert/strict';
import { firstFields, type Layout, unpackRows } from '../../../../src/analyzers/schema/packed-rows';

interface Place {
  readonly name: string;
  readonly place: number;
}

const LAYOUT: Layout<Place> = { name: (field) => field, place: Number };

describe('Rows that belong to one relation', () => {
  it('are read in their order, whatever else their names hold', () => {
    assert.deepEqual(unpackRows('a b\x1f1\x1e"c\n\t,\\\x1f2', LAYOUT), [
      { name: 'a b', place: 1 },
      { name: '"c\n\t,\\', place: 2 },
    ]);
  });

  it('are none where the catalogue has none', () => {
    assert.deepEqual(unpackRows(undefined, LAYOUT), []);
    assert.deepEqual(firstFields(undefined), []);
  });

  it('count for nothing where a name has what stands between fields or rows', () => {
    assert.deepEqual(unpackRows('a\x1fb\x1f1\x1ec\x1f2\x1ed\x1ee\x1f3', LAYOUT), [
      { name: 'c', place: 2 },
      { name: 'e', place: 3 },
    ]);
  });

  it('tell their first fields without the others', () => {
    assert.deepEqual(firstFields('a\x1f1\x1eb\x1f2'), ['a', 'b']);
  });
});
