import assert from 'node:assert/strict';
import { join, relative, sep } from 'node:path';
import { findSchemaFiles } from '../../../src/cli/find-schema-files';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder';

describe('The files of a schema', () => {
  let root: TemporaryFolder;

  beforeEach(() => {
    root = createTemporaryFolder();
  });

  afterEach(() => root.remove());

  const find = async (folder: string, migrations: readonly string[] = []) => {
    const found = await findSchemaFiles({
      folder: join(root.path, folder),
      migrations,
      workingDirectory: root.path,
    });
    const names = found.files.map(({ path }) => relative(root.path, path).split(sep).join('/'));
    return { ...found, names };
  };

  it('are the migrations of the project around a folder, in order and with their texts', async () => {
    root.write({
      '.git/HEAD': '',
      'shop/package.json': '{}',
      'shop/migrations/10_b.sql': 'B',
      'shop/migrations/2_a.sql': 'A',
      'shop/src/store.ts': '',
      'other/migrations/1_c.sql': 'C',
    });
    const { names, files, key, notes } = await find('shop/src');
    assert.deepEqual(names, ['shop/migrations/2_a.sql', 'shop/migrations/10_b.sql']);
    assert.deepEqual(
      files.map(({ text }) => text),
      ['A', 'B'],
    );
    assert.deepEqual(notes, []);
    assert.equal((await find('shop')).key, key);
    assert.notEqual((await find('other')).key, key);
  });

  it('are found when the folder of migrations itself is looked at', async () => {
    root.write({ '.git/HEAD': '', 'db/migrations/1_a.sql': '', 'db/other.sql': '' });
    assert.deepEqual((await find('db/migrations')).names, ['db/migrations/1_a.sql']);
  });

  it('are those of the given folders and files, in that order', async () => {
    root.write({
      '.git/HEAD': '',
      'migrations/1_a.sql': '',
      'sql/test/2.sql': '',
      'sql/1.sql': '',
      'sql/1.down.sql': '',
      'extra.sql': '',
    });
    const { names, notes } = await find('.', ['extra.sql', 'sql']);
    assert.deepEqual(names, ['extra.sql', 'sql/1.sql', 'sql/test/2.sql']);
    assert.deepEqual(notes, []);
  });

  it('are none where there are none', async () => {
    root.write({ '.git/HEAD': '', 'src/a.ts': '' });
    const { names, notes } = await find('src');
    assert.deepEqual({ names, notes }, { names: [], notes: [] });
  });

  it('come with a note for each that cannot be read', async () => {
    root.write({
      '.git/HEAD': '',
      'migrations/1_a.sql': '',
      'migrations/2_b.sql': new Uint8Array([0x43, 0, 1, 2]),
    });
    const { names, notes } = await find('.', ['migrations', 'nowhere']);
    assert.deepEqual(names, ['migrations/1_a.sql']);
    assert.deepEqual(notes, [
      { path: 'nowhere', reason: 'does not exist', fatal: true },
      { path: 'migrations/2_b.sql', reason: 'is binary', fatal: false },
    ]);
  });
});
