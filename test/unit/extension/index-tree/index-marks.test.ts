import assert from 'node:assert/strict';
import { isKnownToBeYoung, withMark } from '../../../../src/extension/index-tree/index-marks';

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number, 12));

describe('The marks that tell young indexes', () => {
  const marks = withMark(withMark([], 100, day(1)), 200, day(20));

  it('are one a day', () => {
    assert.deepEqual(withMark(marks, 300, day(20)), marks);
    assert.equal(withMark(marks, 300, day(21)).length, 3);
  });

  it('know of an index that came after the first look', () => {
    assert.equal(isKnownToBeYoung(150, marks, day(21)), true);
    assert.equal(isKnownToBeYoung(100, marks, day(21)), false);
  });

  it('let an index grow up after a month', () => {
    assert.equal(isKnownToBeYoung(150, marks, day(32)), false);
    assert.equal(isKnownToBeYoung(250, marks, day(32)), true);
    assert.deepEqual(
      withMark(marks, 300, day(32)).map(({ newestOid }) => newestOid),
      [200, 300],
    );
  });
});
