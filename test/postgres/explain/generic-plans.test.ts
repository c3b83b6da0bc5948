import assert from 'node:assert/strict';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import {
  explainQuery,
  explainWithout,
  type GenericRoute,
  type PlanValues,
} from '../../../src/postgres/explain/explain-query';
import { type ExplainedServer, startExplained } from './explained-server';

const SCRIPT = `
  CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, kind text, created_at timestamptz NOT NULL, data jsonb, amount int);
  INSERT INTO events SELECT n, 's' || n % 500, 'k' || n % 7, '2026-01-01'::timestamptz + n * interval '1 minute', '{"a": 1}', n % 100
    FROM generate_series(1, 20000) n;
  CREATE INDEX events_stream ON events (stream_id, event_id);
  CREATE INDEX events_data ON events USING gin (data);
  CREATE TABLE streams (id text PRIMARY KEY, head int);
  INSERT INTO streams SELECT 's' || n, n FROM generate_series(0, 499) n;
  CREATE TABLE parted (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
  CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
  CREATE TABLE parted_3 PARTITION OF parted FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
  CREATE VIEW recent AS SELECT * FROM events WHERE kind = 'k1';
  ANALYZE;`;

const SHAPES: readonly string[] = [
  'SELECT * FROM events WHERE event_id = $1',
  'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT $2',
  'SELECT * FROM events WHERE stream_id = ANY($1) AND event_id > $2 ORDER BY event_id LIMIT $3 OFFSET $4',
  'SELECT * FROM events WHERE stream_id IN ($1, $2)',
  'SELECT * FROM events WHERE event_id > $1',
  'SELECT * FROM events WHERE created_at BETWEEN $1 AND $2',
  'SELECT * FROM events WHERE (stream_id, event_id) > ($1, $2) ORDER BY stream_id, event_id LIMIT 20',
  'SELECT * FROM events WHERE data @> $1',
  'SELECT * FROM events WHERE kind LIKE $1',
  'SELECT * FROM events WHERE created_at > now() - $1::interval',
  'SELECT e.* FROM unnest($1::text[]) AS s (id) CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.stream_id = s.id ORDER BY event_id DESC LIMIT $2) e',
  'SELECT s.id, count(*) FROM streams s JOIN events e ON e.stream_id = s.id WHERE s.head > $1 GROUP BY s.id ORDER BY 2',
  'SELECT DISTINCT ON (stream_id) * FROM events WHERE amount = $1 ORDER BY stream_id, event_id DESC',
  'SELECT * FROM streams s WHERE EXISTS (SELECT FROM events e WHERE e.stream_id = s.id AND e.amount = $1)',
  'WITH RECURSIVE n AS (SELECT $1::int AS i UNION ALL SELECT i + 1 FROM n WHERE i < $2) SELECT * FROM n',
  'SELECT amount, sum(amount) OVER (PARTITION BY kind ORDER BY event_id) FROM events WHERE stream_id = $1',
  'SELECT * FROM recent WHERE stream_id = $1 UNION ALL SELECT * FROM recent WHERE amount > $2',
  'SELECT * FROM events WHERE amount = $2',
  'SELECT * FROM events WHERE $1 IS NULL OR stream_id = $1',
  'INSERT INTO streams (id, head) SELECT stream_id, $1 FROM events WHERE amount = $2',
  'UPDATE streams SET head = $1 WHERE id = $2',
  'DELETE FROM events WHERE event_id < $1 -- the old ones',
];

for (const alias of everyServer()) {
  const hasOption = !['pg14', 'pg15'].includes(alias);
  describe(`The plan for any values (${alias})`, function () {
    this.timeout(60_000);
    let explained: ExplainedServer;

    before(async () => (explained = await startExplained(alias, SCRIPT)));
    after(() => explained.stop());

    /** Without how long planning took. */
    async function planOf(sql: string, values: PlanValues, genericRoute?: GenericRoute): Promise<string> {
      const { connection } = explained;
      const inferred = await explained.infer(sql);
      const { document } = await explainQuery(connection, inferred, values, {
        ...(genericRoute && { genericRoute }),
      });
      return document
        .replace(/"Planning Time": [\d.]+/, '')
        .replace(/"plan_cache_mode": "\w+"/, '')
        .replace(/"Settings": \{\s*\},/, '');
    }

    for (const sql of SHAPES) {
      it(`has its parameters in it: ${sql}`, async () => {
        const plan = await planOf(sql, 'generic', 'prepare');
        assert.match(plan, /"Total Cost"/);
        if (hasOption) assert.equal(await planOf(sql, 'generic', 'generic-plan'), plan);
        else {
          const refused = planOf(sql, 'generic', 'generic-plan');
          await assert.rejects(refused, { name: 'ExplainFailure' });
        }
      });
    }

    it('counts ten elements of an array, where values count those that there are', async () => {
      const sql = 'SELECT * FROM events WHERE stream_id = ANY($1)';
      const rows = (plan: string): number => Number(/"Plan Rows": (\d+)/.exec(plan)?.[1]);
      const one = rows(await planOf(sql, ['{s1}']));
      assert.equal(one, 40);
      assert.equal(Math.round(rows(await planOf(sql, 'generic')) / one), 10);
      assert.match(await planOf(sql, ['{s1}']), /'\{s1\}'::text\[\]/);
    });

    it('keeps the partitions that a value would leave out, where the server can tell of it', async () => {
      const sql = 'SELECT * FROM parted WHERE at = $1';
      const partitions = (plan: string): number => plan.match(/"Relation Name": "parted_\d"/g)?.length ?? 0;
      assert.equal(partitions(await planOf(sql, 'generic')), hasOption ? 3 : 0);
      assert.equal(partitions(await planOf(sql, ['2026-02-03'])), 1);
    });

    it('takes NULL for a value, and what is left out for none', async () => {
      assert.match(
        await planOf('SELECT * FROM events WHERE amount = $2', [null, '5']),
        /"\(events\.amount = 5\)"/,
      );
      assert.match(await planOf('SELECT $1::text IS NULL AS missing', [null]), /"true"/);
    });

    it('is what it costs without a kind of path, which is off for this plan alone', async () => {
      const inferred = await explained.infer('SELECT * FROM events WHERE stream_id = $1');
      const { connection } = explained;
      const without = async (values: PlanValues): Promise<string> =>
        (await explainWithout(connection, inferred, values, ['enable_bitmapscan', 'enable_indexscan']))
          .document;
      for (const values of [['s1'], 'generic'] as const) {
        assert.match(
          (await explainQuery(connection, inferred, values)).document,
          /"Index Name": "events_stream"/,
        );
        assert.match(await without(values), /"Node Type": "Seq Scan"/);
        assert.match(await without(values), /"enable_indexscan": "off"/);
      }
      assert.deepEqual(await connection.read('SHOW enable_indexscan'), [{ enable_indexscan: 'on' }]);
    });

    it('takes no other setting than a switch of the planner', async () => {
      const inferred = await explained.infer('SELECT 1');
      const other = 'work_mem = 1; --' as 'enable_sort';
      const refused = explainWithout(explained.connection, inferred, [], [other]);
      await assert.rejects(refused, /no setting of the planner/);
    });

    it('changes nothing, and leaves no statement behind', async () => {
      const left = await explained.connection.read(
        "SELECT name FROM pg_prepared_statements WHERE name <> ''",
      );
      assert.deepEqual(left, []);
      const { rows } = await explained.owner.query('SELECT count(*)::int AS n FROM events');
      assert.deepEqual(rows, [{ n: 20_000 }]);
    });
  });
}
