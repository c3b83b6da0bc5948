import assert from 'node:assert/strict';
import { describeBuildTime, printDuration } from '../../../../src/analyzers/maintenance/estimate-time';
import { partitionColumns, planPartitioning } from '../../../../src/analyzers/maintenance/partitioning-plan';
import { formatMessage } from '../../../../src/analyzers/message';
import { schemaFrom, tableNamed } from '../schema-from';

const EVENTS = `CREATE TABLE events (event_id uuid PRIMARY KEY, stream_id text NOT NULL, event_version int NOT NULL,
  event_type text, data jsonb, created_at timestamptz, UNIQUE (stream_id, event_version));
  CREATE INDEX events_type ON events (event_type)`;

describe('A plan for partitions', () => {
  it('goes by the stream, tells which key gets weaker, and runs nothing by itself', async () => {
    const snapshot = await schemaFrom(EVENTS);
    const table = tableNamed(snapshot, 'events');
    assert.deepEqual(partitionColumns(table), ['stream_id']);
    const plan = planPartitioning(table, 'stream_id', 2, snapshot);
    const told = plan.explanation.map(formatMessage).join('\n');
    assert.match(told, /^events cannot be turned into a partitioned table/);
    assert.match(told, /\(event_id\) would be unique together with stream_id only/);
    assert.doesNotMatch(told, /\(stream_id, event_version\) would be/);
    assert.match(plan.migration, /PARTITION BY HASH \(stream_id\);/);
    assert.match(plan.migration, /ADD UNIQUE \(stream_id, event_version\);/);
    assert.match(plan.migration, /REMAINDER 1\);/);
    assert.match(plan.migration, /ON public\.events_partitioned \(event_type\);/);
    assert.match(plan.migration, /\n-- 5\. Keep the old table until you are sure\.\n$/);
  });

  it('offers columns that are in every unique key', async () => {
    const snapshot = await schemaFrom('CREATE TABLE lines (tenant int, id int, PRIMARY KEY (tenant, id))');
    assert.deepEqual(partitionColumns(tableNamed(snapshot, 'lines')), ['tenant', 'id']);
  });
});

describe('The time of a build', () => {
  it('is told as a range with what it rests on, or as not known', () => {
    assert.match(formatMessage(describeBuildTime(1024 ** 3)), /^About 11 s to 2 min of work/);
    assert.match(formatMessage(describeBuildTime(undefined)), /^How long it takes is not known/);
    assert.deepEqual([0, 59.2, 61, 3601].map(printDuration), ['1 s', '60 s', '2 min', '2 h']);
  });
});
