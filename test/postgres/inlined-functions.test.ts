import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import { type PlanNode, planNodes } from './plan-nodes';
import { INLINED, INLINED_SCHEMA, NOT_INLINED } from '../unit/analyzers/inlined-calls';

for (const alias of oldestAndNewestServer()) {
  describe(`Functions that a server inlines (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let client: Client;

    before(async () => {
      server = await startPostgres(alias);
      client = new Client({ connectionString: server.connectionString });
      await client.connect();
      await client.query(INLINED_SCHEMA);
    });

    after(async () => {
      await client.end();
      await server.stop();
    });

    /** Whether the plan runs a function for itself instead of scanning its table. */
    const callsFunction = async (sql: string): Promise<boolean> => {
      const numbers = [...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
      const values = Array.from({ length: Math.max(0, ...numbers) }, () => 'NULL').join(', ');
      await client.query('SET plan_cache_mode = force_generic_plan');
      await client.query(`PREPARE asked AS ${sql}`);
      const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
        `EXPLAIN (FORMAT JSON) EXECUTE asked${values === '' ? '' : `(${values})`}`,
      );
      await client.query('DEALLOCATE asked');
      const root = rows[0]?.['QUERY PLAN'][0].Plan;
      assert.ok(root, sql);
      return planNodes(root).some((node) => /^(?:Function Scan|ProjectSet)$/.test(node['Node Type']));
    };

    for (const [sql] of INLINED) {
      it(`scans the table: ${sql}`, async () => {
        assert.equal(await callsFunction(sql), false);
      });
    }

    for (const sql of NOT_INLINED) {
      it(`calls the function: ${sql}`, async () => {
        assert.equal(await callsFunction(sql), true);
      });
    }
  });
}
