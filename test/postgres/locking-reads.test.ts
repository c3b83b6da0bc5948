import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import { type PlanNode, planNodes } from './plan-nodes';

const TASKS = `
  CREATE TABLE tasks (id bigint PRIMARY KEY, status text NOT NULL, payload text NOT NULL, run_at timestamptz NOT NULL);
  CREATE INDEX tasks_claim_idx ON tasks (run_at) INCLUDE (payload) WHERE status = 'pending';
  INSERT INTO tasks SELECT n, CASE WHEN n % 100 = 0 THEN 'pending' ELSE 'done' END, 'x', timestamptz '2026-01-01' + n * interval '1 s'
    FROM generate_series(1, 20000) AS n;`;
const CLAIM = "SELECT payload FROM tasks WHERE status = 'pending' ORDER BY run_at LIMIT 1";
const LOCKS = [
  'UPDATE',
  'NO KEY UPDATE',
  'SHARE',
  'KEY SHARE',
  'UPDATE SKIP LOCKED',
  'UPDATE OF tasks NOWAIT',
];

for (const alias of oldestAndNewestServer()) {
  describe(`A read that locks its rows (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let client: Client;

    before(async () => {
      server = await startPostgres(alias);
      client = new Client({ connectionString: server.connectionString });
      await client.connect();
      await client.query(TASKS);
      await client.query('VACUUM (ANALYZE) tasks');
    });

    after(async () => {
      await client.end();
      await server.stop();
    });

    const scanOf = async (sql: string): Promise<string | undefined> => {
      const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
        `EXPLAIN (FORMAT JSON) ${sql}`,
      );
      const root = rows[0]?.['QUERY PLAN'][0].Plan;
      assert.ok(root);
      return planNodes(root).find((node) => node['Index Name'] === 'tasks_claim_idx')?.['Node Type'];
    };

    it('is answered from an index with INCLUDE alone without the lock', async () => {
      assert.equal(await scanOf(CLAIM), 'Index Only Scan');
    });

    for (const lock of LOCKS) {
      it(`fetches each row from the table FOR ${lock}`, async () => {
        assert.equal(await scanOf(`${CLAIM} FOR ${lock}`), 'Index Scan');
      });
    }

    it('fetches each row from the table in a sub-select too', async () => {
      const update = `UPDATE tasks SET status = 'running' WHERE id IN (SELECT id FROM tasks WHERE status = 'pending' ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED)`;
      assert.equal(await scanOf(update), 'Index Scan');
    });
  });
}
