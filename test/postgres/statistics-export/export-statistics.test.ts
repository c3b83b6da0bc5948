import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { printStatisticsFile } from '../../../src/analyzers/statistics-file/print-statistics-file';
import { readStatisticsFile } from '../../../src/analyzers/statistics-file/read-statistics-file';
import type { TableFigures } from '../../../src/analyzers/statistics-file/statistics-file';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import {
  type ExportedStatistics,
  type ExportRequest,
  exportStatistics,
} from '../../../src/postgres/statistics-export/export-statistics';
import { runProgram } from '../../unit/cli/program';
import { createTemporaryFolder } from '../../unit/cli/temporary-folder';
import { openClient } from '../reading/open-client';
import { withClient } from '../run-scripts';
import { waitUntil } from '../wait-until';

const SCHEMA = `
  CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, kind text NOT NULL, tags text[] NOT NULL);
  CREATE INDEX events_lower_idx ON events (lower(kind));
  CREATE TABLE parts (id int, day date NOT NULL) PARTITION BY RANGE (day);
  CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE TABLE secrets (secret text);
  CREATE STATISTICS events_ndistinct ON stream_id, kind FROM events;
  INSERT INTO events SELECT n, 'stream-' || n % 500, CASE WHEN n % 10 = 0 THEN 'Rare' ELSE 'Common' END, ARRAY['t' || n % 9]
    FROM generate_series(1, 20000) n;
  INSERT INTO parts SELECT n, date '2026-01-01' + n % 300 FROM generate_series(1, 3000) n;
  INSERT INTO secrets SELECT 'hidden' FROM generate_series(1, 100);
  ANALYZE;
  CREATE ROLE reader LOGIN; GRANT SELECT ON events, parts, parts_1 TO reader`;

const ANALYZED = "SELECT last_analyze IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'events'";

for (const alias of everyServer()) {
  describe(`Statistics exported from a server (${alias})`, function () {
    this.timeout(120_000);
    let server: EmbeddedPostgres;
    let database: string;

    before(async () => {
      server = await startPostgres(alias);
      database = await server.createDatabase('figures');
      await withClient(database, async (client) => {
        await client.query(SCHEMA);
        await waitUntil(client, ANALYZED);
      });
    });

    after(() => server.stop());

    const asReader = (): string => database.replace('postgres@', 'reader@');
    const exported = async (
      request: Partial<ExportRequest> = {},
      connectionString = asReader(),
    ): Promise<ExportedStatistics> => {
      const connection = new ServerConnection(openClient({ connectionString }));
      try {
        return await exportStatistics(connection, { readAt: new Date('2026-11-02T10:00:00Z'), ...request });
      } finally {
        await connection.dispose();
      }
    };
    const tableOf = ({ file }: ExportedStatistics, name: string): TableFigures => {
      const table = file.tables.find((candidate) => candidate.name === name);
      assert.ok(table);
      return table;
    };

    it('are what the planner plans by, by an ordinary role', async () => {
      const all = await exported();
      assert.equal(Math.trunc(all.file.server.versionNumber / 10_000), Number(alias.slice(2)));
      assert.equal(all.file.settings['random_page_cost'], '4');
      assert.equal(all.file.settings['max_parallel_workers_per_gather'], '2');
      const events = tableOf(all, 'events');
      assert.equal(events.rows, 20_000);
      assert.equal(events.currentPages, events.pages);
      assert.ok(events.analyzedAt !== undefined);
      assert.deepEqual(
        events.indexes.map(({ name, pages, currentPages }) => [name, pages > 0, pages === currentPages]),
        [
          ['events_pkey', true, true],
          ['events_lower_idx', true, true],
        ],
      );
      assert.deepEqual(all.file.notCarried, ['public.events_ndistinct']);
    });

    it("tell of an index's expressions where the role owns it: pg_stats shows them to nobody else", async () => {
      const expressionsOf = (all: ExportedStatistics) => tableOf(all, 'events').indexes[1]?.expressions;
      assert.equal(expressionsOf(await exported({}, database))?.[0]?.distinct, 2);
      assert.equal(expressionsOf(await exported()), undefined);
    });

    it('tell of a partitioned table what holds over its partitions', async () => {
      const all = await exported();
      assert.deepEqual(
        tableOf(all, 'parts').columns.map(({ name, inherited }) => [name, inherited]),
        [
          ['id', true],
          ['day', true],
        ],
      );
      assert.equal(tableOf(all, 'parts_1').rows, 3000);
    });

    it('hold no value of any row', async () => {
      const text = printStatisticsFile((await exported()).file);
      assert.doesNotMatch(text, /Rare|Common|stream-\d|2026-0|"t\d|hidden/);
      assert.match(text, /"kind",.*"commonShares":\[0\.9/);
    });

    it('hold the values of the columns that were named, and of no other', async () => {
      const all = await exported({ valuesOf: ['events.kind', 'public.events.tags', 'events.kynd'] });
      assert.deepEqual(all.unknownColumns, ['events.kynd']);
      const valued = tableOf(all, 'events').columns.filter(({ values }) => values !== undefined);
      assert.deepEqual(
        valued.map(({ name }) => name),
        ['kind', 'tags'],
      );
      assert.equal(valued[0]?.values?.mostCommon, '{Common,Rare}');
      assert.match(valued[1]?.values?.mostCommonElements ?? '', /^\{t\d,/);
    });

    it('say what the role may not read', async () => {
      const secrets = tableOf(await exported(), 'secrets');
      assert.equal(secrets.withheld, 'no-privilege');
      assert.deepEqual(secrets.columns, []);
      assert.equal(secrets.rows, 100);
    });

    it('do not wait for whoever locks a table', async () => {
      await withClient(database, async (client) => {
        await client.query('BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
        const events = tableOf(await exported(), 'events');
        assert.equal(events.currentPages, undefined);
        assert.equal(events.rows, 20_000);
        await client.query('ROLLBACK');
      });
    });

    it('are written by the command line', () => {
      const folder = createTemporaryFolder();
      try {
        const answer = runProgram(folder.path, ['statistics', 'export', '--url', asReader()]);
        assert.deepEqual([answer.code, answer.stderr], [0, '']);
        assert.match(answer.stdout, /holds the statistics of 4 tables, and no values of their rows/);
        const text = readFileSync(join(folder.path, 'indexwright.statistics.json'), 'utf8');
        assert.equal(readStatisticsFile(text).kind, 'statistics');
        const refused = runProgram(folder.path, [
          'statistics',
          'export',
          '--url',
          asReader(),
          '--values',
          'a.b',
        ]);
        assert.equal(refused.code, 2);
        assert.match(refused.stderr, /^indexwright: No statistics of a\.b are there/);
      } finally {
        folder.remove();
      }
    });
  });
}
