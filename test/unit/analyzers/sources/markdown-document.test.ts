import assert from 'node:assert/strict';
import { mayHoldSql } from '../../../../src/analyzers/sources/may-hold-sql';
import { findMarkdownFragments } from '../../../../src/analyzers/sources/markdown-document';
import { slice, textsOf as textsOfSql } from './fragments-of';

describe('SQL in Markdown', () => {
  const find = (text: string) => findMarkdownFragments({ text, languageId: 'markdown' });
  const textsOf = (text: string): readonly string[] => find(text).map((fragment) => fragment.text);

  it('is what stands in fenced blocks of SQL', () => {
    const text = [
      'Select one from a list.',
      '```sql',
      'SELECT a FROM t WHERE b = $1;',
      'SELECT b FROM u;',
      '```',
      '```ts',
      'q("SELECT c FROM v")',
      '```',
      '- item',
      '  ~~~~ PostgreSQL title="x"',
      '  SELECT d FROM w',
      '  ~~~~',
      '`SELECT e FROM x`',
    ].join('\r\n');
    assert.deepEqual(textsOf(text), ['SELECT a FROM t WHERE b = $1', 'SELECT b FROM u', 'SELECT d FROM w']);
  });

  it('stands where it is written', () => {
    const text = '# 😀\n\n```sql\nSELECT a\nFROM t;\n\nDELETE FROM u\n```\n';
    for (const { text: found, map, documentSpan, host } of find(text)) {
      assert.equal(slice(text, map.spanToDocument({ start: 0, end: found.length })), found);
      assert.equal(slice(text, documentSpan), found);
      assert.deepEqual(host, { kind: 'sql' });
    }
  });

  it('ends with the document while the fence is not closed', () => {
    assert.deepEqual(textsOf('```sql\nSELECT a FROM t'), ['SELECT a FROM t']);
    assert.deepEqual(textsOf('```sql'), []);
    assert.deepEqual(textsOf('```sqlite\nSELECT a FROM t\n```'), []);
  });

  it('is looked for only where a fence says so', () => {
    assert.ok(mayHoldSql('markdown', 'x\n```SQL\n'));
    assert.ok(!mayHoldSql('markdown', 'SELECT a FROM t, update t set a = 1'));
  });

  it('is found in reasonable time among many fences', () => {
    const before = process.cpuUsage();
    find('```sql\n~~~ `` '.repeat(20_000));
    assert.ok(process.cpuUsage(before).user / 1e6 < 8);
  });
});

describe('Files of named queries', () => {
  it('hold a query under each name, with a semicolon or without', () => {
    const text =
      '-- BLOCK select_a\nSELECT a FROM t WHERE b = $name\n\n-- BLOCK delete_a\nDELETE FROM t WHERE b = $name;\n-- name: GetC :one\nSELECT c FROM u';
    assert.deepEqual(textsOfSql(text, 'sql'), [
      'SELECT a FROM t WHERE b = $1',
      'DELETE FROM t WHERE b = $1',
      'SELECT c FROM u',
    ]);
  });

  it('are read as pg-promise and pgtyped write them', () => {
    const text =
      '/* @name InsertBooks @param books -> ((name, rank)...) */\nINSERT INTO books (name, rank) VALUES :books RETURNING id;\nSELECT a FROM t WHERE b = ${userId} AND c = :id!;';
    assert.deepEqual(textsOfSql(text, 'sql'), [
      'INSERT INTO books (name, rank) VALUES ($1) RETURNING id',
      'SELECT a FROM t WHERE b = $1 AND c = $2',
    ]);
  });
});
