import assert from 'node:assert/strict';
import {
  createOffsetMap,
  segmentsOf,
  sliceSegments,
  type Segment,
} from '../../../../src/analyzers/sources/offset-map';

/** `ab$1cd` for `ab${id}cd`, then a gap of ten units, then `ef`. */
const SEGMENTS: readonly Segment[] = [
  { start: 0, end: 2, document: { start: 100, end: 102 }, verbatim: true },
  { start: 2, end: 4, document: { start: 102, end: 107 }, verbatim: false },
  { start: 4, end: 6, document: { start: 107, end: 109 }, verbatim: true },
  { start: 6, end: 8, document: { start: 119, end: 121 }, verbatim: true },
];

describe('The offset map', () => {
  const map = createOffsetMap(SEGMENTS);

  it('takes offsets to the document', () => {
    const starts = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((offset) => map.toDocument(offset, 'start'));
    const ends = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((offset) => map.toDocument(offset, 'end'));
    assert.deepEqual(starts, [100, 101, 102, 102, 107, 108, 119, 120, 121]);
    assert.deepEqual(ends, [100, 101, 102, 107, 107, 108, 109, 120, 121]);
  });

  it('takes spans to the document, holes as wholes', () => {
    assert.deepEqual(map.spanToDocument({ start: 1, end: 3 }), { start: 101, end: 107 });
    assert.deepEqual(map.spanToDocument({ start: 3, end: 5 }), { start: 102, end: 108 });
    assert.deepEqual(map.spanToDocument({ start: 5, end: 7 }), { start: 108, end: 120 });
  });

  it('keeps an empty span behind what stands before it', () => {
    assert.deepEqual(map.spanToDocument({ start: 6, end: 6 }), { start: 109, end: 109 });
    assert.deepEqual(map.spanToDocument({ start: 0, end: 0 }), { start: 100, end: 100 });
  });

  it('takes offsets of the document back', () => {
    const offsets = [99, 100, 101, 102, 104, 107, 109, 115, 119, 121, 122].map((offset) =>
      map.toFragment(offset),
    );
    assert.deepEqual(offsets, [undefined, 0, 1, 2, 2, 4, 6, undefined, 6, 8, undefined]);
  });

  it('becomes plain data again, also where it was cut', () => {
    assert.deepEqual(segmentsOf(map, 8), SEGMENTS);
    const escapes: readonly Segment[] = [
      { start: 0, end: 1, document: { start: 0, end: 1 }, verbatim: true },
      { start: 1, end: 2, document: { start: 1, end: 3 }, verbatim: false },
      { start: 2, end: 3, document: { start: 3, end: 5 }, verbatim: false },
      // `$1` for `?`: the stretch is one unit long in the document.
      { start: 3, end: 5, document: { start: 5, end: 6 }, verbatim: false },
    ];
    const told = createOffsetMap(escapes);
    const again = createOffsetMap(segmentsOf(told, 5));
    for (let start = 0; start < 5; start++) {
      const spans = [1, 2, 3].map((length) => ({ start, end: Math.min(start + length, 5) }));
      assert.deepEqual(
        spans.map((span) => again.spanToDocument(span)),
        spans.map((span) => told.spanToDocument(span)),
      );
    }
  });

  it('can be cut', () => {
    const cut = createOffsetMap(sliceSegments(SEGMENTS, { start: 1, end: 7 }));
    for (let offset = 1; offset < 7; offset++) {
      assert.equal(cut.toDocument(offset - 1, 'start'), map.toDocument(offset, 'start'));
      assert.equal(cut.toDocument(offset, 'end'), map.toDocument(offset + 1, 'end'));
    }
    assert.equal(cut.toFragment(100), undefined);
    assert.deepEqual(sliceSegments(SEGMENTS, { start: 3, end: 3 }), []);
  });
});
