ALTER TABLE streams ADD COLUMN archived_at timestamptz;

CREATE INDEX CONCURRENTLY idx_streams_category_active ON streams (category, stream_id) WHERE archived_at IS NULL;
