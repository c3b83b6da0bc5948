import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { formatMessage } from '../../../src/analyzers/message';
import { ExplainFailure } from '../../../src/postgres/explain/explain-failure';
import { explainQuery } from '../../../src/postgres/explain/explain-query';
import { inferParameters } from '../../../src/postgres/explain/infer-parameters';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import type { Snapshot } from '../../../src/analyzers/schema/snapshot';
import { explainable } from '../../unit/analyzers/query/explainable';
import { schemaFrom } from '../../unit/analyzers/schema-from';
import { openClient } from '../reading/open-client';

const TABLES = `
  CREATE TYPE kind AS ENUM ('opened', 'closed');
  CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, kind kind, created_at timestamptz NOT NULL, data jsonb, amount integer);
  CREATE INDEX ON events (stream_id, event_id);`;

/** Query, the types of its parameters. */
const INFERRED: readonly (readonly [sql: string, ...types: string[]])[] = [
  ['SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT $2', 'text[]', 'bigint'],
  ['SELECT * FROM events WHERE kind = $1 AND event_id > $2', 'kind', 'bigint'],
  ['SELECT * FROM events WHERE kind = ANY($1)', 'kind[]'],
  ['SELECT * FROM events WHERE amount = $2', 'none', 'integer'],
  ['INSERT INTO events (event_id, data) VALUES ($1, $2)', 'bigint', 'jsonb'],
  ['SELECT 1'],
];

/** Query, what mends it. */
const MENDED: readonly (readonly [code: string, sql: string, ...casts: string[]])[] = [
  ['42883', 'SELECT * FROM events WHERE created_at > now() - $1', '$1::interval'],
  ['42883', "SELECT '🙂', * FROM events WHERE created_at > now() - $1", '$1::interval'],
  ['42P08', 'SELECT * FROM events WHERE $1 IS NULL OR stream_id = $1', '$1::text'],
  ['42P08', 'SELECT * FROM events WHERE $1 IS NULL OR event_id = $1', '$1::bigint'],
  ['42725', 'SELECT * FROM unnest($1) AS s (id)', '$1::text[]'],
  ['42725', 'SELECT e.* FROM unnest($1) AS s (id) JOIN events e ON e.event_id = s.id', '$1::bigint[]'],
  ['42P18', 'SELECT * FROM events WHERE $1 IS NULL', '$1::text'],
  ['42P18', "SELECT jsonb_build_object('a', $1)", '$1::text'],
  ['42725', 'SELECT $1 + $2', '$1::integer'],
  [
    '42883',
    'SELECT * FROM events WHERE created_at > now() - $1 AND ($2 IS NULL OR stream_id = $2)',
    '$1::interval',
    '$2::text',
  ],
];

for (const alias of everyServer()) {
  describe(`The types of parameters (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connection: ServerConnection;
    let snapshot: Snapshot;

    before(async () => {
      snapshot = await schemaFrom(TABLES);
      server = await startPostgres(alias);
      const connectionString = await server.createDatabase('inference');
      const client = new Client({ connectionString });
      await client.connect();
      await client.query(TABLES);
      await client.end();
      connection = new ServerConnection(openClient({ connectionString }));
    });

    after(async () => {
      await connection.dispose();
      await server.stop();
    });

    for (const [sql, ...types] of INFERRED) {
      it(`are those that the server infers: ${sql}`, async () => {
        const inferred = await inferParameters(connection, await explainable(sql, { snapshot }));
        assert.deepEqual(inferred.mends, []);
        assert.deepEqual(
          inferred.parameters.map(({ type }) => type?.name ?? 'none'),
          types,
        );
      });
    }

    it('have their elements and labels with them', async () => {
      const query = await explainable('SELECT * FROM events WHERE kind = ANY($1)', { snapshot });
      const [parameter] = (await inferParameters(connection, query)).parameters;
      const { category, element } = parameter?.type ?? {};
      assert.deepEqual(
        [category, element?.name, element?.kind, element?.labels],
        ['A', 'kind', 'e', ['opened', 'closed']],
      );
    });

    for (const [code, sql, ...casts] of MENDED) {
      it(`are mended by casts where the server cannot tell them (${code}): ${sql}`, async () => {
        const query = await explainable(sql, { snapshot });
        const unmended = connection.readSteps([{ text: `PREPARE broken AS ${sql}`, prepares: 'broken' }]);
        await assert.rejects(unmended, { code });
        const inferred = await inferParameters(connection, query);
        const written = inferred.mends.map(({ edit: { span, pieces } }) =>
          pieces
            .map((piece) => (typeof piece === 'string' ? piece : sql.slice(span.start, span.end)))
            .join(''),
        );
        assert.deepEqual(written, casts);
        for (const { message, number, type } of inferred.mends)
          assert.match(formatMessage(message), new RegExp(`\\$${number}::${type.replace(/[[\]]/g, '\\$&')}`));
        assert.ok((await explainQuery(connection, inferred, 'generic')).document.startsWith('['));
      });
    }

    it('are not guessed where no cast helps', async () => {
      const sql = 'SELECT * FROM events WHERE missing = $1';
      await assert.rejects(
        inferParameters(connection, await explainable(sql, { snapshot })),
        (error) =>
          error instanceof ExplainFailure &&
          error.cause.code === '42703' &&
          error.offset === sql.indexOf('missing'),
      );
    });

    it('leave no prepared statement behind', async () => {
      await inferParameters(connection, await explainable('SELECT $1::int'));
      const rows = await connection.read("SELECT name FROM pg_prepared_statements WHERE name <> ''");
      assert.deepEqual(rows, []);
    });
  });
}
