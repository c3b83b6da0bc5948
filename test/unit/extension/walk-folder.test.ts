import assert from 'node:assert/strict';
import { walkFolder, type ReadFolder } from '../../../src/extension/walk-folder';

const TREE: Readonly<Record<string, readonly (readonly [string, 'file' | 'folder'])[]>> = {
  '': [
    ['b.sql', 'file'],
    ['a', 'folder'],
    ['node_modules', 'folder'],
    ['notes.md', 'file'],
  ],
  a: [
    ['deep', 'folder'],
    ['1.sql', 'file'],
  ],
  'a/deep': [['2.sql', 'file']],
  node_modules: [['3.sql', 'file']],
};

const readTree: ReadFolder = (path) => Promise.resolve(TREE[path] ?? []);
const isSql = (path: string) => path.endsWith('.sql');

describe('Walking a folder', () => {
  it('finds what is accepted, sorted, and skips folders by name', async () => {
    const found = await walkFolder(readTree, isSql, { skippedFolders: ['node_modules'], maxFolders: 100 });
    assert.deepEqual(found, ['a/1.sql', 'a/deep/2.sql', 'b.sql']);
  });

  it('leaves out the deepest when there are too many folders', async () => {
    const found = await walkFolder(readTree, isSql, { skippedFolders: ['node_modules'], maxFolders: 2 });
    assert.deepEqual(found, ['a/1.sql', 'b.sql']);
  });

  it('ends in a file system that never does', async () => {
    let reads = 0;
    const endless: ReadFolder = () => {
      reads += 1;
      return Promise.resolve([['again', 'folder']]);
    };
    assert.deepEqual(await walkFolder(endless, isSql, { skippedFolders: [], maxFolders: 50 }), []);
    assert.equal(reads, 50);
  });
});
