import assert from 'node:assert/strict';
import { indexFromStatement } from '../../../../src/analyzers/indexes/index-from-statement';
import { columnKey, type IndexDefinition } from '../../../../src/analyzers/indexes/index-definition';
import {
  printAttachIndexPartition,
  printComment,
  printCreateIndex,
  printDropIndex,
  printKeyList,
  printCreateStatistics,
} from '../../../../src/analyzers/indexes/print-ddl';
import { EMPTY_SNAPSHOT, type Table } from '../../../../src/analyzers/schema/snapshot';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import type { Expression } from '../../../../src/analyzers/sql/model';
import { libpgFeeder } from '../feeders';
import { readExpression, readWith } from '../read-statement';
import { withoutSpans } from '../sql/without-spans';
import { generateIndexes } from './generate-indexes';

const PLAIN: IndexDefinition = {
  schema: 'public',
  table: 'events',
  name: 'events_stream_id_idx',
  method: 'btree',
  unique: false,
  nullsNotDistinct: false,
  keys: [columnKey('stream_id')],
  include: [],
  options: {},
  valid: true,
};

describe('Printing DDL', () => {
  let feeder: SqlFeeder;

  before(async () => {
    feeder = await libpgFeeder();
  });

  const read = (sql: string): Expression => {
    const statement = readWith(feeder, `SELECT ${sql}`);
    assert.ok(statement.kind === 'select' && statement.targets[0]);
    return statement.targets[0].expression;
  };

  it('writes a plain index on two lines', () => {
    assert.equal(
      printCreateIndex(PLAIN, { concurrently: true }),
      'CREATE INDEX CONCURRENTLY events_stream_id_idx\n    ON public.events (stream_id);',
    );
  });

  it('writes every clause of an index', async () => {
    const index: IndexDefinition = {
      ...PLAIN,
      schema: 'Sales',
      table: 'order',
      name: 'Übersicht',
      method: 'gist',
      unique: true,
      nullsNotDistinct: true,
      keys: [
        columnKey('a b', { descending: true, nullsFirst: false, collation: 'de_DE', collationSchema: 'x' }),
        columnKey('c', { opclass: 'trgm', opclassSchema: 'Ext', opclassOptions: { siglen: '32' } }),
        {
          kind: 'expression',
          expression: await readExpression('lower(d)'),
          descending: false,
          nullsFirst: true,
        },
        {
          kind: 'expression',
          expression: await readExpression("e ->> 'f'"),
          descending: false,
          nullsFirst: false,
        },
      ],
      include: ['user', 'g'],
      predicate: await readExpression("status = 'it''s' AND NOT done"),
      options: { fillfactor: '70', buffering: 'auto' },
    };
    assert.equal(
      printCreateIndex(index, { concurrently: false, only: true }),
      [
        'CREATE UNIQUE INDEX "Übersicht"',
        `    ON ONLY "Sales"."order" USING gist ("a b" COLLATE x."de_DE" DESC NULLS LAST, c "Ext".trgm (siglen = 32), lower(d) NULLS FIRST, (e ->> 'f'))`,
        '    INCLUDE ("user", g)',
        '    NULLS NOT DISTINCT',
        '    WITH (fillfactor = 70, buffering = auto)',
        "    WHERE (status = 'it''s') AND (NOT done);",
      ].join('\n'),
    );
  });

  it('writes nothing where a key or the predicate cannot be written', async () => {
    const expression = await readExpression('lower($1)');
    const key = { kind: 'expression', expression, descending: false, nullsFirst: false } as const;
    assert.equal(printCreateIndex({ ...PLAIN, keys: [key] }, { concurrently: true }), undefined);
    assert.equal(printCreateIndex({ ...PLAIN, predicate: expression }, { concurrently: true }), undefined);
  });

  it('writes indexes that read back as themselves', () => {
    for (const index of generateIndexes(42, 1_000, read)) {
      const concurrently = index.name.length % 2 === 0;
      const only = !concurrently && index.unique;
      const sql = printCreateIndex(index, { concurrently, only });
      assert.ok(sql !== undefined, JSON.stringify(index));
      const statement = readWith(feeder, sql);
      assert.ok(statement.kind === 'create-index', sql);
      assert.deepEqual([statement.concurrently, statement.only], [concurrently, only], sql);
      assert.deepEqual([statement.table.schema, statement.table.name], [index.schema, index.table], sql);
      const table: Table = { ...EMPTY_TABLE, schema: index.schema, name: index.table };
      const again = indexFromStatement(statement, table, EMPTY_SNAPSHOT);
      assert.deepEqual(withoutSpans(again), withoutSpans(index), sql);
    }
  });

  it('writes the list of keys as a person reads it', () => {
    const keys = [columnKey('a'), columnKey('B', { descending: true })];
    assert.equal(printKeyList({ ...PLAIN, keys }), 'a, "B" DESC');
  });

  it('writes DROP INDEX and ATTACH PARTITION that read back', () => {
    const drop = readWith(feeder, printDropIndex('Sales', 'a"b', { concurrently: true, ifExists: true }));
    assert.ok(drop.kind === 'drop');
    assert.deepEqual(
      [drop.object, drop.concurrently, drop.ifExists, drop.names.map(({ schema, name }) => [schema, name])],
      ['index', true, true, [['Sales', 'a"b']]],
    );
    const attach = readWith(
      feeder,
      printAttachIndexPartition({ ...PLAIN, name: 'Whole' }, { ...PLAIN, name: 'part;' }),
    );
    assert.ok(attach.kind === 'alter-index' && attach.action.kind === 'attach-partition');
    assert.deepEqual([attach.name.name, attach.action.partition.name], ['Whole', 'part;']);
  });

  it('keeps a comment a comment', () => {
    const comment = printComment('first\n; DROP TABLE x\r\n\rlast */');
    assert.equal(comment, '-- first\n-- ; DROP TABLE x\n--\n-- last */');
    assert.equal(readWith(feeder, `${comment}\nSELECT 1`).kind, 'select');
  });
});

const EMPTY_TABLE: Omit<Table, 'schema' | 'name'> = {
  columns: [],
  constraints: [],
  indexes: [],
  persistence: 'permanent',
  incomplete: false,
};

describe('Statistics that are proposed', () => {
  it('have a name that is cut to 63 bytes as the server cuts it, and still ends as such names do', async () => {
    const columns = await Promise.all(['größe', 'höhe'].map(readExpression));
    const ddl = printCreateStatistics({ schema: 'public', name: 'ü'.repeat(31) }, columns);
    const [, name = ''] = /^CREATE STATISTICS public\."([^"]+)" ON/.exec(ddl ?? '') ?? assert.fail(ddl);
    assert.match(name, /^ü+_größe_höhe_stat$/);
    assert.ok(Buffer.byteLength(name) <= 63 && Buffer.byteLength(name) >= 62, name);
  });
});
