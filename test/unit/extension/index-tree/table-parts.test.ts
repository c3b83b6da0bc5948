import assert from 'node:assert/strict';
import type { TableEntry } from '../../../../src/analyzers/index-health/list-database';
import { arrangeTables, indexTables } from '../../../../src/extension/index-tree/arrange-tables';
import { figuresIn } from '../../../../src/extension/figures';
import { parentOf } from '../../../../src/extension/index-tree/parent-of';
import {
  childrenOfHolder,
  describePart,
  rowAbove,
  TABLES_AT_ONCE,
  tablesOfPart,
} from '../../../../src/extension/index-tree/table-parts';
import { partNode, schemaNode, tableNode } from '../../../../src/extension/index-tree/tree-node';
import { ENGLISH } from '../english';

const WORDS = { l10n: ENGLISH, figures: figuresIn('en', ENGLISH) };
const COUNT = 2 * TABLES_AT_ONCE + 1;
const LISTED = indexTables(Array.from({ length: COUNT }, (_, n) => tableOf(n + 1)));

const PUBLIC = { kind: 'schema', connectionId: 'a', schema: 'public' } as const;

function tableOf(n: number): TableEntry {
  return { schema: 'public', name: `t${n}`, oid: n, kind: 'table', bytes: 0, indexNames: [] };
}

function arranged(filter = ''): readonly TableEntry[] {
  return arrangeTables(LISTED, { filter, order: 'name' })[0]?.tables ?? [];
}

describe('The tables of a large schema', () => {
  it('are all below it, up to as many as are drawn quickly', () => {
    const tables = arranged().slice(0, TABLES_AT_ONCE);
    assert.equal(childrenOfHolder(PUBLIC, tables).length, TABLES_AT_ONCE);
    assert.deepEqual(childrenOfHolder(PUBLIC, tables)[0], tableNode('a', tableOf(1)));
  });

  it('are in parts when they are more, none of them missing and none twice', () => {
    const tables = arranged();
    const parts = childrenOfHolder(PUBLIC, tables);
    assert.equal(parts.length, 3);
    const found = parts.flatMap((part) =>
      part.kind === 'part' ? tablesOfPart(tables, part.first).map(({ name }) => name) : [],
    );
    assert.deepEqual(
      found,
      tables.map(({ name }) => name),
    );
  });

  it('are told apart by the names at both ends of a part', () => {
    const rows = childrenOfHolder(PUBLIC, arranged()).map((part) => {
      assert.ok(part.kind === 'part');
      const row = describePart(part, tablesOfPart(arranged(), part.first), WORDS);
      return `${row?.label} — ${row?.description}`;
    });
    assert.deepEqual(rows, [
      't1 to t500 — tables 1 to 500',
      't501 to t1000 — tables 501 to 1,000',
      't1001 — table 1,001',
    ]);
  });

  it('are found by the filter wherever they are', () => {
    assert.deepEqual(childrenOfHolder(PUBLIC, arranged('T1001')), [tableNode('a', tableOf(1001))]);
  });

  it('stand below their part, and it below the schema', () => {
    const part = rowAbove(PUBLIC, tableOf(501), arranged());
    assert.deepEqual(part, partNode(PUBLIC, TABLES_AT_ONCE));
    const parent = parentOf(part, () => part);
    assert.deepEqual(parent, schemaNode('a', 'public'));
    assert.deepEqual(rowAbove(PUBLIC, tableOf(501), arranged('T501')), schemaNode('a', 'public'));
  });
});
