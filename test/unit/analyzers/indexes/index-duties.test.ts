import assert from 'node:assert/strict';
import { dutiesOf } from '../../../../src/analyzers/indexes/index-duties';
import { schemaFrom } from '../schema-from';

const DDL = `CREATE TABLE streams (id text PRIMARY KEY);
CREATE TABLE events (id bigint PRIMARY KEY, stream text REFERENCES streams ON DELETE CASCADE, at date);
CREATE INDEX events_stream ON events (stream, at);
CREATE INDEX events_some ON events (stream) WHERE at IS NULL;
CREATE INDEX events_at ON events (at);
CREATE UNIQUE INDEX events_once ON events (at, lower(stream));
CREATE TABLE parts (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE parts_2026 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX parts_id ON parts (id);`;

describe('What an index does beside serving queries', () => {
  const duties = async (table: string, index: string) =>
    dutiesOf({ schema: 'public', name: table }, index, await schemaFrom(DDL));

  it('is to enforce what its constraint says', async () => {
    assert.deepEqual(await duties('events', 'events_pkey'), {
      unique: true,
      keys: ['id'],
      replicaIdentity: false,
      constraint: { kind: 'primary-key', name: 'events_pkey' },
      foreignKeys: [],
    });
    assert.deepEqual((await duties('events', 'events_once'))?.keys, ['at', 'lower(stream)']);
  });

  it('is to find the rows that refer to one that is deleted', async () => {
    const served = (await duties('events', 'events_stream'))?.foreignKeys;
    assert.deepEqual(served, [
      {
        constraint: 'events_stream_fkey',
        columns: ['stream'],
        references: { schema: 'public', name: 'streams' },
        onDelete: 'cascade',
        alsoBy: [],
      },
    ]);
    for (const index of ['events_some', 'events_at']) {
      assert.deepEqual((await duties('events', index))?.foreignKeys, [], index);
    }
  });

  it('is a part of what the index of the partitioned table does', async () => {
    assert.deepEqual((await duties('parts_2026', 'parts_2026_id_idx'))?.partitionOf, {
      table: { schema: 'public', name: 'parts' },
      index: 'parts_id',
    });
  });

  it('is not known of what the schema does not have', async () => {
    assert.equal(await duties('events', 'gone'), undefined);
    assert.equal(await duties('gone', 'events_pkey'), undefined);
  });
});
