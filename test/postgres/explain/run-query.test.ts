import assert from 'node:assert/strict';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { ExplainFailure } from '../../../src/postgres/explain/explain-failure';
import { type RunConsent, RunRefused, runQuery } from '../../../src/postgres/explain/run-query';
import type { Reader } from '../../../src/postgres/reading/reader';
import { type ExplainedServer, startExplained } from './explained-server';

const SCRIPT = `
  CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, amount integer);
  INSERT INTO events SELECT n, 's' || n % 10, n FROM generate_series(1, 1000) n;
  ANALYZE events;
  CREATE SEQUENCE numbers;
  CREATE TABLE log (note text);
  CREATE FUNCTION writes() RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO log VALUES (''x''); SELECT 1';
  CREATE FUNCTION says_volatile() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
  CREATE FUNCTION hides_number() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT nextval(''numbers'')';
  CREATE FUNCTION hides_lock() RETURNS boolean LANGUAGE plpgsql STABLE AS 'BEGIN RETURN pg_try_advisory_lock(1); END';
  CREATE FUNCTION hides_deeper() RETURNS boolean LANGUAGE sql STABLE AS 'SELECT hides_lock()';
  CREATE FUNCTION takes_default(a int, b int DEFAULT says_volatile()) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
  CREATE FUNCTION compares(a text, b int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN true; END';
  CREATE OPERATOR === (LEFTARG = text, RIGHTARG = int, FUNCTION = compares);
  CREATE FUNCTION adds(state int, n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN state + n; END';
  CREATE AGGREGATE total (int) (SFUNC = adds, STYPE = int, INITCOND = '0');
  CREATE DOMAIN checked AS int CHECK (says_volatile() = VALUE OR VALUE > 0);
  CREATE VIEW numbered AS SELECT event_id, says_volatile() AS n FROM events;
  CREATE VIEW plain AS SELECT event_id, upper(stream_id) AS stream FROM events;
  CREATE VIEW locked AS SELECT * FROM events FOR UPDATE;
  CREATE FUNCTION reads(id bigint) RETURNS text LANGUAGE sql STABLE AS 'SELECT stream_id FROM events WHERE event_id = id';
  CREATE EXTENSION postgres_fdw;
  CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw;
  CREATE USER MAPPING FOR CURRENT_USER SERVER elsewhere;
  CREATE FOREIGN TABLE far (id int) SERVER elsewhere;`;

const RUN: readonly string[] = [
  'SELECT * FROM events WHERE stream_id = $1',
  'SELECT count(*), sum(amount) FROM events GROUP BY stream_id ORDER BY 1 -- a comment at the end',
  'SELECT * FROM plain WHERE stream = $1 LIMIT 5',
  'SELECT reads(event_id), random(), clock_timestamp() FROM events LIMIT 3',
  'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT * FROM n',
  'SELECT a.event_id, b.event_id FROM events a JOIN events b USING (event_id)',
  'VALUES (1), (2)',
  'SELECT * FROM events WHERE stream_id = $1 UNION SELECT * FROM events WHERE amount < 3',
  "SELECT count(*) FROM generate_series(1, 10) g, jsonb_each('{}') e",
];

/** Where what writes is hidden. */
const REFUSED: readonly (readonly [where: string, sql: string, because: RegExp])[] = [
  ['the statement', 'DELETE FROM events', /DELETE writes/],
  ['a common table', 'WITH a AS (DELETE FROM events RETURNING *) SELECT * FROM a', /common table a writes/],
  ['a lock on rows', 'SELECT * FROM events FOR SHARE', /locks the rows/],
  ['a sequence', "SELECT nextval('numbers')", /nextval\(\)/],
  ['a name in escapes', `SELECT U&"\\006eextval"('numbers')`, /nextval\(\)/],
  ['a function', 'SELECT writes()', /writes\(\)/],
  [
    'a function in FROM',
    'SELECT * FROM says_volatile()',
    /says_volatile\(\), which this database has as VOLATILE: .* To run it, write a value in place of the call\./,
  ],
  [
    'a function that is never reached',
    'SELECT * FROM events WHERE amount < 0 AND says_volatile() = 1',
    /says_volatile/,
  ],
  ['a view', 'SELECT * FROM numbered', /says_volatile\(\)|VOLATILE/],
  ['a column of a view that is not read', 'SELECT event_id FROM numbered', /says_volatile\(\)|VOLATILE/],
  ['a function that claims to be stable', 'SELECT hides_number()', /nextval\(\)/],
  ['a function that locks', 'SELECT hides_lock()', /pg_try_advisory_lock\(\)/],
  ['a function in a function', 'SELECT hides_deeper()', /pg_try_advisory_lock\(\)/],
  ['the default of an argument', 'SELECT takes_default(amount) FROM events', /says_volatile\(\)/],
  ['an operator', 'SELECT * FROM events WHERE stream_id === 1', /VOLATILE \(an operator/],
  [
    'an operator beside chance',
    'SELECT random() FROM events WHERE stream_id === 1',
    /VOLATILE \(an operator/,
  ],
  ['an aggregate', 'SELECT total(amount) FROM events', /adds\(\)/],
  ['a domain', 'SELECT amount::checked FROM events', /says_volatile\(\)/],
  ['another server', 'SELECT * FROM far', /another server/],
];

for (const alias of oldestAndNewestServer()) {
  describe(`Running a query (${alias})`, function () {
    this.timeout(60_000);
    let explained: ExplainedServer;

    before(async () => (explained = await startExplained(alias, SCRIPT)));
    after(() => explained.stop());

    async function run(sql: string, changes: Partial<RunConsent> = {}): Promise<string> {
      const inferred = await explained.infer(sql);
      const values = inferred.parameters.map(() => 's1');
      const consent = { text: inferred.query.text, values, statementTimeoutMs: 5_000, ...changes };
      return runQuery(explained.connection, inferred, consent);
    }

    for (const sql of RUN) {
      it(`counts rows, times and blocks of one that only reads: ${sql}`, async () => {
        const document = await run(sql);
        assert.match(document, /"Actual Rows"/);
        assert.match(document, /"Actual Total Time"/);
        assert.match(document, /"Shared Hit Blocks"/);
        assert.match(document, /"Execution Time"/);
      });
    }

    for (const [where, sql, because] of REFUSED) {
      it(`is refused for what is hidden in ${where}: ${sql}`, async () => {
        await assert.rejects(run(sql), (error) => error instanceof RunRefused && because.test(error.message));
      });
    }

    it('is refused by the server where a view locks rows', async () => {
      await assert.rejects(
        run('SELECT * FROM locked'),
        (error) =>
          error instanceof RunRefused || (error instanceof ExplainFailure && error.cause.code === '25006'),
      );
    });

    it('is looked at and run in one transaction, so that nothing becomes another in between', async () => {
      const { connection } = explained;
      const inferred = await explained.infer('SELECT stream, random() FROM plain');
      let transactions = 0;
      const counting: Reader = {
        read: (...asked) => ((transactions += 1), connection.read(...asked)),
        readSteps: (...asked) => ((transactions += 1), connection.readSteps(...asked)),
      };
      const consent = { text: inferred.query.text, values: [], statementTimeoutMs: 5_000 };
      assert.match(await runQuery(counting, inferred, consent), /"Actual Rows"/);
      assert.equal(transactions, 1);
    });

    it('leaves everything as it was', async () => {
      const { rows } = await explained.owner.query(
        `SELECT (SELECT is_called FROM numbers) AS called, (SELECT count(*)::int FROM log) AS log,
                (SELECT count(*)::int FROM events) AS events, (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory') AS locks`,
      );
      assert.deepEqual(rows, [{ called: false, log: 0, events: 1000, locks: 0 }]);
    });

    it('leaves times of nodes out where they are not wanted', async () => {
      const inferred = await explained.infer('SELECT * FROM events');
      const consent = { text: inferred.query.text, values: [], statementTimeoutMs: 5_000 };
      const document = await runQuery(explained.connection, inferred, consent, { timing: false });
      assert.doesNotMatch(document, /"Actual Total Time"/);
      assert.match(document, /"Actual Rows"/);
    });

    it('needs consent to this very text', async () => {
      const other = await explained.infer('SELECT 1');
      await assert.rejects(run('SELECT 2', { text: other.query.text }), /has changed since/);
    });

    it('ends when the time that was agreed is over', async () => {
      const slow = 'SELECT count(*) FROM events a, events b, events c';
      await assert.rejects(
        run(slow, { statementTimeoutMs: 50 }),
        (error) => error instanceof ExplainFailure && error.cause.code === '57014',
      );
    });

    it('ends on the server when it is cancelled', async () => {
      const inferred = await explained.infer('SELECT count(*) FROM events a, events b, events c, events d');
      const consent = { text: inferred.query.text, values: [], statementTimeoutMs: 60_000 };
      const controller = new AbortController();
      const running = runQuery(explained.connection, inferred, consent, { signal: controller.signal });
      const refused = assert.rejects(running, /no longer wanted/);
      await untilRunning(explained, 'EXPLAIN (FORMAT JSON, ANALYZE%');
      controller.abort(new Error('no longer wanted'));
      await refused;
      await untilIdle(explained);
    });
  });
}

const COUNT = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'Indexwright' AND state = 'active' AND query LIKE $1`;

async function untilRunning({ owner }: ExplainedServer, pattern: string): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ n: number }>(COUNT, [pattern]);
    if (rows[0]?.n === 1) return;
  }
}

async function untilIdle({ owner }: ExplainedServer): Promise<void> {
  for (;;) {
    const { rows } = await owner.query<{ n: number }>(COUNT, ['%']);
    if (rows[0]?.n === 0) return;
  }
}
