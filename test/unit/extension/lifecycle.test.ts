import assert from 'node:assert/strict';
import { DisposableStore } from '../../../src/extension/lifecycle';

describe('What is owned together', () => {
  it('ends in the reverse order of its making, once', () => {
    const store = new DisposableStore();
    const ended: string[] = [];
    for (const name of ['first', 'second']) store.add({ dispose: () => ended.push(name) });
    store.dispose();
    store.dispose();
    assert.deepEqual(ended, ['second', 'first']);
  });

  it('ends at once when it arrives after the end', () => {
    const store = new DisposableStore();
    store.dispose();
    let isEnded = false;
    store.add({ dispose: () => (isEnded = true) });
    assert.ok(isEnded);
  });
});
