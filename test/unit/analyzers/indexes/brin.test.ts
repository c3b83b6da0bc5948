import assert from 'node:assert/strict';
import { brinTimeIndex, minmaxMultiOpclass } from '../../../../src/analyzers/indexes/brin';
import { printCreateIndex } from '../../../../src/analyzers/indexes/print-ddl';
import { schemaFrom, tableNamed } from '../schema-from';

describe('A BRIN index on a time', () => {
  it('keeps several minima and maxima, and summarizes by itself', async () => {
    const snapshot = await schemaFrom('CREATE TABLE t (at timestamptz);');
    const table = tableNamed(snapshot, 't');
    const [column] = table.columns;
    assert.ok(column);
    const index = brinTimeIndex(table, column, snapshot, 15);
    assert.equal(
      index && printCreateIndex(index, { concurrently: false }),
      [
        'CREATE INDEX t_at_brin_idx',
        '    ON public.t USING brin (at timestamptz_minmax_multi_ops)',
        '    WITH (autosummarize = on);',
      ].join('\n'),
    );
  });

  it('is none for a type without such an operator class', async () => {
    const snapshot = await schemaFrom('CREATE TABLE t (a text, b timestamptz[], c date, d bigint);');
    const table = tableNamed(snapshot, 't');
    assert.deepEqual(
      table.columns.map((column) => minmaxMultiOpclass(column, 18)),
      [undefined, undefined, 'date_minmax_multi_ops', 'int8_minmax_multi_ops'],
    );
    const [text] = table.columns;
    assert.ok(text);
    assert.equal(brinTimeIndex(table, text, snapshot, 18), undefined);
  });

  it('needs 14', async () => {
    const [column] = tableNamed(await schemaFrom('CREATE TABLE t (at timestamptz);'), 't').columns;
    assert.ok(column);
    assert.equal(minmaxMultiOpclass(column, 13), undefined);
  });
});
