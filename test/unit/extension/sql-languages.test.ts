import assert from 'node:assert/strict';
import { languageOfPath, mayHoldSql } from '../../../src/extension/sql-languages';

describe('The look before anything is parsed', () => {
  const code = (text: string) => mayHoldSql('typescript', text);

  it('passes every kind of statement that the rules read, in any case', () => {
    for (const text of [
      'SELECT id FROM events',
      'with x as (select 1 from t) select',
      'Update events Set x = 1',
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
    assert.ok(!code(''));
  });

  it('passes every .sql document but an empty one', () => {
    assert.ok(mayHoldSql('sql', 'VACUUM'));
    assert.ok(!mayHoldSql('sql', ' \n\t'));
  });

  it('is quick on ten thousand lines without SQL', () => {
    const line = "export const value = compute(selection, 'updated', withSettings(fromHere));\n";
    assert.ok(!code(line.repeat(10_000)));
  });
});

describe('The language of a file', () => {
  it('follows from its ending', () => {
    assert.equal(languageOfPath('db/0001.SQL'), 'sql');
    assert.equal(languageOfPath('a.test.mts'), 'typescript');
    assert.equal(languageOfPath('a.tsx'), 'typescriptreact');
    assert.equal(languageOfPath('a.cjs'), 'javascript');
    assert.equal(languageOfPath('a.jsx'), 'javascriptreact');
  });

  it('is unknown for other files', () => {
    for (const path of ['sql', 'a.md', 'a.sql.bak', '.ts/readme', '']) {
      assert.equal(languageOfPath(path), undefined, path);
    }
  });
});
