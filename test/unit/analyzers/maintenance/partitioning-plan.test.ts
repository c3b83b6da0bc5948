import assert from 'node:assert/strict';
import { describeBuildTime, printDuration } from '../../../../src/analyzers/maintenance/estimate-time';
import {
  partitionColumns,
  partitionWays,
  planPartitioning,
} from '../../../../src/analyzers/maintenance/partitioning-plan';
import { boundsOf, type TimeStep } from '../../../../src/analyzers/maintenance/partition-way';
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
    const plan = planPartitioning(table, 'stream_id', { kind: 'hash', count: 2 }, snapshot);
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

  it('goes by the month, with what is older and what nobody foresaw', async () => {
    const snapshot = await schemaFrom(EVENTS);
    const way = { kind: 'range', step: 'month', first: '2026-11-17', count: 3 } as const;
    const plan = planPartitioning(tableNamed(snapshot, 'events'), 'created_at', way, snapshot);
    assert.match(plan.migration, /PARTITION BY RANGE \(created_at\);/);
    assert.match(plan.migration, /ADD UNIQUE \(stream_id, event_version, created_at\);/);
    assert.deepEqual(
      [...plan.migration.matchAll(/events_partitioned_(\w+) PARTITION OF \S+ (.*);/g)].map(
        ([, name, bound]) => `${name}: ${bound}`,
      ),
      [
        "past: FOR VALUES FROM (MINVALUE) TO ('2026-11-01')",
        "2026_11: FOR VALUES FROM ('2026-11-01') TO ('2026-12-01')",
        "2026_12: FOR VALUES FROM ('2026-12-01') TO ('2027-01-01')",
        "2027_01: FOR VALUES FROM ('2027-01-01') TO ('2027-02-01')",
        'default: DEFAULT',
      ],
    );
    const told = plan.explanation.map(formatMessage).join('\n');
    assert.match(told, /\(stream_id, event_version\) would be unique together with created_at only/);
    assert.match(told, /created_at becomes part of the primary key, which allows no NULL/);
    assert.match(told, /Each next partition is made before its time begins/);
  });

  it('goes by the day, the week or the year as well, over the ends of months and years', () => {
    const told = (step: TimeStep, first: string) =>
      boundsOf({ kind: 'range', step, first, count: 2 }).map(({ suffix, bound }) =>
        bound.kind === 'range' ? `${suffix} ${bound.from ?? ''}..${bound.to}` : suffix,
      );
    assert.deepEqual(told('day', '2028-02-28'), [
      'past ..2028-02-28',
      '2028_02_28 2028-02-28..2028-02-29',
      '2028_02_29 2028-02-29..2028-03-01',
      'default',
    ]);
    // A Sunday: its week began on the Monday before, in the year before.
    assert.deepEqual(told('week', '2028-01-02'), [
      'past ..2027-12-27',
      '2027_12_27 2027-12-27..2028-01-03',
      '2028_01_03 2028-01-03..2028-01-10',
      'default',
    ]);
    assert.deepEqual(told('year', '2026-11-17'), [
      'past ..2026-01-01',
      '2026 2026-01-01..2027-01-01',
      '2027 2027-01-01..2028-01-01',
      'default',
    ]);
  });

  it('goes by values, each once, and keeps their quotes', async () => {
    const snapshot = await schemaFrom('CREATE TABLE lines (id int, kind text)');
    const way = { kind: 'list', values: ['a', "it's", 'a'] } as const;
    const plan = planPartitioning(tableNamed(snapshot, 'lines'), 'kind', way, snapshot);
    assert.match(plan.migration, /lines_partitioned_1_a PARTITION OF .* FOR VALUES IN \('a'\);/);
    assert.match(plan.migration, /lines_partitioned_2 PARTITION OF .* FOR VALUES IN \('it''s'\);/);
    assert.match(plan.migration, /lines_partitioned_default PARTITION OF .* DEFAULT;/);
    assert.ok(!plan.migration.includes('_3'));
  });

  it('cuts names to 63 bytes before what tells the partitions apart, and gives none twice', async () => {
    const long = 'ü'.repeat(31);
    const snapshot = await schemaFrom(
      `CREATE TABLE "${long}" (id int, kind text); CREATE INDEX kinds ON "${long}" (kind);
       CREATE TABLE "${'ü'.repeat(25)}_partitioned" (id int);
       CREATE TABLE lines_partitioned_1 (id int); CREATE TABLE lines (id int)`,
    );
    const plan = planPartitioning(tableNamed(snapshot, long), 'id', { kind: 'hash', count: 11 }, snapshot);
    assert.equal(plan.copy.name, `${'ü'.repeat(25)}_partitioned1`);
    const names = [...plan.migration.matchAll(/^CREATE (?:TABLE|INDEX) (?:public\.)?"?([^\s"]+)/gm)].map(
      ([, name = '']) => name,
    );
    assert.equal(names.length, 1 + 11 + 1);
    assert.equal(new Set(names.map((name) => Buffer.from(name).subarray(0, 63).toString())).size, 13);
    assert.ok(names.every((name) => Buffer.byteLength(name) <= 63));
    const other = planPartitioning(tableNamed(snapshot, 'lines'), 'id', { kind: 'hash', count: 2 }, snapshot);
    assert.match(
      other.migration,
      /TABLE public\.lines_partitioned1_1 PARTITION OF public\.lines_partitioned /,
    );
  });

  it('offers time first for a log without streams, and not where nothing tells the time', async () => {
    const snapshot = await schemaFrom(`${EVENTS};
      CREATE TABLE lines (id int, kind text);
      CREATE TABLE change_log (id bigint GENERATED ALWAYS AS IDENTITY, logged_at timestamptz)`);
    assert.deepEqual(partitionWays(tableNamed(snapshot, 'events')), ['hash', 'range', 'list']);
    assert.deepEqual(partitionWays(tableNamed(snapshot, 'change_log')), ['range', 'hash', 'list']);
    assert.deepEqual(partitionWays(tableNamed(snapshot, 'lines')), ['hash', 'list']);
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
