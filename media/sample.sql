-- A small event store, and a query that it has no index for. Nothing of this is run.
CREATE TABLE events (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream_id text NOT NULL,
  event_type text NOT NULL,
  event_data jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- The events of several streams, in the order in which they happened.
-- Put the cursor on the underlined condition and open the quick fixes.
SELECT event_id, event_type, event_data
FROM events
WHERE stream_id = ANY($1)
ORDER BY event_id
LIMIT 100;
