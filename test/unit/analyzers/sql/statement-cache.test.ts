import assert from 'node:assert/strict';
import type { FeedResult } from '../../../../src/analyzers/sql/feeder';
import { StatementCache } from '../../../../src/analyzers/sql/statement-cache';

const result = (reason: string): FeedResult => ({ kind: 'declined', reason });

describe('The memory of statements', () => {
  it('gives back what it was given', () => {
    const cache = new StatementCache();
    const first = result('first');
    cache.set('a', first);
    assert.equal(cache.get('a'), first);
    assert.equal(cache.get('b'), undefined);
    const second = result('second');
    cache.set('a', second);
    assert.equal(cache.get('a'), second);
  });

  it('keeps 2,000 statements, those used last', () => {
    const cache = new StatementCache();
    for (let i = 0; i < 2_000; i++) cache.set(`text ${String(i)}`, result(String(i)));
    assert.ok(cache.get('text 0'));
    cache.set('one more', result('more'));
    assert.ok(cache.get('text 0'), 'used since');
    assert.equal(cache.get('text 1'), undefined, 'unused for longest');
    assert.ok(cache.get('text 2'));
  });

  it('keeps a million characters', () => {
    const cache = new StatementCache();
    const letters = 'a b c d e f g h i j k l'.split(' ');
    for (const letter of letters) cache.set(letter.repeat(100_000), result(letter));
    const kept = letters.filter((letter) => cache.get(letter.repeat(100_000)));
    assert.equal(kept.join(''), 'cdefghijkl');
  });

  it('does not keep one text that would push out all others', () => {
    const cache = new StatementCache();
    cache.set('small', result('small'));
    cache.set('x'.repeat(300_000), result('large'));
    assert.ok(cache.get('small'));
    assert.equal(cache.get('x'.repeat(300_000)), undefined);
  });

  it('counts a text once that is set again', () => {
    const cache = new StatementCache();
    cache.set('first', result('first'));
    for (let i = 0; i < 20; i++) cache.set('x'.repeat(200_000), result(String(i)));
    assert.ok(cache.get('first'));
  });

  it('is empty after it was cleared', () => {
    const cache = new StatementCache();
    cache.set('a', result('a'));
    cache.clear();
    assert.equal(cache.get('a'), undefined);
  });
});
