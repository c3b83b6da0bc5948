import assert from 'node:assert/strict';
import type { BtreeColumn, BtreeFacts } from '../../../../src/analyzers/indexes/btree-facts';
import { estimateBtreePages } from '../../../../src/analyzers/indexes/btree-size';

const BIGINT: BtreeColumn = {
  isKey: true,
  fixedLength: 8,
  alignment: 8,
  hasEqualImage: true,
  averageWidth: 8,
  nullFraction: 0,
  distinct: -1,
  commonShares: [],
};

const FACTS: BtreeFacts = {
  rows: 1_000_000,
  tableRows: 1_000_000,
  blockSize: 8192,
  fillFactor: 90,
  isUnique: true,
  deduplicates: true,
  columns: [BIGINT],
};

describe('The estimated size of a btree', () => {
  it('is that of a primary key of a million numbers: 366 on a leaf, 284 leaves below a page', () => {
    const leaves = Math.ceil(1_000_000 / 366);
    const inner = Math.ceil(leaves / 284);
    assert.equal(estimateBtreePages(FACTS), leaves + inner + 1 + 1);
  });

  it('is a root and the meta page where there are no rows', () => {
    assert.equal(estimateBtreePages({ ...FACTS, rows: 0, tableRows: 0 }), 2);
  });

  it('is about a third where equal keys are kept together', () => {
    const repeated = { ...FACTS, isUnique: false, columns: [{ ...BIGINT, distinct: 1000 }] };
    const apart = estimateBtreePages({ ...repeated, deduplicates: false });
    const together = estimateBtreePages(repeated);
    assert.ok(together < 0.4 * apart, `${together} of ${apart}`);
    assert.ok(together > 0.2 * apart, `${together} of ${apart}`);
  });

  it('knows that neither INCLUDE nor types without equal images are deduplicated', () => {
    const repeated = { ...BIGINT, distinct: 1000 };
    const included = { ...BIGINT, isKey: false };
    const isUnique = false;
    const sizes = [
      estimateBtreePages({ ...FACTS, isUnique, columns: [{ ...repeated, hasEqualImage: false }] }),
      estimateBtreePages({ ...FACTS, isUnique, columns: [repeated, included] }),
    ];
    assert.equal(sizes[0], estimateBtreePages(FACTS));
    assert.ok((sizes[1] ?? 0) > estimateBtreePages(FACTS));
  });

  it('grows with free space that the fill factor keeps', () => {
    const loose = estimateBtreePages({ ...FACTS, fillFactor: 50 });
    assert.ok(loose > 1.7 * estimateBtreePages(FACTS));
  });

  it('counts the rows alone that a partial index holds', () => {
    const partial = estimateBtreePages({ ...FACTS, rows: 10_000 });
    assert.equal(partial, estimateBtreePages({ ...FACTS, rows: 10_000, tableRows: 10_000 }));
  });

  it('takes rows without a value for one key', () => {
    const sparse = { ...FACTS, isUnique: false, columns: [{ ...BIGINT, nullFraction: 0.9, distinct: -0.1 }] };
    const full = { ...FACTS, isUnique: false };
    assert.ok(estimateBtreePages(sparse) < 0.5 * estimateBtreePages(full));
  });
});
