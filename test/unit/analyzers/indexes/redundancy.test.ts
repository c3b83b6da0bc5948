import assert from 'node:assert/strict';
import { findRedundantIndexes } from '../../../../src/analyzers/indexes/redundancy';
import { schemaFrom, tableNamed } from '../schema-from';

const TABLE = 'CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE, c text, d text, e int);';

/** `index kind by` for each redundant index. */
async function redundant(ddl: string): Promise<readonly string[]> {
  const table = tableNamed(await schemaFrom(`${TABLE} ${ddl}`), 't');
  return findRedundantIndexes(table).map(
    ({ index, coveredBy, kind }) => `${index.name} ${kind} ${coveredBy.name}`,
  );
}

const CASES: readonly (readonly [what: string, ddl: string, found: readonly string[]])[] = [
  ['the same keys twice', 'CREATE INDEX i ON t (c); CREATE INDEX j ON t (c);', ['j duplicate i']],
  [
    'the same keys three times',
    'CREATE INDEX i ON t (c); CREATE INDEX j ON t (c); CREATE INDEX k ON t (c);',
    ['j duplicate i', 'k duplicate i'],
  ],
  ['the keys of the primary key', 'CREATE INDEX i ON t (a);', ['i duplicate t_pkey']],
  ['the keys of a unique constraint', 'CREATE UNIQUE INDEX i ON t (b);', ['i duplicate t_b_key']],
  [
    'a plain and a unique index',
    'CREATE INDEX i ON t (c); CREATE UNIQUE INDEX j ON t (c);',
    ['i duplicate j'],
  ],
  ['a prefix', 'CREATE INDEX i ON t (c); CREATE INDEX j ON t (c, d);', ['i prefix j']],
  [
    'a prefix with what the other includes',
    'CREATE INDEX i ON t (c) INCLUDE (d); CREATE INDEX j ON t (c, d);',
    ['i prefix j'],
  ],
  ['a prefix that includes more', 'CREATE INDEX i ON t (c) INCLUDE (e); CREATE INDEX j ON t (c, d);', []],
  ['a unique prefix', 'CREATE UNIQUE INDEX i ON t (c); CREATE INDEX j ON t (c, d);', []],
  [
    'unique indexes that treat NULLs differently',
    'CREATE UNIQUE INDEX i ON t (c); CREATE UNIQUE INDEX j ON t (c) NULLS NOT DISTINCT;',
    [],
  ],
  ['another order of keys', 'CREATE INDEX i ON t (c, d); CREATE INDEX j ON t (d, c);', []],
  ['another direction', 'CREATE INDEX i ON t (c); CREATE INDEX j ON t (c DESC, d);', []],
  ['another place of NULLs', 'CREATE INDEX i ON t (c); CREATE INDEX j ON t (c NULLS FIRST);', []],
  ['another method', 'CREATE INDEX i ON t (c); CREATE INDEX j ON t USING hash (c);', []],
  [
    'two hash indexes',
    'CREATE INDEX i ON t USING hash (c); CREATE INDEX j ON t USING hash (c);',
    ['j duplicate i'],
  ],
  ['another operator class', 'CREATE INDEX i ON t (c); CREATE INDEX j ON t (c text_pattern_ops);', []],
  [
    'an operator class of another schema',
    'CREATE INDEX i ON t (c x.ops); CREATE INDEX j ON t (c y.ops);',
    [],
  ],
  ['another collation', 'CREATE INDEX i ON t (c); CREATE INDEX j ON t (c COLLATE "C");', []],
  ['another predicate', 'CREATE INDEX i ON t (c) WHERE e = 1; CREATE INDEX j ON t (c) WHERE e = 2;', []],
  ['a predicate and none', 'CREATE INDEX i ON t (c) WHERE e = 1; CREATE INDEX j ON t (c);', []],
  [
    'the same predicate in other words',
    'CREATE INDEX i ON t (c) WHERE 1 = e; CREATE INDEX j ON t (c) WHERE (e = 1);',
    ['j duplicate i'],
  ],
  [
    'the same expression in other words',
    'CREATE INDEX i ON t (lower(c)); CREATE INDEX j ON t (LOWER("c"), d);',
    ['i prefix j'],
  ],
  ['a longer key first', 'CREATE INDEX i ON t (c, d); CREATE INDEX j ON t (c);', ['j prefix i']],
];

describe('A redundant index', () => {
  for (const [what, ddl, found] of CASES) {
    it(`is ${found.length === 0 ? 'not ' : ''}found for ${what}`, async () => {
      assert.deepEqual(await redundant(ddl), found);
    });
  }

  it('is never measured against one that is not valid', async () => {
    const table = tableNamed(
      await schemaFrom(`${TABLE} CREATE INDEX i ON t (c); CREATE INDEX j ON t (c);`),
      't',
    );
    const indexes = table.indexes.map((index) => (index.name === 'i' ? { ...index, valid: false } : index));
    assert.deepEqual(findRedundantIndexes({ ...table, indexes }), []);
  });

  it('is never that of a partition, which belongs to the whole', async () => {
    const snapshot = await schemaFrom(`
      CREATE TABLE t (a int, b int) PARTITION BY RANGE (a);
      CREATE TABLE part PARTITION OF t FOR VALUES FROM (1) TO (2);
      CREATE INDEX ON t (b); CREATE INDEX ON t (b, a);`);
    assert.deepEqual(findRedundantIndexes(tableNamed(snapshot, 'part')), []);
    assert.equal(findRedundantIndexes(tableNamed(snapshot, 't')).length, 1);
  });
});
