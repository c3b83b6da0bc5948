import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { estimateBtreePages } from '../../../src/analyzers/indexes/btree-size';
import { readBtreeFacts } from '../../../src/postgres/bloat/read-btree-facts';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { openClient } from '../reading/open-client';
import { withClient } from '../run-scripts';
import { ROWS, SHAPES } from './index-shapes';

/** Both in percent of the index as it is. */
interface Miss {
  readonly name: string;
  readonly bloat: number;
  readonly estimated: number;
}

for (const alias of oldestAndNewestServer()) {
  describe(`The estimated size of a rebuilt btree (${alias})`, function () {
    this.timeout(180_000);
    let server: EmbeddedPostgres;
    let connectionString: string;

    before(async () => {
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('sizes');
      await withClient(connectionString, async (client) => {
        await client.query('SELECT setseed(0.5)');
        for (const { name, columns, index, unique } of SHAPES) {
          await client.query(
            `CREATE TABLE ${name} WITH (autovacuum_enabled = off) AS SELECT ${columns}, random() AS chance, 0 AS touched
             FROM generate_series(1, ${ROWS}) g`,
          );
          await client.query(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name}_idx ON ${name} ${index}`);
        }
      });
    });

    after(() => server.stop());

    /** Of every index: what a rebuild freed, and what was said that it would. */
    async function misses(): Promise<readonly Miss[]> {
      await withClient(connectionString, (client) => client.query('VACUUM (ANALYZE)'));
      const connection = new ServerConnection(openClient({ connectionString }));
      const estimates = await readBtreeFacts(connection).finally(() => connection.dispose());
      return withClient(connectionString, async (client) => {
        const rebuilt = await rebuiltPages(client);
        return estimates.map(({ name, pages, facts }) => {
          assert.ok(facts, `nothing is known of ${name}`);
          const after = rebuilt.get(name) ?? 0;
          return {
            name,
            bloat: share(pages, after),
            estimated: share(pages, estimateBtreePages(facts)),
          };
        });
      });
    }

    for (const [state, script] of [
      ['as it was built', ''],
      ['after two thirds of the rows were deleted', 'DELETE FROM $ WHERE chance < 0.67'],
      [
        'after every row was updated four times',
        'UPDATE $ SET touched = 1; UPDATE $ SET touched = 2; UPDATE $ SET touched = 3; UPDATE $ SET touched = 4',
      ],
    ] as const) {
      it(`is near what REINDEX makes of an index ${state}`, async () => {
        if (script !== '') {
          await withClient(connectionString, async (client) => {
            for (const { name } of SHAPES) await client.query(script.replaceAll('$', name));
          });
        }
        const all = await misses();
        assert.equal(all.length, SHAPES.length);
        const points = all.map(({ bloat, estimated }) => Math.abs(bloat - estimated)).sort((a, b) => a - b);
        const middle = points[Math.floor(points.length / 2)] ?? Infinity;
        const told = all
          .map(
            ({ name, bloat, estimated }) =>
              `${name}: ${bloat.toFixed(1)} %, estimated ${estimated.toFixed(1)} %`,
          )
          .join('\n');
        assert.ok(middle <= 1, told);
        assert.ok((points.at(-1) ?? Infinity) <= 15, told);
      });
    }
  });
}

/** Rolled back: the next state begins with the indexes as they are. */
async function rebuiltPages(client: Client): Promise<ReadonlyMap<string, number>> {
  const pages = new Map<string, number>();
  for (const { name } of SHAPES) {
    await client.query('BEGIN');
    await client.query(`REINDEX INDEX ${name}_idx`);
    const { rows } = await client.query<{ pages: number }>(
      `SELECT (pg_relation_size('${name}_idx') / current_setting('block_size')::int)::int AS pages`,
    );
    pages.set(`${name}_idx`, rows[0]?.pages ?? 0);
    await client.query('ROLLBACK');
  }
  return pages;
}

/** How much of the pages the others are less, in percent: below zero where they are more. */
function share(pages: number, others: number): number {
  return 100 * (1 - others / pages);
}
