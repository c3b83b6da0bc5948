import assert from 'node:assert/strict';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { IndexDefinition } from '../../../src/analyzers/indexes/index-definition';
import { printCreateIndex } from '../../../src/analyzers/indexes/print-ddl';
import { estimateIndexBytes } from '../../../src/postgres/bloat/estimate-index-bytes';
import { readExpression } from '../../unit/analyzers/read-statement';
import { connect, doorParts, plainIndex, prepare } from '../ddl/door-parts';

const INDEXES: readonly IndexDefinition[] = [
  plainIndex('orders', 'a', ['id'], { unique: true }),
  plainIndex('orders', 'b', ['customer']),
  plainIndex('orders', 'c', ['customer', 'placed'], { include: ['note'] }),
  plainIndex('orders', 'd', ['note'], { options: { fillfactor: '60' } }),
  plainIndex('orders', 'e', ['amount']),
  plainIndex('orders', 'f', ['customer'], { options: { deduplicate_items: 'off' } }),
  plainIndex('orders', 'g', ['loose']),
];

for (const alias of oldestAndNewestServer()) {
  describe(`The room for an index that is not there yet (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let parts: ReturnType<typeof doorParts>;

    before(async () => {
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('shop');
      await prepare(
        connectionString,
        `CREATE TABLE orders AS SELECT n AS id, n % 500 AS customer, now() + n * interval '1 s' AS placed, 'note ' || n % 3000 AS note,
           (n % 700)::numeric / 7 AS amount, CASE WHEN n % 3 = 0 THEN md5(n::text) END AS loose FROM generate_series(1, 40000) n`,
        'ANALYZE orders',
        'CREATE TABLE fresh (id int)',
      );
      parts = doorParts(connectionString);
    });

    after(async () => {
      await parts.dispose();
      await server.stop();
    });

    it('is within a tenth of what the built index takes', async () => {
      const client = await connect(connectionString);
      for (const index of INDEXES) {
        const bytes = await estimateIndexBytes(parts.reader, index);
        await client.query(printCreateIndex(index, { concurrently: false }) ?? '');
        const { rows } = await client.query<{ bytes: string }>(
          `SELECT pg_relation_size('${index.name}') AS bytes`,
        );
        const built = Number(rows[0]?.bytes);
        assert.ok(
          bytes !== undefined && Math.abs(bytes / built - 1) < 0.1,
          `${index.name}: ${bytes} for ${built}`,
        );
      }
      await client.end();
    });

    it('is not known where the statistics do not say', async () => {
      for (const index of [
        plainIndex('fresh', 'h', ['id']),
        plainIndex('orders', 'h', ['id'], { method: 'brin' }),
        plainIndex('orders', 'h', ['id'], { predicate: await readExpression('customer = 1') }),
        plainIndex('orders', 'h', ['gone']),
      ]) {
        assert.equal(await estimateIndexBytes(parts.reader, index), undefined);
      }
    });
  });
}
