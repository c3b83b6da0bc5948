import assert from 'node:assert/strict';
import { isUniqueTogether, uniqueKeyWithin } from '../../../../src/analyzers/indexes/unique-keys';
import type { Table } from '../../../../src/analyzers/schema/snapshot';
import { schemaFrom, tableNamed } from '../schema-from';

async function table(definition: string, more = ''): Promise<Table> {
  return tableNamed(await schemaFrom(`CREATE TABLE t (${definition}); ${more}`), 't');
}

describe('What identifies a row', () => {
  it('is the primary key, also in part of the columns', async () => {
    const t = await table('a int, b int, c int, PRIMARY KEY (a, b)');
    assert.deepEqual(uniqueKeyWithin(t, ['c', 'b', 'a']), ['a', 'b']);
    assert.equal(uniqueKeyWithin(t, ['a', 'c']), undefined);
  });

  it('is the smallest of several keys', async () => {
    const t = await table('a int NOT NULL, b int NOT NULL UNIQUE, c int NOT NULL, UNIQUE (a, c)');
    assert.deepEqual(uniqueKeyWithin(t, ['a', 'b', 'c']), ['b']);
  });

  it('is no column that may be NULL several times', async () => {
    const t = await table('a int UNIQUE, b int NOT NULL');
    assert.equal(uniqueKeyWithin(t, ['a', 'b']), undefined);
    assert.equal(isUniqueTogether(t, ['a']), true);
  });

  it('is no partial, invalid or expression index', async () => {
    const t = await table(
      'a int NOT NULL, b text NOT NULL',
      'CREATE UNIQUE INDEX ON t (a) WHERE a > 1; CREATE UNIQUE INDEX ON t (lower(b)); CREATE INDEX ON t (a);',
    );
    assert.equal(uniqueKeyWithin(t, ['a', 'b']), undefined);
    const unique = await table('a int NOT NULL', 'CREATE UNIQUE INDEX ON t (a);');
    const invalid = { ...unique, indexes: unique.indexes.map((index) => ({ ...index, valid: false })) };
    assert.deepEqual(uniqueKeyWithin(unique, ['a']), ['a']);
    assert.equal(uniqueKeyWithin(invalid, ['a']), undefined);
    assert.equal(isUniqueTogether(invalid, ['a']), false);
  });

  it('is matched by values for all its columns', async () => {
    const t = await table('a int, b int, PRIMARY KEY (a, b)');
    assert.equal(isUniqueTogether(t, ['b', 'a', 'c']), true);
    assert.equal(isUniqueTogether(t, ['a']), false);
  });
});
