import assert from 'node:assert/strict';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { splitStatements } from '../../../src/analyzers/sql/split-statements';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { readQueryRuns } from '../../../src/postgres/tuning/read-query-runs';
import { runProgram } from '../../unit/cli/program';
import { createTemporaryFolder } from '../../unit/cli/temporary-folder';
import { openClient } from '../reading/open-client';
import { withClient } from '../run-scripts';

const MIGRATION = `CREATE TABLE customers (customer_id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (
    order_id bigint PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    status text NOT NULL,
    placed_at timestamptz NOT NULL,
    note text
);
CREATE INDEX orders_customer_idx ON orders (customer_id);
CREATE INDEX orders_customer_again_idx ON orders (customer_id);
CREATE INDEX orders_note_idx ON orders (note);
`;

const NEWEST = 'SELECT * FROM orders WHERE customer_id = $1 ORDER BY placed_at DESC LIMIT 20';
const BY_STATUS = 'SELECT order_id FROM orders WHERE status = $1 AND placed_at > $2';
const SHIP = 'UPDATE orders SET status = $1 WHERE order_id = $2';
const QUERIES = `${NEWEST};
${BY_STATUS};
${SHIP};
INSERT INTO orders (order_id, customer_id, status, placed_at) VALUES ($1, $2, $3, $4);
SELECT * INTO copies FROM orders;
`;

const ROWS = `INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 100) n;
INSERT INTO orders SELECT n, 1 + n % 100, (ARRAY['open', 'paid', 'sent', 'back'])[1 + n % 4],
    timestamptz '2026-01-01' + n * interval '1 minute', 'note ' || n % 1000 FROM generate_series(1, 200000) n;
VACUUM ANALYZE;
CREATE EXTENSION pg_stat_statements`;

interface Report {
  readonly created: readonly { readonly form: string; readonly replaces: readonly string[] }[];
  readonly dropped: readonly { readonly name: string; readonly replacedBy?: string }[];
  readonly queries: readonly {
    readonly place: string;
    readonly before: number;
    readonly after: number;
    readonly by: readonly string[];
    readonly runs?: number;
  }[];
  readonly refused: readonly { readonly place: string; readonly reason: string }[];
  readonly up: string;
  readonly down: string;
  readonly basis: { readonly runsFrom?: string; readonly statistics?: { readonly database: string } };
}

describe('indexwright tune on the statistics of a server', function () {
  this.timeout(180_000);
  const folder = createTemporaryFolder();
  let server: EmbeddedPostgres;
  let database: string;
  let report: Report;

  before(async () => {
    server = await startPostgres('pg18', { settings: { shared_preload_libraries: 'pg_stat_statements' } });
    database = await server.createDatabase('orders');
    folder.write({ 'db/migrations/0001_orders.sql': MIGRATION, 'queries/orders.sql': QUERIES });
    await run(`${MIGRATION}${ROWS}`);
    const exported = runProgram(folder.path, ['statistics', 'export', '--url', database]);
    assert.deepEqual([exported.code, exported.stderr], [0, '']);
    report = reportOf();
  });

  after(async () => {
    folder.remove();
    await server.stop();
  });

  const run = (sql: string): Promise<void> =>
    withClient(database, async (client) => {
      for (const { text } of splitStatements(sql)) await client.query(text);
    });
  const tuned = (...args: readonly string[]): string => {
    const options = ['--statistics', 'indexwright.statistics.json', ...args];
    const { code, stdout, stderr } = runProgram(folder.path, ['tune', ...options]);
    assert.deepEqual([code, stderr], [0, '']);
    return stdout;
  };
  const reportOf = (...args: readonly string[]): Report =>
    JSON.parse(tuned('--format', 'json', ...args)) as Report;
  const indexes = (): Promise<readonly string[]> =>
    withClient(database, async (client) => {
      const { rows } = await client.query<{ indexdef: string }>(
        `SELECT indexdef FROM pg_indexes WHERE tablename = 'orders' ORDER BY indexdef`,
      );
      return rows.map(({ indexdef }) => indexdef);
    });

  it('creates, replaces and drops, and makes no query dearer', () => {
    assert.equal(report.basis.statistics?.database, 'orders');
    const newest = report.created.find(({ form }) => form === '(customer_id, placed_at)');
    assert.ok(newest);
    assert.deepEqual([...newest.replaces].sort(), ['orders_customer_again_idx', 'orders_customer_idx']);
    const dropped = report.dropped.map(({ name, replacedBy }) => [name, replacedBy !== undefined]);
    assert.deepEqual(dropped.sort(), [
      ['orders_customer_again_idx', true],
      ['orders_customer_idx', true],
      ['orders_note_idx', false],
    ]);
    assert.equal(report.queries.length, 4);
    for (const { place, before, after } of report.queries) assert.ok(after <= before * 1.001, place);
    const [gained] = report.queries;
    assert.ok(gained && gained.after < gained.before / 2, JSON.stringify(gained));
    assert.deepEqual(
      report.refused.map(({ place }) => place),
      ['queries/orders.sql:5'],
    );
    assert.match(report.refused[0]?.reason ?? '', /makes a table/);
  });

  it('writes the same report every time', () => {
    const one = tuned('--format', 'markdown', '--budget', '20MB');
    assert.equal(tuned('--format', 'markdown', '--budget', '20MB'), one);
    assert.match(one, /the statistics of orders, read/);
    assert.match(one, /\| `queries\/orders\.sql:1` \|/);
  });

  it('proposes a migration that a server runs, and its reverse', async () => {
    const { up, down, created } = report;
    const before = await indexes();
    await run(up);
    const then = await indexes();
    assert.equal(then.length, 1 + created.length);
    for (const { form } of created)
      assert.ok(
        then.some((definition) => definition.endsWith(form)),
        form,
      );
    await run(down);
    assert.deepEqual(await indexes(), before);
  });

  it('weighs queries by how often the server has run them', async () => {
    await withClient(database, async (client) => {
      await client.query('SELECT pg_stat_statements_reset()');
      // A program lays its queries out as it likes, and a person writes values into them.
      const laidOut = NEWEST.replace(' WHERE', '\n  WHERE').toLowerCase();
      for (let n = 1; n <= 40; n++) await client.query(laidOut, [n]);
      await client.query(SHIP.replace('$1', "'sent'").replace('$2', '7'));
    });
    const connection = new ServerConnection(openClient({ connectionString: database }));
    const runs = await readQueryRuns(connection).finally(() => connection.dispose());
    folder.write({ 'runs.json': JSON.stringify(runs) });
    const { queries, basis } = reportOf('--weights', 'runs.json');
    assert.equal(basis.runsFrom, 'runs.json');
    const byPlace = queries.map(({ place, runs: count }) => [place, count] as const);
    assert.deepEqual(
      byPlace.toSorted(([one], [other]) => one.localeCompare(other)),
      [
        ['queries/orders.sql:1', 40],
        ['queries/orders.sql:2', undefined],
        ['queries/orders.sql:3', 1],
        ['queries/orders.sql:4', undefined],
      ],
    );
    assert.match(
      tuned('--weights', 'runs.json', '--format', 'text'),
      /How often queries run is from runs\.json, which knows 2 of these 4\. The others count once\./,
    );
  });

  it('builds no index that costs the writes more than the reads gain', () => {
    const calls = (query: string, count: number) => ({ query, calls: count });
    const rare = [calls(NEWEST, 1), calls(BY_STATUS, 1), calls(SHIP, 1)];
    const insert = 'INSERT INTO orders (order_id, customer_id, status, placed_at) VALUES ($1, $2, $3, $4)';
    folder.write({ 'writes.json': JSON.stringify([...rare, calls(insert, 1_000_000)]) });
    const { created, ...others } = reportOf('--weights', 'writes.json');
    const dropped = others.dropped.map(({ name, replacedBy }) => [name, replacedBy]);
    assert.deepEqual(created, []);
    // Of the two on customer_id one stays: queries search by it, and deletes of customers.
    assert.deepEqual(dropped, [
      ['orders_customer_idx', 'orders_customer_again_idx'],
      ['orders_note_idx', undefined],
    ]);
  });
});
