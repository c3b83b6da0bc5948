import assert from 'node:assert/strict';
import { figuresIn } from '../../../src/extension/figures';
import { ENGLISH } from './english';

describe('Figures', () => {
  const figures = figuresIn('en', ENGLISH);

  it('are short where they are large', () => {
    assert.deepEqual(
      [0, 1204, 99_999, 1_234_567].map((value) => figures.count(value)),
      ['0', '1,204', '99,999', '1.2M'],
    );
    assert.equal(figures.exact(1_234_567), '1,234,567');
  });

  it('have the unit that fits, as PostgreSQL counts', () => {
    const sizes = [0, 1023, 8192, 160 * 1024, 1023 * 1024, 2.1 * 1024 ** 2, 640 * 1024 ** 2, 5 * 1024 ** 4];
    assert.deepEqual(
      sizes.map((value) => figures.bytes(value)),
      ['0 B', '1,023 B', '8 kB', '160 kB', '0.999 MB', '2.1 MB', '640 MB', '5 TB'],
    );
  });

  it('are written as the language does', () => {
    assert.equal(figuresIn('de', ENGLISH).exact(1204), '1.204');
  });
});
