import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { type PgBouncer, startPgBouncer } from '../../../scripts/servers/pgbouncer.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { explainQuery, explainWithout } from '../../../src/postgres/explain/explain-query';
import { inferParameters } from '../../../src/postgres/explain/infer-parameters';
import type { InferredQuery } from '../../../src/postgres/explain/inferred-query';
import { runQuery } from '../../../src/postgres/explain/run-query';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { explainable } from '../../unit/analyzers/query/explainable';
import { Observer } from '../reading/observer';
import { openClient } from '../reading/open-client';

const SCRIPT = `
  CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text);
  CREATE FUNCTION waits() RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM pg_sleep(60); RETURN 1; END'`;

for (const alias of oldestAndNewestServer()) {
  describe(`Explaining through PgBouncer in transaction mode (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let pooler: PgBouncer;
    let observer: Observer;
    let connection: ServerConnection;
    /** An application that shares the one server process with us. */
    let application: Client;

    before(async () => {
      server = await startPostgres(alias);
      observer = await Observer.at(server.connectionString);
      await observer.client.query(SCRIPT);
      pooler = await startPgBouncer({ serverPort: server.port, settings: { default_pool_size: 1 } });
      const connectionString = server.connectionString.replace(`:${server.port}/`, `:${pooler.port}/`);
      application = new Client({ connectionString });
      await application.connect();
      connection = new ServerConnection(openClient({ connectionString }));
    });

    after(async () => {
      await connection.dispose();
      await application.end();
      await observer.end();
      await pooler.stop();
      await server.stop();
    });

    /** What the next one finds in the process. */
    afterEach(async () => {
      const { rows } = await application.query(
        `SELECT (SELECT count(*)::int FROM pg_prepared_statements WHERE name <> '') AS prepared,
                current_setting('plan_cache_mode') AS mode, current_setting('enable_seqscan') AS seqscan,
                current_setting('transaction_read_only') AS read_only, current_setting('statement_timeout') AS timeout`,
      );
      assert.deepEqual(rows, [{ prepared: 0, mode: 'auto', seqscan: 'on', read_only: 'off', timeout: '0' }]);
    });

    const infer = async (sql: string): Promise<InferredQuery> =>
      inferParameters(connection, await explainable(sql));

    it('leaves nothing of a plan behind', async () => {
      const inferred = await infer('SELECT * FROM events WHERE stream_id = $1');
      await explainQuery(connection, inferred, ['a']);
      await explainQuery(connection, inferred, 'generic');
      await explainQuery(connection, inferred, 'generic', { genericRoute: 'prepare' });
      await explainWithout(connection, inferred, 'generic', ['enable_seqscan'], { genericRoute: 'prepare' });
    });

    it('leaves nothing behind of a query that is run', async () => {
      const inferred = await infer('SELECT * FROM events WHERE stream_id = $1');
      const consent = { text: inferred.query.text, values: ['a'], statementTimeoutMs: 5_000 };
      assert.match(await runQuery(connection, inferred, consent), /"Actual Rows"/);
    });

    it('leaves nothing behind of one that cannot be prepared', async () => {
      await assert.rejects(infer('SELECT missing FROM events'), { name: 'ExplainFailure' });
    });

    it('leaves nothing behind of one that fails once it is prepared', async () => {
      const inferred = await infer('SELECT * FROM events WHERE event_id = waits() AND stream_id = $1');
      const limits = { genericRoute: 'prepare', statementTimeoutMs: 100 } as const;
      await assert.rejects(explainQuery(connection, inferred, 'generic', limits), {
        name: 'ExplainFailure',
      });
    });

    it('leaves nothing behind of one that is cancelled once it is prepared', async () => {
      const inferred = await infer('SELECT * FROM events WHERE event_id = waits() AND stream_id = $1');
      const controller = new AbortController();
      const options = {
        genericRoute: 'prepare',
        statementTimeoutMs: 60_000,
        signal: controller.signal,
      } as const;
      const planning = explainQuery(connection, inferred, 'generic', options);
      const refused = assert.rejects(planning, /no longer wanted/);
      await observer.untilWorking();
      controller.abort(new Error('no longer wanted'));
      await refused;
    });
  });
}
