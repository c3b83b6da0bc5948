import assert from 'node:assert/strict';
import { findRedundantIndexes } from '../../../../src/analyzers/indexes/redundancy';
import { readSchema } from '../../../../src/analyzers/schema/from-ddl';
import { libpgFeeder } from '../feeders';

async function redundantIn(script: string): Promise<readonly string[]> {
  const { tables } = readSchema([{ file: 'a.sql', text: script }], await libpgFeeder(), { kind: 'none' });
  return tables.flatMap(findRedundantIndexes).map(({ index }) => index.name);
}

describe('Redundant indexes', () => {
  it('are those whose keys are the first keys of another', async () => {
    assert.deepEqual(
      await redundantIn(
        'CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a, b);',
      ),
      ['i'],
    );
  });

  it('are never those that an index of the partitioned parent is made of: PostgreSQL does not drop them', async () => {
    assert.deepEqual(
      await redundantIn(
        `CREATE TABLE t (a int, b int) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t DEFAULT;
         CREATE INDEX parent ON t (a); CREATE INDEX own ON t1 (a, b);`,
      ),
      [],
    );
  });
});
