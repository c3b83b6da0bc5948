import assert from 'node:assert/strict';
import { KnownUsers } from '../../../../src/extension/index-tree/known-users';
import { parentOf } from '../../../../src/extension/index-tree/parent-of';
import { ENGLISH } from '../english';

const INDEX = {
  kind: 'index',
  connectionId: 'folder#shop',
  table: { schema: 'public', name: 'events' },
  index: 'events_pkey',
} as const;

describe('The users of the indexes that are open in the tree', () => {
  it('stand below their index, and are known by their rows', async () => {
    const warnings: string[] = [];
    const users = new KnownUsers(
      {
        usesOf: () => Promise.resolve({ queries: [], files: 2, isWhole: true }),
        log: { warn: (text: string) => void warnings.push(text) },
      },
      ENGLISH,
    );
    assert.deepEqual(users.indexes, []);
    const [row, ...others] = await users.childrenOf(INDEX);
    assert.ok(row?.kind === 'user');
    assert.deepEqual(others, []);
    assert.equal(users.rowOf(row)?.row.label, 'No query of the workspace uses it.');
    assert.equal(users.rowOf({ ...row, key: 'gone' }), undefined);
    assert.deepEqual(
      users.indexes.map(({ id }) => id),
      [parentOf(row, () => row)?.id],
    );
    assert.deepEqual(warnings, []);
  });

  it('are not told where they cannot be asked for, and the log says why', async () => {
    const warnings: string[] = [];
    const users = new KnownUsers(
      {
        usesOf: () => Promise.reject(new Error('no worker')),
        log: { warn: (text: string) => void warnings.push(text) },
      },
      ENGLISH,
    );
    const [row] = await users.childrenOf(INDEX);
    assert.ok(row?.kind === 'note');
    assert.equal(row.text, 'The files of the workspace could not be read.');
    assert.deepEqual(warnings, ['events_pkey: no worker']);
  });
});
