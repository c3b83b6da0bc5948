import assert from 'node:assert/strict';
import { formatBytes } from '../../../src/extension/format-bytes';
import { ENGLISH } from './english';

describe('A size', () => {
  it('is told in the largest unit that it fills', () => {
    const sizes = [0, 1023, 1024, 1536, 12_345_678, 3 * 1024 ** 3, 5_000_000_000_000];
    assert.deepEqual(
      sizes.map((bytes) => formatBytes(bytes, ENGLISH)),
      ['0 B', '1023 B', '1 kB', '1.5 kB', '12 MB', '3 GB', '4657 GB'],
    );
  });
});
