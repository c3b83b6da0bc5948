import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import { analyze, type Analysis, DEFAULT_SETTINGS, readSchema, type Snapshot } from '../../src/analyzers';
import { snapshotFromCatalog } from '../../src/analyzers/schema/from-catalog';
import { mergeMigrations } from '../../src/analyzers/schema/merge-migrations';
import { splitStatements } from '../../src/analyzers/sql/split-statements';
import { type PlanNode, planNodes } from './plan-nodes';
import { libpgFeeder } from '../unit/analyzers/feeders';
import { readCatalogOf } from './read-catalog-of';
import { withClient } from './run-scripts';
import { waitUntil } from './wait-until';
import { FINDINGS, type JudgedQuery, MIGRATION, ROWS, SILENCES } from './statistics-cases';

const FILE = 'db/migrations/0001_schema.sql';
const DAY = 24 * 60 * 60 * 1000;

/** Of the cost before: what a silenced index would leave. Less of a gain is worth no index. */
const LEAST_LEFT = 0.5;

/** What a scan of a table costs that is just too small for a finding: 1000 blocks at 1, and 0.01 to 0.03 for each of its rows. */
const SMALL_COST = 2000;

for (const alias of oldestAndNewestServer()) {
  describe(`Judged by the statistics of a real server (${alias})`, function () {
    this.timeout(120_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let snapshot: Snapshot;

    before(async () => {
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('figures');
      await withClient(connectionString, async (client) => {
        for (const { text } of splitStatements(MIGRATION + ROWS)) await client.query(text);
        await client.query('VACUUM (ANALYZE)');
      });
      await withClient(connectionString, (client) =>
        waitUntil(
          client,
          "SELECT idx_scan > 0 FROM pg_stat_user_indexes WHERE indexrelname = 'orders_placed_at_idx'",
        ),
      );
      snapshot = await read(new Date(Date.now() + 40 * DAY));
    });

    after(() => server.stop());

    async function read(readAt: Date): Promise<Snapshot> {
      const feeder = await libpgFeeder();
      const source = { kind: 'migrations', folders: ['db/migrations'], files: [FILE] } as const;
      const declared = readSchema([{ file: FILE, text: MIGRATION }], feeder, source);
      return mergeMigrations(
        snapshotFromCatalog(await readCatalogOf(connectionString, { readAt }), feeder),
        declared,
      );
    }

    for (const query of FINDINGS) {
      it(`${query.what}: the index is used and lowers the cost`, async () => {
        const { findings } = await judge(query.sql, snapshot);
        const finding = findings.find(({ ruleId }) => ruleId === query.ruleId);
        assert.ok(finding, JSON.stringify(findings));
        assert.equal(finding.severity, query.expected);
        assert.ok(finding.evidence && finding.evidence.length > 0);
        const [fix] = finding.fixes;
        assert.ok(fix?.ddl?.index);
        assert.equal(fix.ddl.index.method, 'btree');
        const { up, down, index } = fix.ddl;
        await withClient(connectionString, async (client) => {
          const before = await plan(client, query);
          await run(client, up);
          const after = await plan(client, query);
          await run(client, down);
          assert.ok(
            planNodes(after).some((node) => node['Index Name'] === index.name),
            JSON.stringify(after),
          );
          assert.ok(after['Total Cost'] < before['Total Cost'] / 2, `${before['Total Cost']}`);
        });
      });
    }

    for (const query of SILENCES) {
      it(`${query.what}: silent, and an index would gain little`, async () => {
        const { findings, statements } = await judge(query.sql, snapshot);
        const codes = statements.flatMap(({ verdicts }) =>
          verdicts.filter(({ ruleId }) => ruleId === query.ruleId).map(({ reason }) => reason?.code),
        );
        assert.deepEqual(codes, [query.expected]);
        assert.deepEqual(
          findings.filter(({ fixes }) => fixes.some(({ kind }) => kind === 'create-index')),
          [],
        );
        await withClient(connectionString, async (client) => {
          const before = await plan(client, query);
          await client.query('BEGIN');
          await client.query(query.index);
          const after = await plan(client, query);
          await client.query('ROLLBACK');
          const costs = [before['Total Cost'], after['Total Cost']] as const;
          assert.ok(costs[0] < SMALL_COST || costs[1] >= costs[0] * LEAST_LEFT, costs.join(' → '));
        });
      });
    }

    it('tells of the index that no query has scanned, and of no other', async () => {
      const { findings } = await judge(MIGRATION, snapshot, FILE);
      const unused = findings.filter(({ ruleId }) => ruleId === 'unused-index');
      assert.deepEqual(
        unused.map(({ message }) => message.args[0]),
        ['orders_note_idx'],
      );
      await withClient(connectionString, async (client) => {
        await client.query('SELECT pg_stat_reset()');
        await waitUntil(
          client,
          "SELECT idx_scan = 0 FROM pg_stat_user_indexes WHERE indexrelname = 'orders_placed_at_idx'",
        );
      });
      const young = await judge(MIGRATION, await read(new Date()), FILE);
      assert.deepEqual(
        young.findings.filter(({ ruleId }) => ruleId === 'unused-index'),
        [],
      );
    });

    it('tells of an index whose build failed, until it is built again', async () => {
      const text = `${MIGRATION}CREATE UNIQUE INDEX CONCURRENTLY orders_user_once_idx ON orders (user_id);`;
      const source = { kind: 'migrations', folders: ['db/migrations'], files: [FILE] } as const;
      const invalid = async (): Promise<readonly string[]> => {
        const feeder = await libpgFeeder();
        const declared = readSchema([{ file: FILE, text }], feeder, source);
        const live = snapshotFromCatalog(await readCatalogOf(connectionString), feeder);
        const { findings } = await judge(text, mergeMigrations(live, declared), FILE);
        return findings.filter(({ ruleId }) => ruleId === 'invalid-index').map(({ severity }) => severity);
      };
      await withClient(connectionString, async (client) => {
        const build = 'CREATE UNIQUE INDEX CONCURRENTLY orders_user_once_idx ON orders (user_id)';
        await assert.rejects(client.query(build), { code: '23505' });
        assert.deepEqual(await invalid(), ['warning']);
        await client.query('DROP INDEX CONCURRENTLY orders_user_once_idx');
        await client.query('CREATE INDEX CONCURRENTLY orders_user_once_idx ON orders (user_id)');
        assert.deepEqual(await invalid(), []);
        await client.query('DROP INDEX CONCURRENTLY orders_user_once_idx');
      });
    });
  });
}

async function judge(text: string, snapshot: Snapshot, file = 'queries.sql'): Promise<Analysis> {
  return analyze({
    document: { file, languageId: 'sql', text },
    snapshot,
    settings: DEFAULT_SETTINGS,
    feeder: await libpgFeeder(),
  });
}

async function plan(client: Client, { sql, values }: JudgedQuery): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
    `EXPLAIN (FORMAT JSON) ${sql}`,
    [...values],
  );
  const [row] = rows;
  assert.ok(row);
  return row['QUERY PLAN'][0].Plan;
}

async function run(client: Client, script: string): Promise<void> {
  for (const { text } of splitStatements(script)) await client.query(text);
}

/** A session tells what it did when it has ended, or is idle for a second. */
