import assert from 'node:assert/strict';
import { candidateIndex } from '../../../../src/analyzers/indexes/candidates';
import { columnKey, type IndexDefinition } from '../../../../src/analyzers/indexes/index-definition';
import { utf8Length } from '../../../../src/analyzers/sql/identifiers';
import { schemaFrom, tableNamed } from '../schema-from';

async function nameFor(
  ddl: string,
  table: string,
  columns: readonly string[],
  properties: Partial<IndexDefinition> = {},
): Promise<string> {
  const snapshot = await schemaFrom(ddl);
  const keys = columns.map((column) => columnKey(column));
  return candidateIndex(tableNamed(snapshot, table), keys, snapshot, properties).name;
}

describe('The name of a new index', () => {
  it("is in PostgreSQL's manner", async () => {
    assert.equal(await nameFor('CREATE TABLE t (a int, b int);', 't', ['a', 'b']), 't_a_b_idx');
  });

  it("is in the table's manner", async () => {
    assert.equal(
      await nameFor('CREATE TABLE t (a int, b int); CREATE INDEX idx_t_a ON t (a);', 't', ['b']),
      'idx_t_b',
    );
  });

  it('tells the method and that the index is partial', async () => {
    const snapshot = await schemaFrom('CREATE TABLE t (a int);');
    const table = tableNamed(snapshot, 't');
    const predicate = { kind: 'column', name: 'a', span: { start: 0, end: 0 } } as const;
    assert.equal(candidateIndex(table, [columnKey('a')], snapshot, { method: 'brin' }).name, 't_a_brin_idx');
    assert.equal(candidateIndex(table, [columnKey('a')], snapshot, { predicate }).name, 't_a_partial_idx');
  });

  const TAKEN: readonly (readonly [by: string, ddl: string])[] = [
    ['an index of the table', 'CREATE INDEX t_a_idx ON t (b);'],
    ['an index of another table', 'CREATE TABLE u (x int); CREATE INDEX t_a_idx ON u (x);'],
    ['another table', 'CREATE TABLE t_a_idx (x int);'],
    ['a view', 'CREATE VIEW t_a_idx AS SELECT 1 AS x;'],
    ['a materialized view', 'CREATE MATERIALIZED VIEW t_a_idx AS SELECT 1 AS x;'],
    ['a constraint of another table', 'CREATE TABLE u (x int, CONSTRAINT t_a_idx UNIQUE (x));'],
  ];
  for (const [by, ddl] of TAKEN) {
    it(`gives way to ${by}`, async () => {
      assert.equal(await nameFor(`CREATE TABLE t (a int, b int); ${ddl}`, 't', ['a']), 't_a_idx1');
    });
  }

  it('does not give way to another schema', async () => {
    const ddl =
      'CREATE TABLE t (a int); CREATE SCHEMA s; CREATE TABLE s.u (x int); CREATE INDEX t_a_idx ON s.u (x);';
    assert.equal(await nameFor(ddl, 't', ['a']), 't_a_idx');
  });

  it('has at most 63 bytes, and is free when it is cut', async () => {
    const long = 'ä'.repeat(31);
    const ddl = `CREATE TABLE t (a int, "${long}1" int, "${long}2" int);`;
    const first = await nameFor(ddl, 't', [`${long}1`]);
    assert.ok(utf8Length(first) <= 63, first);
    assert.ok(first.endsWith('_idx'), first);
    const second = await nameFor(`${ddl} CREATE INDEX "${first}" ON t (a);`, 't', [`${long}2`]);
    assert.notEqual(second, first);
    assert.ok(utf8Length(second) <= 63 && second.endsWith('_idx1'), second);
  });
});
