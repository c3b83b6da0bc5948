import assert from 'node:assert/strict';
import { isInMemory } from '../../../scripts/memory-folder.mjs';

describe('The place in memory for what tests throw away', () => {
  const root = '/dev/vda / ext4 rw,relatime 0 0\n';

  it('is a file system of memory', () => {
    assert.ok(isInMemory(`${root}tmpfs /dev/shm tmpfs rw,nosuid,nodev,inode64 0 0\n`, '/dev/shm'));
    assert.ok(!isInMemory(`${root}/dev/vdb /dev/shm ext4 rw 0 0\n`, '/dev/shm'));
    assert.ok(!isInMemory(root, '/dev/shm'));
  });

  it('is none where programs do not run, as in a container', () => {
    assert.ok(!isInMemory(`${root}shm /dev/shm tmpfs rw,nosuid,nodev,noexec,size=65536k 0 0\n`, '/dev/shm'));
  });

  it('is none where nothing can be written, also when that was mounted over it', () => {
    const mounts = `${root}tmpfs /dev/shm tmpfs rw 0 0\ntmpfs /dev/shm tmpfs ro 0 0\n`;
    assert.ok(!isInMemory(mounts, '/dev/shm'));
  });
});
