import assert from 'node:assert/strict';
import { findsRows, type Support, supports, supportsOf } from '../../../../src/analyzers/indexes/supports';
import { accessPath } from '../access-paths';

const TABLE = `CREATE TABLE t (
  id bigint NOT NULL, stream text NOT NULL, kind text, status text, at timestamptz, code text COLLATE "C", flag boolean, many text,
  data jsonb, tags text[]
);`;

/** What one index, alone on the table, does for a query. */
async function supportOf(index: string, query: string, server = 15): Promise<Support> {
  const sql = query.startsWith('SELECT') ? query : `SELECT * FROM t ${query}`;
  const path = await accessPath(sql, `${TABLE} CREATE INDEX i ON t ${index};`);
  const [definition] = path.table?.indexes ?? [];
  assert.ok(definition);
  return supports(definition, path, server);
}

/** `finds 2, full backward, covers`, or the reason why the index does nothing. */
function sketch(support: Support): string {
  if (!support.usable) return support.reason;
  const { bounding, order, covers, lossy, skips } = support;
  const words = [`finds ${String(bounding.length)}`];
  if (order.kind === 'none') words.push(order.reason);
  else if (order.kind === 'prefix') words.push(`prefix ${String(order.keyCount)}`);
  else if (order.kind === 'full') words.push('full');
  if ('backward' in order && order.backward) words.push('backward');
  if (covers) words.push('covers');
  if (lossy) words.push('lossy');
  if (skips !== undefined) words.push(`skips ${String(skips)}`);
  return words.join(', ');
}

/** Proved on real servers by test/postgres/supports.test.ts; here are the words that the rules build on. */
const CASES: readonly (readonly [index: string, query: string, support: string, server?: number])[] = [
  ['(stream, id)', 'WHERE stream = $1', 'finds 1'],
  ['(stream, id)', 'WHERE stream = $1 AND id > 5', 'finds 2'],
  ['(stream, id)', 'WHERE id > 5 AND stream > $1', 'finds 1'],
  ['(stream, id)', 'WHERE id > 5', 'leading-key-unbounded'],
  ['(stream, id)', 'WHERE stream = $1 ORDER BY id', 'finds 1, full'],
  ['(stream, id)', 'WHERE stream = $1 ORDER BY id DESC', 'finds 1, full, backward'],
  ['(stream, id)', 'WHERE stream = ANY ($1) ORDER BY id', 'finds 1, array-before-order'],
  ['(stream, id)', 'WHERE stream > $1 ORDER BY id', 'finds 1, key-before-order'],
  ['(stream, id)', 'WHERE stream = $1 ORDER BY at', 'finds 1, order-not-in-index'],
  ['(stream, id)', 'WHERE stream = $1 ORDER BY id, at', 'finds 1, prefix 1'],
  ['(stream, id)', 'WHERE stream = $1 ORDER BY id NULLS FIRST', 'finds 1, direction'],
  ['(stream, id)', 'WHERE stream = $1 ORDER BY stream', 'finds 1, full'],
  ['(stream, id)', 'ORDER BY stream DESC, id DESC', 'finds 0, full, backward'],
  ['(stream, id)', 'ORDER BY stream DESC, id', 'finds 0, prefix 1, backward'],
  ['(stream, id)', 'WHERE stream = ANY ($1) ORDER BY stream, id', 'finds 1, full'],
  [
    '(kind, stream, id)',
    'WHERE kind = $1 AND stream = ANY ($2) ORDER BY stream',
    'finds 2, array-before-order',
  ],
  ['(kind, stream, id)', 'WHERE kind = $1 AND stream = ANY ($2) ORDER BY stream', 'finds 2, full', 17],
  ['(stream)', 'WHERE stream = $1 OR stream = $2 ORDER BY stream', 'finds 1, array-before-order'],
  ['(stream)', 'WHERE stream = $1 OR stream = $2 ORDER BY stream', 'finds 1, full', 18],
  ['(status, id)', 'WHERE status IS NULL ORDER BY id', 'finds 1, key-before-order'],
  ['(flag, stream)', 'WHERE stream = $1', 'leading-key-unbounded', 17],
  ['(flag, stream)', 'WHERE stream = $1', 'finds 1, skips 1', 18],
  ['(flag, status, stream)', 'WHERE stream = ANY ($1)', 'finds 1, skips 2', 18],
  ['(flag, many, stream)', 'WHERE stream = $1', 'leading-key-unbounded', 18],
  ['(flag, stream)', 'WHERE id = 1', 'leading-key-unbounded', 18],
  ['(flag, stream)', 'WHERE stream = $1 ORDER BY flag', 'finds 0, full', 18],
  ['(stream) INCLUDE (at)', 'SELECT at FROM t WHERE stream = $1', 'finds 1, covers'],
  ['(stream) INCLUDE (at)', 'SELECT at, id FROM t WHERE stream = $1', 'finds 1'],
  ['(stream) INCLUDE (at)', 'SELECT at FROM t WHERE stream = $1 FOR UPDATE', 'finds 1'],
  ['(stream)', "WHERE stream LIKE 'x%'", 'leading-key-unbounded'],
  ['(stream text_pattern_ops)', "WHERE stream LIKE 'x%'", 'finds 1'],
  ['(stream text_pattern_ops)', 'WHERE stream > $1', 'leading-key-unbounded'],
  ['(stream text_pattern_ops)', 'ORDER BY stream', 'leading-key-unbounded'],
  ['(code)', "WHERE code LIKE 'x%'", 'finds 1'],
  ['(stream COLLATE "C")', 'WHERE stream = $1', 'leading-key-unbounded'],
  ['(stream COLLATE "C")', 'WHERE stream COLLATE "C" = $1', 'finds 1'],
  ['USING hash (stream)', 'WHERE stream = $1', 'finds 1'],
  ['USING hash (stream)', 'WHERE stream = ANY ($1) ORDER BY id', 'finds 1, method-has-no-order'],
  ['USING hash (stream)', 'WHERE stream = $1 ORDER BY stream', 'finds 1, full'],
  ['USING hash (stream)', 'WHERE stream > $1', 'leading-key-unbounded'],
  ['USING hash (status)', 'WHERE status IS NULL', 'leading-key-unbounded'],
  ['USING brin (at)', 'WHERE at > now()', 'finds 1, lossy'],
  ['USING brin (stream, at)', 'WHERE at > now()', 'finds 1, lossy'],
  ['USING brin (at)', 'WHERE at > now() ORDER BY at', 'finds 1, method-has-no-order, lossy'],
  ['USING brin (stream text_bloom_ops)', 'WHERE stream > $1', 'leading-key-unbounded'],
  ['USING brin (stream text_bloom_ops)', 'WHERE stream = $1', 'finds 1, lossy'],
  ['USING gin (many gin_trgm_ops)', "WHERE many LIKE '%x%'", 'finds 1'],
  ['USING gin (many gin_trgm_ops)', 'WHERE many > $1', 'leading-key-unbounded'],
  ['USING gin (data)', 'WHERE data @> $1 ORDER BY id', 'finds 1, method-has-no-order'],
  ['USING gin (data)', "WHERE data ? 'k'", 'finds 1'],
  ['USING gin (data jsonb_path_ops)', "WHERE data ? 'k'", 'operator-class'],
  ['USING gin (data)', "WHERE data ->> 'k' = $1", 'leading-key-unbounded'],
  ['USING gin (tags)', 'WHERE $1 = ANY (tags)', 'leading-key-unbounded'],
  ['USING gin (kind, tags)', 'WHERE tags && $1', 'finds 1'],
  ['USING gin (kind, tags)', 'WHERE tags && $1 AND kind = $2', 'finds 2'],
  ['USING gist (tags)', 'WHERE tags @> $1', 'access-method'],
  ['(data)', 'WHERE data @> $1', 'leading-key-unbounded'],
  ["(id) WHERE status = 'open'", "WHERE status = 'open'", 'finds 0'],
  ["(id) WHERE status = 'open'", "WHERE status = 'open' AND id = 1", 'finds 1'],
  ["(id) WHERE status = 'open'", 'WHERE id = 1', 'predicate-not-implied'],
  ["(id) WHERE status = 'open'", 'WHERE status = $1', 'predicate-needs-literal'],
];

describe('What an index does for a query', () => {
  for (const [index, query, support, server = 15] of CASES) {
    it(`is "${support}" for ${index} and ${query} on ${String(server)}`, async () => {
      assert.equal(sketch(await supportOf(index, query, server)), support);
    });
  }

  it('is nothing while the index is not valid', async () => {
    const path = await accessPath(
      'SELECT * FROM t WHERE stream = $1',
      `${TABLE} CREATE INDEX i ON t (stream);`,
    );
    const [index] = path.table?.indexes ?? [];
    assert.ok(index);
    assert.equal(sketch(supports({ ...index, valid: false }, path, 18)), 'invalid');
  });

  it('finds rows by an equality or an array, not by a range or a summary', async () => {
    const finds = async (index: string, query: string): Promise<boolean> =>
      findsRows(await supportOf(index, query));
    assert.equal(await finds('(stream)', 'WHERE stream = $1'), true);
    assert.equal(await finds('(stream)', 'WHERE stream = ANY ($1)'), true);
    assert.equal(await finds('(stream)', 'WHERE stream > $1'), false);
    assert.equal(await finds('(stream)', 'ORDER BY stream'), false);
    assert.equal(await finds('(stream)', 'WHERE id = 1'), false);
    assert.equal(await finds('USING brin (stream)', 'WHERE stream = $1'), false);
  });

  it('is asked of every index of the table, those of constraints included', async () => {
    const ddl = 'CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE); CREATE INDEX i ON t (b, a);';
    const path = await accessPath('SELECT * FROM t WHERE b = 1', ddl);
    assert.deepEqual(
      supportsOf(path, 15).map(({ index, usable }) => [index.name, usable]),
      [
        ['t_pkey', false],
        ['t_b_key', true],
        ['i', true],
      ],
    );
  });

  it('is nothing for a table that is not known', async () => {
    assert.deepEqual(supportsOf(await accessPath('SELECT * FROM stranger WHERE a = 1', ''), 15), []);
  });
});
