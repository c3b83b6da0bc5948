import assert from 'node:assert/strict';
import {
  closedAbove,
  findByTyping,
  hasChildren,
  type Levels,
  moveByKey,
  parentOf,
  siblingPlaces,
  visibleNodes,
} from '../../../src/plan-page/tree';

/** Limit > Nested Loop > (Sort > Seq Scan, Index Scan). */
const LEVELS: Levels = [1, 2, 3, 4, 3];
const TITLES = ['Limit', 'Nested Loop', 'Sort', 'Seq Scan on events', 'Index Scan on streams'];
const NONE: ReadonlySet<number> = new Set();

describe('The tree of a plan', () => {
  it('knows parents and children from levels alone', () => {
    assert.deepEqual(
      LEVELS.map((_, node) => parentOf(LEVELS, node)),
      [undefined, 0, 1, 2, 1],
    );
    assert.deepEqual(
      LEVELS.map((_, node) => hasChildren(LEVELS, node)),
      [true, true, true, false, false],
    );
  });

  it('tells each node its place among its siblings', () => {
    assert.deepEqual(siblingPlaces(LEVELS), [
      { place: 1, of: 1 },
      { place: 1, of: 1 },
      { place: 1, of: 2 },
      { place: 1, of: 1 },
      { place: 2, of: 2 },
    ]);
  });

  it('hides what is below closed nodes, and nothing else', () => {
    assert.deepEqual(visibleNodes(LEVELS, new Set([2])), [0, 1, 2, 4]);
    assert.deepEqual(visibleNodes(LEVELS, new Set([1, 2])), [0, 1]);
    assert.deepEqual(closedAbove(LEVELS, new Set([0, 2]), 3), [2, 0]);
  });

  it('moves up and down over what is visible', () => {
    assert.deepEqual(moveByKey(LEVELS, new Set([2]), 2, 'ArrowDown'), { kind: 'focus', node: 4 });
    assert.deepEqual(moveByKey(LEVELS, new Set([2]), 4, 'ArrowUp'), { kind: 'focus', node: 2 });
    assert.equal(moveByKey(LEVELS, NONE, 4, 'ArrowDown'), undefined);
    assert.equal(moveByKey(LEVELS, NONE, 0, 'ArrowUp'), undefined);
  });

  it('goes to both ends', () => {
    assert.deepEqual(moveByKey(LEVELS, NONE, 2, 'Home'), { kind: 'focus', node: 0 });
    assert.deepEqual(moveByKey(LEVELS, new Set([1]), 0, 'End'), { kind: 'focus', node: 1 });
  });

  it('opens a closed node with the right arrow, and goes into an open one', () => {
    assert.deepEqual(moveByKey(LEVELS, new Set([2]), 2, 'ArrowRight'), { kind: 'open', node: 2 });
    assert.deepEqual(moveByKey(LEVELS, NONE, 2, 'ArrowRight'), { kind: 'focus', node: 3 });
    assert.equal(moveByKey(LEVELS, NONE, 3, 'ArrowRight'), undefined);
  });

  it('closes an open node with the left arrow, and leaves a closed one or a leaf for its parent', () => {
    assert.deepEqual(moveByKey(LEVELS, NONE, 2, 'ArrowLeft'), { kind: 'close', node: 2 });
    assert.deepEqual(moveByKey(LEVELS, new Set([2]), 2, 'ArrowLeft'), { kind: 'focus', node: 1 });
    assert.deepEqual(moveByKey(LEVELS, NONE, 4, 'ArrowLeft'), { kind: 'focus', node: 1 });
    assert.equal(moveByKey(LEVELS, new Set([0]), 0, 'ArrowLeft'), undefined);
  });

  it('leaves other keys to others', () => {
    assert.equal(moveByKey(LEVELS, NONE, 1, 'Tab'), undefined);
  });

  it('finds a node by the letters of its title: the next with one, this one still with more', () => {
    const all = visibleNodes(LEVELS, NONE);
    assert.equal(findByTyping(TITLES, all, 0, 's'), 2);
    assert.equal(findByTyping(TITLES, all, 2, 's'), 3);
    assert.equal(findByTyping(TITLES, all, 3, 's'), 2);
    assert.equal(findByTyping(TITLES, all, 3, 'se'), 3);
    assert.equal(findByTyping(TITLES, all, 0, 'x'), undefined);
    assert.equal(findByTyping(TITLES, visibleNodes(LEVELS, new Set([2])), 2, 's'), 2);
  });
});
