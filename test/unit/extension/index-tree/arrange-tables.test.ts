import assert from 'node:assert/strict';
import type { TableEntry } from '../../../../src/analyzers/index-health/list-database';
import {
  type Arrangement,
  arrangePartitions,
  arrangeTables,
  indexTables,
} from '../../../../src/extension/index-tree/arrange-tables';

const ALL: Arrangement = { filter: '', order: 'name' };

function table(name: string, properties: Partial<TableEntry> = {}): TableEntry {
  return {
    schema: 'public',
    name,
    oid: 1,
    kind: 'table',
    bytes: 0,
    indexNames: [`${name}_pkey`],
    ...properties,
  };
}

const PARENT = table('events', { kind: 'partitioned', indexNames: ['events_key'] });
const PARTITION = table('events_2025', { partitionOf: { schema: 'public', name: 'events' } });
const TABLES = [
  table('orders', { bytes: 10 }),
  table('Items', { bytes: 30 }),
  table('log', { schema: 'audit' }),
  PARENT,
  PARTITION,
];

function shown(wish: Partial<Arrangement>): readonly string[] {
  return arrangeTables(indexTables(TABLES), { ...ALL, ...wish }).map(
    ({ name, tables }) => `${name}: ${tables.map((each) => each.name).join(' ')}`,
  );
}

describe('Tables in the tree', () => {
  it('are below their schemas, by name whatever its case, partitions below what they are of', () => {
    assert.deepEqual(shown({}), ['audit: log', 'public: events Items orders']);
    assert.deepEqual(
      arrangePartitions(PARENT, indexTables(TABLES), ALL).map(({ name }) => name),
      ['events_2025'],
    );
  });

  it('can be sorted by size, the largest first', () => {
    assert.deepEqual(shown({ order: 'size' }), ['audit: log', 'public: Items orders events']);
  });

  it('can be filtered by a part of their own name or of an index of theirs', () => {
    assert.deepEqual(shown({ filter: 'ITEM' }), ['public: Items']);
    assert.deepEqual(shown({ filter: 'log_pkey' }), ['audit: log']);
    assert.deepEqual(shown({ filter: 'nowhere' }), []);
  });

  it('stay for a partition that the filter keeps', () => {
    const filter = '2025_pkey';
    assert.deepEqual(shown({ filter }), ['public: events']);
    assert.equal(arrangePartitions(PARENT, indexTables(TABLES), { ...ALL, filter: '2026' }).length, 0);
    const below = table('events_2025_a', { partitionOf: { schema: 'public', name: 'events_2025' } });
    assert.deepEqual(
      arrangePartitions(PARENT, indexTables([...TABLES, below]), { ...ALL, filter: '2025_a' }),
      [PARTITION],
    );
  });

  it('are no partition of a table that this role may not see', () => {
    const alone = arrangeTables(indexTables([PARTITION]), ALL);
    assert.deepEqual(alone[0]?.tables, [PARTITION]);
  });
});
