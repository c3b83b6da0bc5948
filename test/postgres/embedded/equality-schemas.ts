/** Rows for the sample's schema, and two more schemas with theirs: the same on every server. */
export const EVENT_ROWS = `
  INSERT INTO streams (stream_id, version, category, created_at, archived_at)
  SELECT 'order-' || n, 1, (ARRAY['order', 'payment', 'shipment'])[1 + n % 3], timestamptz '2026-01-01 00:00:00+00' + interval '1 minute' * n,
    CASE WHEN n % 3 = 0 THEN timestamptz '2026-06-01 00:00:00+00' END FROM generate_series(1, 6000) n;
  INSERT INTO events (stream_id, event_version, event_type, event_data, metadata, causation_id, correlation_id, user_id, created_at)
  SELECT 'order-' || 1 + (n::bigint * 7919 % 6000) * (n % 97) / 97, n / 20, 'Type' || (n % 31) * (n % 7) / 31, jsonb_build_object('number', n, 'text', repeat('x', n % 60)),
    CASE WHEN n % 3 > 0 THEN '{"source": "web"}'::jsonb END, md5('c' || n)::uuid, CASE WHEN n % 10 < 7 THEN md5('r' || n / 4)::uuid END,
    'user-' || n % 3000, timestamptz '2026-01-01 00:00:00+00' + interval '2 minutes' * n FROM generate_series(1, 120000) n;
  INSERT INTO saga_messages (saga_id, sequence, message_type, payload, recorded_at)
  SELECT md5('s' || n % 4000)::uuid, 1 + n / 4000, 'M' || n % 5, '{}', timestamptz '2026-01-01 00:00:00+00' + interval '5 minutes' * n
  FROM generate_series(0, 39999) n;
  INSERT INTO outbox (topic, payload, created_at, published_at)
  SELECT 'topic-' || n % 5, jsonb_build_object('n', n), timestamptz '2026-01-01 00:00:00+00' + interval '4 minutes' * n,
    CASE WHEN n % 400 > 0 THEN timestamptz '2026-01-01 00:01:00+00' + interval '4 minutes' * n END FROM generate_series(1, 50000) n;
  INSERT INTO snapshots (stream_id, stream_version, state)
  SELECT 'order-' || 1 + n % 6000, 1 + n / 6000, '{}' FROM generate_series(0, 11999) n`;

export const SHOP_SCHEMA = `
  CREATE SCHEMA shop;
  CREATE TABLE shop.customers (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, country text NOT NULL, name text NOT NULL, joined_on date NOT NULL);
  CREATE TABLE shop.products (id int PRIMARY KEY, sku varchar(20) NOT NULL, category text NOT NULL, price numeric(10, 2) NOT NULL);
  CREATE TABLE shop.orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES shop.customers, status text NOT NULL, total numeric(10, 2) NOT NULL,
    placed_at timestamptz NOT NULL, shipped_at timestamptz);
  CREATE TABLE shop.order_items (order_id bigint NOT NULL REFERENCES shop.orders, line int NOT NULL, product_id int NOT NULL REFERENCES shop.products,
    quantity int NOT NULL, PRIMARY KEY (order_id, line));
  CREATE INDEX orders_status_idx ON shop.orders (status, placed_at)`;

export const SHOP_ROWS = `
  INSERT INTO shop.customers SELECT n, 'user' || n || '@example.org', (ARRAY['DE', 'FR', 'PL', 'US', 'JP'])[1 + n % 5], 'Name ' || n % 4000, date '2020-01-01' + n % 2000
  FROM generate_series(1, 20000) n;
  INSERT INTO shop.products SELECT n, 'SKU-' || n, 'category ' || n % 40, n % 500 / 4.0 FROM generate_series(1, 2000) n;
  INSERT INTO shop.orders SELECT n, 1 + (n::bigint * 7919 % 20000), CASE WHEN n % 200 = 0 THEN 'open' WHEN n % 10 = 0 THEN 'paid' ELSE 'shipped' END,
    n % 900 / 4.0, timestamptz '2026-01-01 00:00:00+00' + interval '3 minutes' * n, CASE WHEN n % 10 > 0 THEN timestamptz '2026-01-02 00:00:00+00' + interval '3 minutes' * n END
  FROM generate_series(1, 60000) n;
  INSERT INTO shop.order_items SELECT 1 + n / 2, 1 + n % 2, 1 + (n::bigint * 7919 % 2000), 1 + n % 4 FROM generate_series(0, 119999) n`;

export const LOG_SCHEMA = `
  CREATE SCHEMA log;
  CREATE TABLE log.entries (id bigint NOT NULL, device int NOT NULL, level text NOT NULL, day date NOT NULL, body text NOT NULL, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
  CREATE TABLE log.entries_1 PARTITION OF log.entries FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
  CREATE TABLE log.entries_2 PARTITION OF log.entries FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
  CREATE TABLE log.entries_3 PARTITION OF log.entries FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
  CREATE TABLE log.devices (id int PRIMARY KEY, site text NOT NULL, tags text[] NOT NULL, facts jsonb NOT NULL);
  CREATE INDEX devices_tags_idx ON log.devices USING gin (tags)`;

export const LOG_ROWS = `
  INSERT INTO log.entries SELECT n, n % 5000, (ARRAY['info', 'info', 'info', 'warn', 'error'])[1 + n % 5], date '2026-01-01' + n % 90, repeat('b', 20 + n % 50)
  FROM generate_series(1, 90000) n;
  INSERT INTO log.devices SELECT n, 'site ' || n % 50, ARRAY['t' || n % 30, 'u' || n % 7], jsonb_build_object('model', n % 20) FROM generate_series(0, 4999) n`;

/** Of types and operator classes that are not the server's own. */
export const PEOPLE_SCHEMA = `
  CREATE SCHEMA people;
  CREATE EXTENSION pg_trgm;
  CREATE EXTENSION citext;
  CREATE EXTENSION btree_gin;
  CREATE TABLE people.persons (id bigint PRIMARY KEY, email citext NOT NULL UNIQUE, name text NOT NULL, town int NOT NULL);
  CREATE INDEX persons_name_idx ON people.persons USING gin (name gin_trgm_ops)`;

export const PEOPLE_ROWS = `
  INSERT INTO people.persons SELECT n, 'Person' || n || '@example.org', md5('n' || n) || ' ' || md5('m' || n), n % 300 FROM generate_series(1, 40000) n`;
