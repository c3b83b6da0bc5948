import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { findFiles } from '../../../src/cli/find-files';
import { languageOf, readSource } from '../../../src/cli/read-source';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder';

describe('The files of a check', () => {
  let folder: TemporaryFolder;
  beforeEach(() => (folder = createTemporaryFolder()));
  afterEach(() => folder.remove());

  const found = async (below = ''): Promise<readonly string[]> => {
    const files = await findFiles(join(folder.path, below), (path) => languageOf(path) !== undefined);
    return files.map((path) => relative(folder.path, path).split(sep).join('/'));
  };
  const touch = (...names: readonly string[]): void =>
    folder.write(Object.fromEntries(names.map((name) => [name, 'SELECT 1'])));

  it('are those of SQL, TypeScript and JavaScript, in the order of their names', async () => {
    touch('z.sql', 'a.ts', 'b/c.tsx', 'b/a.MJS', 'a.cts', 'readme.md', 'data.csv', 'noending', 'x.sql.bak');
    assert.deepEqual(await found(), ['a.cts', 'a.ts', 'b/a.MJS', 'b/c.tsx', 'z.sql']);
  });

  it('are not those that were installed or built', async () => {
    touch('node_modules/a/a.js', 'dist/a.js', 'src/out/a.js', '.git/a.sql', 'src/a.ts');
    assert.deepEqual(await found(), ['src/a.ts']);
  });

  it('are not those that .gitignore names, at any depth', async () => {
    touch('a.sql', 'generated/a.ts', 'src/a.tmp.ts', 'src/own/a.ts', 'src/own/kept.ts', 'src/a.ts');
    folder.write({ '.gitignore': '/generated/\n*.tmp.ts\n', 'src/own/.gitignore': '*\n!kept.ts\n' });
    assert.deepEqual(await found(), ['a.sql', 'src/a.ts', 'src/own/kept.ts']);
  });

  it("obey the .gitignore files above them, up to the repository's root", async () => {
    touch('repository/src/a.ts', 'repository/src/b.gen.ts');
    folder.write({ '.gitignore': 'a.ts', 'repository/.gitignore': '*.gen.ts' });
    mkdirSync(join(folder.path, 'repository/.git'));
    assert.deepEqual(await found('repository/src'), ['repository/src/a.ts']);
  });

  it('do not go round in circles of links', async () => {
    touch('a/a.sql');
    symlinkSync(folder.path, join(folder.path, 'a/up'));
    assert.deepEqual(await found(), ['a/a.sql']);
  });
});

describe('A file that is read', () => {
  let folder: TemporaryFolder;
  before(() => (folder = createTemporaryFolder()));
  after(() => folder.remove());

  const read = (name: string, content: string | Uint8Array) => {
    folder.write({ [name]: content });
    return readSource(join(folder.path, name));
  };

  it('has the language of its name', async () => {
    assert.deepEqual(await read('a.tsx', 'x'), { kind: 'text', text: 'x', languageId: 'typescriptreact' });
    assert.deepEqual(await read('b.txt', 'x'), {
      kind: 'not-source',
      reason: 'is not an SQL, TypeScript or JavaScript file',
    });
  });

  it('loses its byte order mark', async () => {
    assert.deepEqual(await read('a.sql', '\ufeffSELECT 1'), {
      kind: 'text',
      text: 'SELECT 1',
      languageId: 'sql',
    });
    const utf16 = Buffer.from('\ufeffSELECT 1', 'utf16le');
    assert.deepEqual(await read('b.sql', utf16), { kind: 'text', text: 'SELECT 1', languageId: 'sql' });
  });

  it('is passed over when it is binary', async () => {
    assert.deepEqual(await read('a.sql', Buffer.from([0x53, 0, 1, 2])), {
      kind: 'not-source',
      reason: 'is binary',
    });
  });

  it('is read although it is no valid UTF-8', async () => {
    const source = await read('a.sql', Buffer.from([0x2d, 0x2d, 0xe9, 0x0a]));
    assert.deepEqual(source, { kind: 'text', text: '--\ufffd\n', languageId: 'sql' });
  });

  it('is named with the reason when it cannot be read', async () => {
    assert.deepEqual(await readSource(join(folder.path, 'missing.sql')), {
      kind: 'unreadable',
      reason: 'could not be read (ENOENT)',
    });
  });
});
