import assert from 'node:assert/strict';
import { describeFinalState, type SeenIndex } from '../../../../src/analyzers/maintenance/final-state';
import { leftoverOf, repairsOf } from '../../../../src/analyzers/maintenance/leftover';
import { countedOf, percentOf } from '../../../../src/analyzers/maintenance/work-progress';
import { formatMessage } from '../../../../src/analyzers/message';

function seen(name: string, parts: Partial<SeenIndex> = {}): SeenIndex {
  return {
    oid: 1,
    schema: 'public',
    table: 'orders',
    name,
    isValid: false,
    isLive: true,
    isNeeded: false,
    ...parts,
  };
}

describe('A leftover', () => {
  it('of a rebuild is told by its name, also where the server cut that', () => {
    const long = 'a'.repeat(63);
    for (const [name, kind, of] of [
      ['orders_id_ccnew', 'new', 'orders_id'],
      ['orders_id_ccnew2', 'new', 'orders_id'],
      ['orders_id_ccold', 'old', 'orders_id'],
      [`${'a'.repeat(57)}_ccnew`, 'new', long],
      ['gone_ccnew', 'new', undefined],
      ['orders_new', 'build', undefined],
    ] as const) {
      const leftover = leftoverOf(seen(name), [seen('orders_id'), seen(long)]);
      assert.equal(leftover?.kind, kind, name);
      assert.equal(leftover.of, of, name);
    }
  });

  it('is no index that is valid, whatever its name', () => {
    assert.equal(leftoverOf(seen('orders_id_ccnew', { isValid: true }), []), undefined);
  });

  it('that a constraint needs is rebuilt and not dropped', () => {
    const leftover = leftoverOf(seen('orders_pkey', { isNeeded: true }), []);
    assert.ok(leftover);
    assert.deepEqual(
      repairsOf(leftover).map(({ kind }) => kind),
      ['reindex'],
    );
  });
});

describe('The final state', () => {
  it('tells each index that is not as it was, and nothing of the others', () => {
    const before = [
      seen('same', { oid: 1, isValid: true }),
      seen('rebuilt', { oid: 2, isValid: true }),
      seen('renamed', { oid: 3, isValid: true }),
      seen('dropped', { oid: 4, isValid: true }),
      seen('repaired', { oid: 5 }),
    ];
    const after = [
      seen('same', { oid: 1, isValid: true }),
      seen('other', { oid: 3, isValid: true }),
      seen('repaired', { oid: 5, isValid: true }),
      seen('rebuilt', { oid: 6, isValid: true }),
      seen('broken', { oid: 7 }),
    ];
    assert.deepEqual(describeFinalState(before, after).map(formatMessage), [
      'renamed is now called other.',
      'repaired is valid now.',
      'rebuilt was built anew and is valid.',
      'broken is there and invalid: no query uses it.',
      'dropped is gone.',
    ]);
  });
});

describe('Progress', () => {
  it('counts rows where the blocks of an earlier phase are all done', () => {
    const counted = countedOf({ blocksTotal: 9, blocksDone: 9, tuplesTotal: 200, tuplesDone: 50 });
    assert.deepEqual(counted, { unit: 'rows', done: 50, total: 200 });
    assert.equal(percentOf({ counted: { unit: 'rows', done: 50, total: 200 } }), 25);
  });

  it('is no number where the server counts nothing', () => {
    assert.equal(countedOf({ blocksTotal: 0, blocksDone: 0, tuplesTotal: 0, tuplesDone: 0 }), undefined);
    assert.equal(percentOf({}), undefined);
  });
});
