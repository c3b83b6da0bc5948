import type { RuleId } from '../../src/analyzers/rules/rule-id';

export interface JudgedQuery {
  readonly what: string;
  readonly ruleId: RuleId;
  readonly sql: string;
  readonly values: readonly unknown[];
  /** The severity, or the code of the silence. */
  readonly expected: string;
}

export interface SilencedQuery extends JudgedQuery {
  /** What somebody might have advised. */
  readonly index: string;
}

export const MIGRATION = `
  CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
  CREATE TABLE orders (
    id bigint PRIMARY KEY,
    user_id bigint NOT NULL,
    warehouse_id bigint NOT NULL,
    note text NOT NULL,
    placed_at timestamptz NOT NULL
  );
  CREATE INDEX orders_placed_at_idx ON orders (placed_at);
  CREATE INDEX orders_note_idx ON orders (note);
  CREATE TABLE events (
    position bigint PRIMARY KEY,
    stream_id text NOT NULL,
    version bigint NOT NULL,
    type text NOT NULL,
    data jsonb NOT NULL,
    created_at timestamptz NOT NULL
  );
  CREATE TABLE jobs (
    id bigint PRIMARY KEY,
    status text NOT NULL,
    run_at timestamptz NOT NULL,
    payload text NOT NULL
  );
  CREATE TABLE outbox (
    id bigint PRIMARY KEY,
    payload text NOT NULL,
    created_at timestamptz NOT NULL,
    published_at timestamptz
  );
  CREATE INDEX outbox_created_at_idx ON outbox (created_at);
  CREATE TABLE event_readings (id bigint PRIMARY KEY, value text NOT NULL, created_at timestamptz NOT NULL);
`;

/** Types of which one is rare and old, jobs that are nearly all done, an outbox that nobody empties, readings of which a twentieth comes late. */
export const ROWS = `
  INSERT INTO users SELECT n, 'user-' || n || '@example.com' FROM generate_series(1, 500) n;
  INSERT INTO orders
    SELECT n, n % 20000, n % 3, md5(n::text), timestamptz '2026-01-01Z' + n * interval '1 minute'
    FROM generate_series(1, 200000) n;
  INSERT INTO events
    SELECT n, 'stream-' || n % 3000, n / 3000,
      CASE WHEN n BETWEEN 2000 AND 2060 THEN 'Closed' WHEN n % 3 = 0 THEN 'Shipped' ELSE 'Placed' END,
      jsonb_build_object('order', md5(n::text)), timestamptz '2026-01-01Z' + n * interval '1 minute'
    FROM generate_series(1, 300000) n;
  INSERT INTO jobs
    SELECT n, CASE WHEN n % 1000 = 0 THEN 'pending' ELSE 'done' END, timestamptz '2026-01-01Z' + n * interval '1 minute',
      repeat('x', 60)
    FROM generate_series(1, 200000) n;
  INSERT INTO outbox
    SELECT n, repeat('x', 60), timestamptz '2026-01-01Z' + n * interval '1 minute',
      CASE WHEN n % 2 = 0 THEN timestamptz '2026-12-01Z' END
    FROM generate_series(1, 150000) n;
  INSERT INTO event_readings
    SELECT n, md5(n::text), timestamptz '2026-01-01Z' + interval '1 minute' *
      CASE WHEN n % 20 = 0 THEN (n::bigint * 7919) % 200000 ELSE n END
    FROM generate_series(1, 200000) n;
  SELECT count(*) FROM outbox WHERE created_at = '2026-01-02Z';
  SELECT count(*) FROM orders WHERE placed_at = '2026-01-02Z';
`;

const POLL = 'ORDER BY run_at LIMIT 10 FOR UPDATE SKIP LOCKED';

export const FINDINGS: readonly JudgedQuery[] = [
  {
    what: 'few rows of many',
    ruleId: 'missing-lookup-index',
    sql: 'SELECT * FROM orders WHERE user_id = $1',
    values: [42],
    expected: 'information',
  },
  {
    what: 'a rare type',
    ruleId: 'missing-type-index',
    sql: "SELECT * FROM events WHERE type = 'Closed' AND position > $1 ORDER BY position LIMIT 100",
    values: [1000],
    expected: 'warning',
  },
  {
    what: 'few open jobs',
    ruleId: 'missing-partial-index',
    sql: `SELECT * FROM jobs WHERE status = 'pending' ${POLL}`,
    values: [],
    expected: 'warning',
  },
  {
    what: 'a window of time over rows that came late',
    ruleId: 'unindexed-time-window',
    sql: 'SELECT count(*) FROM event_readings WHERE created_at BETWEEN $1 AND $2',
    values: ['2026-02-01Z', '2026-02-02Z'],
    expected: 'information',
  },
];

export const SILENCES: readonly SilencedQuery[] = [
  {
    what: 'a small table',
    ruleId: 'missing-lookup-index',
    sql: 'SELECT * FROM users WHERE email = $1',
    values: ['user-7@example.com'],
    expected: 'table-too-small',
    index: 'CREATE INDEX ON users (email)',
  },
  {
    what: 'a third of the table',
    ruleId: 'missing-lookup-index',
    sql: 'SELECT max(note) FROM orders WHERE warehouse_id = $1',
    values: [1],
    expected: 'not-selective',
    index: 'CREATE INDEX ON orders (warehouse_id)',
  },
  {
    what: 'a common type',
    ruleId: 'missing-type-index',
    sql: "SELECT * FROM events WHERE type = 'Placed' AND position > $1 ORDER BY position LIMIT 100",
    values: [1000],
    expected: 'common-types',
    index: 'CREATE INDEX ON events (type, position)',
  },
  {
    what: 'an outbox with every second row open',
    ruleId: 'missing-partial-index',
    sql: 'SELECT * FROM outbox WHERE published_at IS NULL ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED',
    values: [],
    expected: 'live-set-not-small',
    index: 'CREATE INDEX ON outbox (created_at) WHERE published_at IS NULL',
  },
];
