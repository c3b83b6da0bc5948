import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { IndexService } from '../../../../src/analyzers/indexes/index-service';
import { usersOf } from '../../../../src/extension/index-tree/index-users';
import type { QueryOnTable, UsesOfIndex } from '../../../../src/extension/uses-of-index';
import { ENGLISH } from '../english';

const SERVICE: IndexService = {
  index: 'x',
  keys: ['stream'],
  findsRows: true,
  order: 'not-asked',
  covers: false,
  lossy: false,
  skips: 0,
  partial: false,
  isBest: true,
};

/** As much of a place as rows are made from. */
const URI = { toString: () => 'file:///a.sql' } as unknown as vscode.Uri;
const RANGE = { start: { line: 3, character: 0 } } as unknown as vscode.Range;

function query(isBest: boolean, purpose: 'read' | 'conflict' = 'read'): QueryOnTable {
  const span = { start: 0, end: 1 };
  const table = { schema: 'public', name: 'events' };
  const on = { table, span, purpose, serving: [{ ...SERVICE, isBest }] } as const;
  return {
    uri: URI,
    range: RANGE,
    place: 'a.sql:4',
    text: 'SELECT 1',
    use: { span, kind: 'select', approximate: false, tables: [on] },
    on,
    index: 'x',
  };
}

const NOBODY: UsesOfIndex = { queries: [], files: 7, isWhole: true };

const sketch = (uses: Partial<UsesOfIndex>) =>
  usersOf({ ...NOBODY, ...uses }, ENGLISH).map(({ row }) => [row.label, row.description].join(' | '));

describe('The rows below an index', () => {
  it('are the queries that it serves, with their places and what it does for them', () => {
    assert.deepEqual(sketch({ queries: [query(true), query(false)] }), [
      'a.sql:4 | SELECT 1',
      'a.sql:4 | another one does more · SELECT 1',
    ]);
    const [first] = usersOf({ ...NOBODY, queries: [query(true)] }, ENGLISH);
    assert.deepEqual(first?.row.tooltip, [
      { kind: 'title', text: 'a.sql:4' },
      { kind: 'sql', text: 'SELECT 1' },
      { kind: 'sentence', text: 'Finds rows by stream.' },
    ]);
    assert.ok(first.opens);
    const [conflict] = usersOf({ ...NOBODY, queries: [query(true, 'conflict')] }, ENGLISH);
    assert.deepEqual(conflict?.row.tooltip.at(-1), {
      kind: 'sentence',
      text: 'ON CONFLICT needs it to tell that a row is there already.',
    });
  });

  it('are what it enforces and serves beside queries', () => {
    const duties = {
      unique: true,
      keys: ['stream', 'version'],
      replicaIdentity: true,
      partitionOf: { table: { schema: 'public', name: 'parts' }, index: 'parts_id' },
      foreignKeys: [
        {
          constraint: 'fk',
          columns: ['stream'],
          references: { schema: 'public', name: 'streams' },
          onDelete: 'cascade',
          alsoBy: [],
        },
      ],
    };
    assert.deepEqual(sketch({ duties }), [
      'Enforces that stream, version is unique | ',
      'Logical replication tells rows apart by it | ',
      'Is a part of the index parts_id | ',
      'Serves ON DELETE CASCADE of streams | ',
      'No query of the workspace uses it. | ',
    ]);
    const constraint = { kind: 'primary-key', name: 'events_pkey' } as const;
    assert.equal(sketch({ duties: { ...duties, constraint } })[0], 'Enforces the constraint events_pkey | ');
  });

  it('say where not all was read', () => {
    assert.deepEqual(sketch({ isWhole: false }), [
      'No query of the workspace uses it. | ',
      'Only 7 files were read: there may be more queries. | ',
    ]);
  });
});
