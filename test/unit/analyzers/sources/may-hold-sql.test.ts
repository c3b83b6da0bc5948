import assert from 'node:assert/strict';
import { mayHoldSql } from '../../../../src/analyzers/sources/may-hold-sql';

describe('The look before anything is parsed', () => {
  const code = (text: string) => mayHoldSql('typescript', text);

  it('passes every kind of statement that the rules read, in any case', () => {
    for (const text of [
      'SELECT id FROM events',
      'with x as (select 1 from t) select',
      'Update events Set x = 1',
      "'\\nselect a\\nfrom t'",
      "'SELECT a FROM ' + table + ' WHERE b'",
      'DELETE\n  FROM events',
      'INSERT INTO t',
      'merge into t',
      'CREATE INDEX i',
      'create unique index i',
      'CREATE TABLE t',
      'CREATE UNLOGGED TABLE t',
      'ALTER TABLE t',
      'drop index i',
    ]) {
      assert.ok(code(text), text);
    }
  });

  it('stops code that has nothing to do with SQL', () => {
    assert.ok(!code("import { a } from 'b';\nexport function selector(set) { return set.delete(1); }\n"));
    assert.ok(!code('// creates an index of the table, with values\nconst updated = 1;'));
    assert.ok(!code("import { select } from 'd3';\nselect('#chart').attr('x', 1);\n"));
    assert.ok(!code(''));
  });

  it('passes every .sql document but an empty one', () => {
    assert.ok(mayHoldSql('sql', 'VACUUM'));
    assert.ok(!mayHoldSql('sql', ' \n\t'));
  });

  it('passes over ten thousand lines of words that only look like SQL', () => {
    const line = "export const value = compute(selection, 'updated', withSettings(fromHere));\n";
    assert.ok(!code(line.repeat(10_000)));
  });
});
