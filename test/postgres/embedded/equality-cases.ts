/** A query as a program sends it, with values for its parameters as text. */
export interface EqualityQuery {
  readonly sql: string;
  readonly values: readonly (string | null)[];
}

/** Indexes that are made for real on the one side and pretended on the other, and the queries that are planned with each set of them. */
export interface EqualityGroup {
  readonly name: string;
  readonly indexSets: readonly (readonly string[])[];
  readonly queries: readonly EqualityQuery[];
}

const query = (sql: string, ...values: readonly (string | null)[]): EqualityQuery => ({ sql, values });

const EVENTS: EqualityGroup = {
  name: 'event store',
  indexSets: [
    [],
    ['CREATE INDEX x ON events (stream_id, event_id)'],
    ['CREATE INDEX x ON events (stream_id)'],
    ['CREATE INDEX x ON events (created_at)'],
    ['CREATE INDEX x ON events USING brin (created_at)'],
    ['CREATE INDEX x ON events (event_type, event_id) INCLUDE (created_at)'],
    ["CREATE INDEX x ON events (event_id) WHERE event_type = 'Type3'"],
    [
      'CREATE INDEX x ON outbox (id) WHERE published_at IS NULL',
      'CREATE UNIQUE INDEX y ON events (stream_id, event_version, event_id)',
    ],
  ],
  queries: [
    query(
      'SELECT * FROM events WHERE stream_id = ANY($1::text[]) ORDER BY event_id LIMIT $2',
      '{order-12,order-77,order-4000}',
      '100',
    ),
    query('SELECT * FROM events WHERE stream_id = $1 ORDER BY event_version', 'order-77'),
    query(
      'SELECT event_id, event_type FROM events WHERE created_at >= $1 AND created_at < $2',
      '2026-03-01 00:00:00+00',
      '2026-03-02 00:00:00+00',
    ),
    query(
      'SELECT * FROM events WHERE correlation_id = $1 ORDER BY event_id',
      'c4ca4238-a0b9-2382-0dcc-509a6f75849b',
    ),
    query(
      'SELECT event_id, created_at FROM events WHERE event_type = $1 AND event_id > $2 ORDER BY event_id LIMIT 100',
      'Type3',
      '60000',
    ),
    query(
      'SELECT e.event_id, s.category FROM events e JOIN streams s USING (stream_id) WHERE s.category = $1 AND e.created_at > $2',
      'order',
      '2026-06-01 00:00:00+00',
    ),
    query('SELECT * FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT $1', '50'),
    query(
      'SELECT * FROM saga_messages WHERE saga_id = $1 ORDER BY sequence',
      'c4ca4238-a0b9-2382-0dcc-509a6f75849b',
    ),
    query(
      `SELECT e.* FROM (SELECT x.event_id FROM (SELECT DISTINCT unnest($1::text[]) AS id) s CROSS JOIN LATERAL
      (SELECT event_id FROM events WHERE stream_id = s.id ORDER BY event_id LIMIT 100) x ORDER BY x.event_id LIMIT 100) i
      JOIN events e USING (event_id) ORDER BY e.event_id`,
      '{order-12,order-77}',
    ),
    query('SELECT event_type, count(*) FROM events GROUP BY event_type'),
    query('SELECT * FROM snapshots WHERE stream_id = $1 ORDER BY stream_version DESC LIMIT 1', 'order-5'),
    query('SELECT * FROM events WHERE event_id = $1', '5000'),
  ],
};

const SHOP: EqualityGroup = {
  name: 'shop',
  indexSets: [
    [],
    [
      'CREATE INDEX x ON shop.orders (customer_id, placed_at)',
      'CREATE INDEX y ON shop.order_items (product_id)',
    ],
    [
      'CREATE INDEX x ON shop.customers (lower(email))',
      "CREATE INDEX y ON shop.orders (placed_at) WHERE status = 'open'",
    ],
    [
      'CREATE INDEX x ON shop.customers USING hash (name)',
      'CREATE INDEX y ON shop.products (category, price)',
    ],
  ],
  queries: [
    query('SELECT * FROM shop.orders WHERE customer_id = $1 ORDER BY placed_at DESC LIMIT 10', '77'),
    query(
      'SELECT o.id, c.email FROM shop.orders o JOIN shop.customers c ON c.id = o.customer_id WHERE o.status = $1 AND o.placed_at > $2',
      'open',
      '2026-04-01 00:00:00+00',
    ),
    query(
      'SELECT p.category, sum(i.quantity) FROM shop.order_items i JOIN shop.products p ON p.id = i.product_id WHERE p.category = $1 GROUP BY p.category',
      'category 7',
    ),
    query('SELECT * FROM shop.order_items WHERE order_id = ANY($1::bigint[])', '{5,6,7}'),
    query('SELECT * FROM shop.customers WHERE lower(email) = $1', 'user5@example.org'),
    query('SELECT * FROM shop.customers WHERE name = $1', 'Name 55'),
    query(
      'SELECT c.id FROM shop.customers c WHERE c.country = $1 AND NOT EXISTS (SELECT FROM shop.orders o WHERE o.customer_id = c.id AND o.placed_at > $2)',
      'DE',
      '2026-04-20 00:00:00+00',
    ),
    query(
      'SELECT * FROM shop.products WHERE category = $1 AND price < $2 ORDER BY price',
      'category 3',
      '20',
    ),
  ],
};

const LOG: EqualityGroup = {
  name: 'log',
  indexSets: [
    [],
    ['CREATE INDEX x ON log.entries (device, day)'],
    ["CREATE INDEX x ON log.entries (id) WHERE level = 'error'"],
    ['CREATE INDEX x ON log.entries USING brin (day)'],
  ],
  queries: [
    query('SELECT * FROM log.entries WHERE device = $1 AND day = $2', '77', '2026-02-10'),
    query('SELECT * FROM log.entries WHERE device = $1 ORDER BY day DESC LIMIT 20', '77'),
    query("SELECT id FROM log.entries WHERE level = 'error' AND id > $1 ORDER BY id LIMIT 100", '80000'),
    query(
      'SELECT day, count(*) FROM log.entries WHERE day BETWEEN $1 AND $2 GROUP BY day',
      '2026-02-01',
      '2026-02-07',
    ),
    query(
      'SELECT e.* FROM log.entries e JOIN log.devices d ON d.id = e.device WHERE d.site = $1 AND e.day = $2',
      'site 7',
      '2026-03-03',
    ),
    query('SELECT * FROM log.devices WHERE tags @> $1', '{t3,u3}'),
  ],
};

const PEOPLE: EqualityGroup = {
  name: 'people',
  indexSets: [
    [],
    ['CREATE INDEX x ON people.persons USING gin (town)'],
    ['CREATE INDEX x ON people.persons USING gist (name gist_trgm_ops)'],
  ],
  queries: [
    query('SELECT * FROM people.persons WHERE name LIKE $1', '%abc1%'),
    query('SELECT * FROM people.persons WHERE email = $1', 'person5@example.org'),
    query('SELECT id FROM people.persons WHERE town = $1', '7'),
  ],
};

export const GROUPS: readonly EqualityGroup[] = [EVENTS, SHOP, LOG, PEOPLE];
