import assert from 'node:assert/strict';
import { keysInSearchOrder } from '../../../../src/analyzers/indexes/candidates';
import { candidateIndex } from '../../../../src/analyzers/indexes/candidates';
import { printKeyList } from '../../../../src/analyzers/indexes/print-ddl';
import { EMPTY_SNAPSHOT } from '../../../../src/analyzers/schema/snapshot';
import { supports } from '../../../../src/analyzers/indexes/supports';
import { accessPath } from '../access-paths';

const TABLE = 'CREATE TABLE t (id bigint, stream text, kind text, at timestamptz, n integer, flag boolean);';

const CASES: readonly (readonly [query: string, keys: string])[] = [
  ['WHERE stream = $1', 'stream'],
  ['WHERE stream = $1 AND kind = $2', 'stream, kind'],
  ['WHERE stream = ANY ($1)', 'stream'],
  ['WHERE stream = ANY ($1) ORDER BY id', 'stream, id'],
  ['WHERE stream = ANY ($1) AND kind = $2 ORDER BY id', 'kind, stream, id'],
  ['WHERE stream = $1 AND id > $2 ORDER BY id', 'stream, id'],
  ['WHERE stream = $1 AND at > $2', 'stream, at'],
  ['WHERE stream = $1 AND at > $2 ORDER BY id', 'stream, id'],
  ['WHERE at > $1', 'at'],
  ['WHERE stream = $1 ORDER BY id DESC', 'stream, id'],
  ['WHERE stream = $1 ORDER BY at DESC, id DESC', 'stream, at, id'],
  ['WHERE stream = $1 ORDER BY at DESC, id', 'stream, at DESC, id'],
  ['WHERE stream = $1 ORDER BY at DESC NULLS LAST', 'stream, at DESC NULLS LAST'],
  ['WHERE stream = $1 ORDER BY stream, id', 'stream, id'],
  ['WHERE lower(stream) = $1 ORDER BY id', 'lower(stream), id'],
  [`WHERE stream COLLATE "C" = $1`, 'stream COLLATE "C"'],
  ['WHERE flag AND stream = $1', 'flag, stream'],
  ['ORDER BY at, id', 'at, id'],
];

describe('The keys of an index for a query', () => {
  for (const [query, keys] of CASES) {
    it(`are ${keys} for ${query}`, async () => {
      const path = await accessPath(`SELECT * FROM t ${query}`, TABLE);
      const found = keysInSearchOrder(path);
      assert.ok(found && path.table);
      const index = candidateIndex(path.table, found, EMPTY_SNAPSHOT);
      assert.equal(printKeyList(index), keys);
      const support = supports(index, path, 15);
      assert.ok(support.usable, 'the index serves the query that it is made for');
    });
  }

  it('are none where nothing bounds or orders', async () => {
    for (const query of ['', 'WHERE kind <> $1', 'WHERE n IS NOT NULL', 'ORDER BY random()'])
      assert.equal(keysInSearchOrder(await accessPath(`SELECT * FROM t ${query}`, TABLE)), undefined, query);
  });
});
