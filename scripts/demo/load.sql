-- A shop after half a year: about 560,000 events at scale 1. The same seed gives the same rows, only the times move along
-- with today. Run as one transaction, in a database with the sample's migrations applied.
SELECT setseed(0.42);
SET LOCAL work_mem = '256MB';
SET LOCAL max_parallel_workers_per_gather = 0;

CREATE TEMPORARY TABLE load_size ON COMMIT DROP AS
SELECT (520000 * scale)::int AS long_tail_events,
       (60000 * scale)::int AS closing_events,
       (20000 * scale)::int AS streams,
       (100000 * scale)::int AS saga_messages,
       (200000 * scale)::int AS outbox_messages
FROM (SELECT current_setting('demo.scale')::float8 AS scale) s;

-- Which stream has the event at each position of the log. The long tail is Zipf's with a flattened head: no order has
-- more than a few thousand events, most have a handful. Two of three closing events belong to ten streams that began
-- just then.
CREATE TEMPORARY TABLE load_event ON COMMIT DROP AS
SELECT position,
       category,
       category || '-' || lpad((1 + rank / 3)::text, 6, '0') AS stream_id
FROM (
    SELECT position, rank, (ARRAY['order', 'payment', 'shipment'])[1 + rank % 3] AS category
    FROM (
        SELECT position,
               CASE
                   WHEN position > long_tail_events AND random() < 2.0 / 3 THEN 3 * (900000 + floor(random() * 10)::int)
                   ELSE least(floor(30 * ((streams / 30.0 + 1) ^ random() - 1))::int, streams - 1)
               END AS rank
        FROM load_size, generate_series(1, long_tail_events + closing_events) AS position
    ) ranked
) named;

INSERT INTO streams (stream_id, version, category, created_at)
SELECT stream_id, count(*), category, now() - interval '180 days' * (1 - min(position)::float8 / (SELECT count(*) FROM load_event))
FROM load_event
GROUP BY stream_id, category
ORDER BY min(position);

CREATE TEMPORARY TABLE load_basket ON COMMIT DROP AS
SELECT n, jsonb_agg(jsonb_build_object('sku', 'SKU-' || 1000 + (n * 37 + item * 61) % 9000, 'quantity', 1 + (n + item) % 4)) AS items
FROM generate_series(0, 39) AS n, generate_series(1, 1 + n % 8) AS item
GROUP BY n;

INSERT INTO events (stream_id, event_version, event_type, event_data, metadata, causation_id, correlation_id, user_id, created_at)
SELECT e.stream_id,
       e.version,
       initcap(e.category) || CASE WHEN e.version = 1 THEN 'Opened' ELSE (ARRAY['Changed', 'Confirmed', 'Noted'])[1 + e.position % 3] END,
       jsonb_build_object('number', e.position, 'amount', round((10 + e.position * 791 % 90000 / 100.0)::numeric, 2), 'items', b.items),
       CASE WHEN e.position % 3 > 0 THEN jsonb_build_object('source', (ARRAY['web', 'app', 'partner'])[1 + e.position / 4 % 3], 'release', 'r' || e.position / 9000) END,
       CASE WHEN e.position % 4 > 0 THEN md5('event-' || e.position - 1)::uuid END,
       CASE WHEN e.position / 4 % 10 < 7 THEN md5('request-' || e.position / 4)::uuid END,
       'user-' || e.position / 4 * 7919 % 6000,
       now() - interval '180 days' * (1 - e.position::float8 / (SELECT count(*) FROM load_event))
FROM (SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY position) AS version FROM load_event) e
JOIN load_basket b ON b.n = e.position * 31 % 40
ORDER BY e.position;

-- Sagas of twenty messages, two hundred of them at a time.
INSERT INTO saga_messages (saga_id, sequence, message_type, payload, recorded_at)
SELECT md5('saga-' || (n / 4000 * 200 + n % 200))::uuid,
       1 + n % 4000 / 200,
       (ARRAY['ReserveStock', 'StockReserved', 'RequestPayment', 'PaymentReceived', 'BookShipment'])[1 + n % 4000 / 200 % 5],
       jsonb_build_object('attempt', 1 + n % 3, 'note', repeat('x', n * 17 % 120)),
       now() - interval '180 days' * (1 - n::float8 / saga_messages)
FROM load_size, generate_series(0, saga_messages - 1) AS n
ORDER BY n;

-- Published within seconds, but for the newest and for a few that stay behind.
INSERT INTO outbox (topic, payload, created_at, published_at)
SELECT (ARRAY['orders', 'orders', 'payments', 'shipments', 'notifications'])[1 + n % 5],
       jsonb_build_object('event', n * 2, 'body', repeat('y', n * 13 % 150)),
       written_at,
       CASE WHEN n <= outbox_messages * 0.9975 AND n % 2003 > 0 THEN written_at + interval '1 second' * (1 + n % 5) END
FROM (
    SELECT n, outbox_messages, now() - interval '180 days' * (1 - n::float8 / outbox_messages) AS written_at
    FROM load_size, generate_series(1, outbox_messages) AS n
) o
ORDER BY n;

INSERT INTO snapshots (stream_id, stream_version, state, taken_at)
SELECT stream_id, taken, jsonb_build_object('status', 'open', 'total', taken * 10), created_at + interval '1 day'
FROM streams, generate_series(500, version, 500) AS taken;

UPDATE streams SET archived_at = now() WHERE created_at < now() - interval '90 days' AND version < 5;
