import assert from 'node:assert/strict';
import { candidateIndex } from '../../../../src/analyzers/indexes/candidates';
import { columnKey } from '../../../../src/analyzers/indexes/index-definition';
import { proposeCreateIndex, proposeDropIndex } from '../../../../src/analyzers/indexes/propose-ddl';
import type { Expression } from '../../../../src/analyzers/sql/model';
import { schemaFrom, tableNamed } from '../schema-from';

const PARTITIONED = `
  CREATE TABLE log (id bigint, at timestamptz) PARTITION BY RANGE (at);
  CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
  CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2024-02-01') TO ('2024-03-01') PARTITION BY LIST (id);
  CREATE TABLE log_2_a PARTITION OF log_2 FOR VALUES IN (1);`;

const statements = (up: string): readonly string[] =>
  up
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n')
    .split(/;\n/)
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');

describe('The DDL of a proposal', () => {
  it('builds without blocking, says why, and takes itself back', async () => {
    const snapshot = await schemaFrom('CREATE TABLE t (a int);');
    const table = tableNamed(snapshot, 't');
    const index = candidateIndex(table, [columnKey('a')], snapshot);
    const proposal = proposeCreateIndex(index, table, {
      snapshot,
      createdHere: false,
      reason: 'First.\nSecond.',
    });
    assert.ok(proposal);
    assert.match(proposal.up, /^-- First\.\n-- Second\.\n-- CONCURRENTLY/);
    assert.deepEqual(statements(proposal.up), ['CREATE INDEX CONCURRENTLY t_a_idx ON public.t (a)']);
    assert.deepEqual(statements(proposal.down), ['DROP INDEX CONCURRENTLY public.t_a_idx']);
    assert.deepEqual([proposal.outsideTransaction, proposal.migrationName], [true, 'create_t_a_idx']);
  });

  it('builds plainly where the same document makes the table', async () => {
    const snapshot = await schemaFrom('CREATE TABLE t (a int);');
    const table = tableNamed(snapshot, 't');
    const index = candidateIndex(table, [columnKey('a')], snapshot);
    const proposal = proposeCreateIndex(index, table, { snapshot, createdHere: true, reason: 'Why.' });
    assert.ok(proposal);
    assert.deepEqual(statements(proposal.up), ['CREATE INDEX t_a_idx ON public.t (a)']);
    assert.deepEqual(statements(proposal.down), ['DROP INDEX public.t_a_idx']);
    assert.equal(proposal.outsideTransaction, false);
  });

  it('is not fooled by a name that reads like a keyword', async () => {
    const snapshot = await schemaFrom('CREATE TABLE t ("INDEX CONCURRENTLY" int);');
    const table = tableNamed(snapshot, 't');
    const index = candidateIndex(table, [columnKey('INDEX CONCURRENTLY')], snapshot);
    const proposal = proposeCreateIndex(index, table, { snapshot, createdHere: true, reason: 'Why.' });
    assert.equal(proposal?.outsideTransaction, false);
  });

  it('goes part by part on a partitioned table', async () => {
    const snapshot = await schemaFrom(PARTITIONED);
    const table = tableNamed(snapshot, 'log');
    const index = candidateIndex(table, [columnKey('id')], snapshot);
    const proposal = proposeCreateIndex(index, table, { snapshot, createdHere: false, reason: 'Why.' });
    assert.ok(proposal);
    assert.deepEqual(statements(proposal.up), [
      'CREATE INDEX log_id_idx ON ONLY public.log (id)',
      'CREATE INDEX CONCURRENTLY log_1_id_idx ON public.log_1 (id)',
      'ALTER INDEX public.log_id_idx ATTACH PARTITION public.log_1_id_idx',
      'CREATE INDEX log_2_id_idx ON ONLY public.log_2 (id)',
      'CREATE INDEX CONCURRENTLY log_2_a_id_idx ON public.log_2_a (id)',
      'ALTER INDEX public.log_2_id_idx ATTACH PARTITION public.log_2_a_id_idx',
      'ALTER INDEX public.log_id_idx ATTACH PARTITION public.log_2_id_idx',
    ]);
    assert.deepEqual(statements(proposal.down), ['DROP INDEX public.log_id_idx']);
    assert.equal(proposal.outsideTransaction, true);
  });

  it('gives each part a name of its own, also where names are cut', async () => {
    const long = 'x'.repeat(61);
    const parts = ['a', 'b', 'c'].map(
      (end, i) =>
        `CREATE TABLE ${long}${end} PARTITION OF log FOR VALUES FROM (${String(i)}) TO (${String(i + 1)});`,
    );
    const snapshot = await schemaFrom(
      `CREATE TABLE log (id int, key text) PARTITION BY RANGE (id); ${parts.join(' ')}`,
    );
    const table = tableNamed(snapshot, 'log');
    const index = candidateIndex(table, [columnKey('key')], snapshot);
    const proposal = proposeCreateIndex(index, table, { snapshot, createdHere: false, reason: 'Why.' });
    const names = [...(proposal?.up.matchAll(/^CREATE INDEX CONCURRENTLY (\S+)/gm) ?? [])].map(
      ([, name]) => name,
    );
    assert.equal(new Set(names).size, 3, names.join(' '));
  });

  it('is none for an index that cannot be written', async () => {
    const snapshot = await schemaFrom('CREATE TABLE t (a int);');
    const table = tableNamed(snapshot, 't');
    const expression: Expression = { kind: 'parameter', number: 1, span: { start: 0, end: 0 } };
    const key = { kind: 'expression', expression, descending: false, nullsFirst: false } as const;
    const index = candidateIndex(table, [key], snapshot);
    assert.equal(proposeCreateIndex(index, table, { snapshot, createdHere: false, reason: '' }), undefined);
  });

  it('drops without blocking, and builds again what it drops', async () => {
    const snapshot = await schemaFrom(
      'CREATE TABLE t (a int); CREATE UNIQUE INDEX u ON t (a DESC) WHERE a > 1;',
    );
    const [index] = tableNamed(snapshot, 't').indexes;
    assert.ok(index);
    const proposal = proposeDropIndex(index, { snapshot, createdHere: false, reason: 'Why.' });
    assert.ok(proposal);
    assert.deepEqual(statements(proposal.up), ['DROP INDEX CONCURRENTLY public.u']);
    assert.deepEqual(statements(proposal.down), [
      'CREATE UNIQUE INDEX CONCURRENTLY u ON public.t (a DESC) WHERE a > 1',
    ]);
    assert.equal(proposal.outsideTransaction, true);
  });

  it('drops the index of a partitioned table as PostgreSQL allows', async () => {
    const snapshot = await schemaFrom(`${PARTITIONED} CREATE INDEX whole ON log (id);`);
    const index = tableNamed(snapshot, 'log').indexes.find(({ name }) => name === 'whole');
    assert.ok(index);
    const proposal = proposeDropIndex(index, { snapshot, createdHere: false, reason: 'Why.' });
    assert.ok(proposal);
    assert.deepEqual(statements(proposal.up), ['DROP INDEX public.whole']);
    assert.equal(proposal.outsideTransaction, false);
  });
});
