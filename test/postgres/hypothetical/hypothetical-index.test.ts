import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { ProposedIndex } from '../../../src/analyzers/finding';
import { formatMessage } from '../../../src/analyzers/message';
import { inferParameters } from '../../../src/postgres/explain/infer-parameters';
import {
  explainWithIndex,
  findHypotheticalIndex,
  type HypotheticalIndex,
} from '../../../src/postgres/hypothetical/hypothetical-index';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { findHypopg } from '../../../scripts/servers/hypopg.mjs';
import { type PgBouncer, startPgBouncer } from '../../../scripts/servers/pgbouncer.mjs';
import { openClient } from '../reading/open-client';
import { readScripts, runScripts } from '../run-scripts';
import { SampledDatabase } from '../values/sampled-database';
import { SAMPLE_MIGRATIONS, sampleProposals } from './sample-proposals';

const INDEX: ProposedIndex = {
  schema: 'public',
  table: 'events',
  name: 'events_stream_id_event_id_idx',
  method: 'btree',
  unique: false,
  keys: ['stream_id', 'event_id'],
  include: [],
  replaces: [],
};

const ROWS = `
  CREATE EXTENSION hypopg SCHEMA extensions;
  INSERT INTO streams (stream_id, version, category) SELECT 's' || n, 1, 'order' FROM generate_series(1, 500) n;
  INSERT INTO events (stream_id, event_version, event_type, event_data) SELECT 's' || 1 + n % 500, n, 'Opened', '{}' FROM generate_series(1, 50000) n;
  CREATE TABLE parts (id bigint, key int) PARTITION BY RANGE (id);
  CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (20000);
  CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (20000) TO (40000);
  INSERT INTO parts SELECT n, n % 5000 FROM generate_series(0, 39999) n;
  ANALYZE;`;

describe('A hypothetical index', function () {
  this.timeout(60_000);
  let server: EmbeddedPostgres;
  let owner: Client;
  let database: SampledDatabase;
  let connection: ServerConnection;

  before(async () => {
    const { alias, extension } = findHypopg();
    server = await startPostgres(alias, { extension });
    const connectionString = await runScripts(server, 'hypothetical', readScripts(SAMPLE_MIGRATIONS));
    owner = new Client({ connectionString });
    await owner.connect();
    await owner.query(`CREATE SCHEMA extensions; ${ROWS}`);
    database = await SampledDatabase.open(connectionString);
    connection = database.connection();
  });

  after(async () => {
    await database.close();
    await owner.end();
    await server.stop();
  });

  const pretend = async (index: ProposedIndex): Promise<Extract<HypotheticalIndex, { kind: 'possible' }>> => {
    const found = await findHypotheticalIndex(connection, index);
    assert.equal(found.kind, 'possible');
    return found;
  };

  const planned = async (text: string, values: readonly string[], index: ProposedIndex): Promise<string> => {
    const inferred = await inferParameters(connection, await database.query(text));
    return (await explainWithIndex(connection, inferred, values, await pretend(index))).document;
  };

  const left = async (reader = connection): Promise<unknown> =>
    (await reader.read('SELECT count(*)::int AS n FROM extensions.hypopg()'))[0]?.['n'];

  it('is planned with under the name of the proposal, and leaves nothing behind', async () => {
    const document = await planned('SELECT * FROM events WHERE stream_id = $1', ['s7'], INDEX);
    assert.match(document, /"Index Name": "events_stream_id_event_id_idx"/);
    assert.equal(await left(), 0);
    const { rows } = await owner.query("SELECT FROM pg_class WHERE relname LIKE '%event_id_idx%'");
    assert.deepEqual(rows, []);
  });

  it('leaves nothing behind either where the server refuses the query', async () => {
    const inferred = await inferParameters(
      connection,
      await database.query('SELECT * FROM events WHERE event_id = 1 / 0'),
    );
    await assert.rejects(
      explainWithIndex(connection, inferred, [], await pretend(INDEX)),
      /refused the query/,
    );
    assert.equal(await left(), 0);
  });

  it('can be each of those that are proposed for the sample', async () => {
    const proposals = await sampleProposals();
    assert.ok(proposals.length >= 4);
    for (const index of proposals) {
      const { steps } = await pretend(index);
      await connection.readSteps([...steps, { text: 'SELECT 1' }]);
    }
    assert.equal(await left(), 0);
  });

  it('of a partitioned table is one of each of its partitions', async () => {
    const index = { ...INDEX, table: 'parts', name: 'parts_key_idx', keys: ['key'] };
    const document = await planned('SELECT * FROM parts WHERE key = $1', ['7'], index);
    assert.equal(document.match(/"Index Name": "parts_key_idx"/g)?.length, 2);
  });

  it('is declined with a sentence where hypopg cannot pretend it', async () => {
    const found = await findHypotheticalIndex(connection, { ...INDEX, method: 'gin', keys: ['event_data'] });
    assert.ok(found.kind === 'impossible');
    assert.match(formatMessage(found.reason), /^hypopg cannot pretend a GIN index/);
  });

  it('is declined with what to install where the database has no hypopg', async () => {
    const other = new ServerConnection(openClient({ connectionString: server.connectionString }));
    try {
      const found = await findHypotheticalIndex(other, INDEX);
      assert.ok(found.kind === 'impossible');
      assert.match(formatMessage(found.reason), /CREATE EXTENSION hypopg/);
    } finally {
      await other.dispose();
    }
  });

  describe('behind a pool of transactions', () => {
    let pool: PgBouncer;

    before(async () => {
      pool = await startPgBouncer({ serverPort: server.port, settings: { default_pool_size: 1 } });
    });

    after(() => pool.stop());

    it('is not in the plans of whoever gets the process next, nor are theirs in ours', async () => {
      const connectionString = `postgresql://postgres@127.0.0.1:${pool.port}/hypothetical`;
      const ours = new ServerConnection(openClient({ connectionString }));
      const theirs = new Client({ connectionString });
      await theirs.connect();
      try {
        const ask = 'SELECT pg_backend_pid() AS pid, (SELECT count(*)::int FROM extensions.hypopg()) AS n';
        await theirs.query("SELECT extensions.hypopg_create_index('CREATE INDEX ON events (event_type)')");
        const inferred = await inferParameters(
          ours,
          await database.query('SELECT event_id FROM events WHERE stream_id = $1'),
        );
        const { steps } = await pretend(INDEX);
        const answers = await ours.readSteps([...steps, { text: ask }]);
        const { rows } = await theirs.query<{ pid: number; n: number }>(ask);
        assert.equal(answers.at(-1)?.[0]?.['n'], 1);
        assert.deepEqual(rows, [{ pid: answers.at(-1)?.[0]?.['pid'], n: 0 }]);
        await explainWithIndex(ours, inferred, ['s1'], await pretend(INDEX));
        assert.equal((await theirs.query<{ n: number }>(ask)).rows[0]?.n, 0);
      } finally {
        await theirs.end();
        await ours.dispose();
      }
    });
  });
});
