-- Most reads ask for streams of the last month: keep the index to those.
CREATE INDEX idx_active_streams ON events (stream_id, event_id)
WHERE created_at > NOW() - INTERVAL '30 days';

-- For the daily figures.
CREATE INDEX idx_events_created_brin ON events USING BRIN (created_at);

-- Covered by idx_outbox_topic_created_at.
DROP INDEX idx_outbox_topic;
