import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { PartitionWay } from '../../../src/analyzers/maintenance/partition-way';
import { planPartitioning } from '../../../src/analyzers/maintenance/partitioning-plan';
import { schemaFrom, tableNamed } from '../../unit/analyzers/schema-from';

const SCHEMA = `CREATE TABLE "Events" (event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream_id text NOT NULL,
    event_version int NOT NULL, kind text, data jsonb, created_at timestamptz NOT NULL DEFAULT now(), CHECK (event_version > 0),
    UNIQUE (stream_id, event_version));
  CREATE INDEX events_kind ON "Events" (kind) WHERE kind IS NOT NULL`;

const ROWS = `INSERT INTO "Events_partitioned" (stream_id, event_version, kind, created_at)
  VALUES ('a', 1, 'order', '2025-12-31 23:59+00'), ('a', 2, 'gift', '2026-01-15'), ('b', 1, 'it''s, so', '2026-02-01'),
    ('b', 2, 'rest', '2030-01-01')`;

const CASES: readonly (readonly [column: string, way: PartitionWay, filled: readonly string[]])[] = [
  ['stream_id', { kind: 'hash', count: 4 }, ['2 4']],
  [
    'created_at',
    { kind: 'range', step: 'month', first: '2026-01-01', count: 2 },
    ['2026_01 1', '2026_02 1', 'default 1', 'past 1'],
  ],
  [
    'created_at',
    { kind: 'range', step: 'day', first: '2026-01-31', count: 2 },
    ['2026_02_01 1', 'default 1', 'past 2'],
  ],
  [
    'created_at',
    { kind: 'range', step: 'week', first: '2026-01-01', count: 5 },
    ['2025_12_29 1', '2026_01_12 1', '2026_01_26 1', 'default 1'],
  ],
  [
    'created_at',
    { kind: 'range', step: 'year', first: '2026-05-05', count: 4 },
    ['2026 2', 'default 1', 'past 1'],
  ],
  ['kind', { kind: 'list', values: ['order', "it's, so"] }, ['1_order 1', '2 1', 'default 2']],
];

for (const alias of oldestAndNewestServer()) {
  describe(`A plan for partitions, on a real server (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let client: Client;

    before(async () => {
      server = await startPostgres(alias);
      client = new Client({ connectionString: await server.createDatabase('planned') });
      await client.connect();
      await client.query("SET TimeZone = 'UTC'");
      await client.query(SCHEMA);
    });

    after(async () => {
      await client.end();
      await server.stop();
    });

    for (const [column, way, filled] of CASES) {
      it(`can be run by ${way.kind === 'range' ? way.step : way.kind}, and each row finds its partition`, async () => {
        const snapshot = await schemaFrom(SCHEMA);
        const { migration } = planPartitioning(tableNamed(snapshot, 'Events'), column, way, snapshot);
        await client.query('BEGIN');
        try {
          await client.query(migration);
          await client.query(ROWS);
          const { rows } = await client.query<{ place: string }>(
            `SELECT substr(tableoid::regclass::text, length('"Events_partitioned_') + 1) AS place FROM "Events_partitioned"`,
          );
          assert.equal(rows.length, 4);
          const counts = new Map<string, number>();
          for (const { place } of rows) counts.set(place, (counts.get(place) ?? 0) + 1);
          const found = [...counts].map(([place, count]) => `${place.replace('"', '')} ${count}`).sort();
          assert.deepEqual(found, filled);
          const indexes = await client.query(
            `SELECT FROM pg_index WHERE indrelid = '"Events_partitioned"'::regclass AND indisvalid`,
          );
          assert.equal(indexes.rows.length, 3);
        } finally {
          await client.query('ROLLBACK');
        }
      });
    }
  });
}
