import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askedExtensions, shippedExtensions } from '../../../../src/postgres/embedded/extensions';

const asked = (...texts: readonly string[]): readonly string[] =>
  askedExtensions(texts.map((text) => ({ file: '1.sql', text })));

describe('The extensions of a schema', () => {
  it('are those that it makes, each once', () => {
    assert.deepEqual(
      asked(
        'CREATE EXTENSION IF NOT EXISTS "uuid-ossp"',
        'create extension PG_TRGM with schema public',
        'CREATE EXTENSION pg_trgm',
        'CREATE TABLE extension (id int)',
      ),
      ['uuid-ossp', 'pg_trgm'],
    );
  });

  it('bring those that they need', () => {
    assert.deepEqual(asked('CREATE EXTENSION earthdistance CASCADE'), ['earthdistance', 'cube']);
  });

  it('are found beside the program, whatever the name of its folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'indexwright #ä 100% '));
    try {
      const file = join(folder, 'citext.tar.gz');
      writeFileSync(file, '');
      const found = await shippedExtensions(folder, ['citext', 'postgis']);
      assert.deepEqual(Object.keys(found), ['citext']);
      const setup = await found['citext']?.setup();
      assert.equal(setup && fileURLToPath(setup.bundlePath), file);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
