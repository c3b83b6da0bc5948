-- What happened to these orders, in the order it happened?
SELECT event_id, stream_id, event_type, created_at, user_id
FROM events
WHERE stream_id IN ('order-000017', 'payment-000017', 'shipment-000017')
ORDER BY event_id
LIMIT 200;

-- Everything one request has caused
SELECT event_id, stream_id, event_type, created_at
FROM events
WHERE correlation_id = 'd1c41f78-6e50-1154-b820-604811d63524'
ORDER BY event_id;

-- How far behind is the publisher?
SELECT id, topic, created_at
FROM outbox
WHERE published_at IS NULL
ORDER BY created_at
LIMIT 1;

-- The last messages of a topic
SELECT id, created_at, published_at
FROM outbox
WHERE topic = 'orders'
ORDER BY created_at DESC
LIMIT 20;

-- One saga from the beginning
SELECT sequence, message_type, recorded_at, payload
FROM saga_messages
WHERE saga_id = '67c3ccbf-6ef8-f902-bca4-37052552666f'
ORDER BY sequence;

-- The newest events of all
SELECT event_id, stream_id, event_type, created_at
FROM events
ORDER BY event_id DESC
LIMIT 50;

-- Streams without a snapshot for a long time
SELECT s.stream_id, s.version
FROM streams s
WHERE s.category = 'order'
  AND s.archived_at IS NULL
  AND NOT EXISTS (
    SELECT 1
    FROM snapshots p
    WHERE p.stream_id = s.stream_id AND p.stream_version > s.version - 500
  )
ORDER BY s.stream_id
LIMIT 100;
