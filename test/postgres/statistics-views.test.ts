import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import { statisticsView } from '../../src/analyzers/query/statistics-views';

for (const alias of oldestAndNewestServer()) {
  describe(`The statistics views of a server (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    const columns = new Map<string, Set<string>>();

    before(async () => {
      server = await startPostgres(alias);
      const client = new Client({ connectionString: server.connectionString });
      await client.connect();
      const { rows } = await client.query<{ view: string; column: string }>(
        `SELECT table_name AS view, column_name AS column FROM information_schema.columns WHERE table_schema = 'pg_catalog'`,
      );
      await client.end();
      for (const { view, column } of rows) columns.set(view, (columns.get(view) ?? new Set()).add(column));
    });

    after(() => server.stop());

    it('lack the names that we call wrong, and have those that we write', () => {
      let views = 0;
      for (const [name, present] of columns) {
        const view = statisticsView({
          kind: 'table',
          name: { name, span: NOWHERE },
          only: false,
          span: NOWHERE,
        });
        if (!view) continue;
        views += 1;
        for (const [wrong, right] of Object.entries(view.misnamed)) {
          assert.ok(!present.has(wrong), `${name}.${wrong}`);
          assert.ok(present.has(right), `${name}.${right}`);
        }
      }
      assert.equal(views, 15, 'of user, all and sys: three views of tables each, two of indexes');
    });

    it('are not the catalogue views that have the other names', () => {
      for (const [name, column] of [
        ['pg_indexes', 'indexname'],
        ['pg_stats', 'tablename'],
        ['pg_tables', 'tablename'],
      ] as const) {
        assert.ok(columns.get(name)?.has(column), name);
        assert.equal(
          statisticsView({ kind: 'table', name: { name, span: NOWHERE }, only: false, span: NOWHERE }),
          undefined,
        );
      }
    });
  });
}

const NOWHERE = { start: 0, end: 0 };
