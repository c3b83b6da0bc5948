import assert from 'node:assert/strict';
import { readPatch, touches } from '../../../src/cli/read-patch';

describe('A patch of git without context', () => {
  const section = (...lines: readonly string[]): string => ['diff --git a/a b/a', ...lines, ''].join('\n');
  const read = (...lines: readonly string[]) => readPatch(section(...lines), ['a'])[0]?.[1] ?? [];

  it('names the lines that are new or changed', () => {
    assert.deepEqual(read('@@ -1 +1 @@', '-a', '+b', '@@ -4,0 +5,3 @@', '+c'), [
      { first: 1, last: 1 },
      { first: 5, last: 7 },
    ]);
  });

  it('counts lines that were taken away for what stands on both sides of them', () => {
    const lines = read('@@ -3,2 +2,0 @@', '-a', '-b');
    assert.equal(touches(lines, 1, 3), true);
    assert.equal(touches(lines, 1, 2), false);
    assert.equal(touches(lines, 3, 4), false);
  });

  it('counts a new file and a binary one whole', () => {
    assert.equal(read('new file mode 100644', '@@ -0,0 +1 @@', '+a'), 'all');
    assert.equal(read('Binary files a/a and b/a differ'), 'all');
    assert.equal(touches('all', 1, 1), true);
  });

  it('takes the names of the list, in its order, and no line of a file for a section', () => {
    const patch = section('@@ -1 +1 @@', '+diff --git a/x b/x') + section('@@ -1 +9 @@', '+y');
    assert.deepEqual(
      readPatch(patch, ['a b', 'c\n"']).map(([path]) => path),
      ['a b', 'c\n"'],
    );
    assert.throws(() => readPatch(patch, ['a']), /named 1 .* printed 2/);
  });
});
