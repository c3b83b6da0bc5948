CREATE TABLE streams (
    stream_id  text PRIMARY KEY,
    version    bigint NOT NULL,
    category   text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE events (
    event_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream_id      text NOT NULL REFERENCES streams,
    event_version  bigint NOT NULL,
    event_type     text NOT NULL,
    event_data     jsonb NOT NULL,
    metadata       jsonb,
    causation_id   uuid,
    correlation_id uuid,
    user_id        text,
    created_at     timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX idx_events_correlation_id ON events (correlation_id) WHERE correlation_id IS NOT NULL;

COMMENT ON COLUMN events.event_id IS 'Position in the whole log';
COMMENT ON COLUMN events.event_version IS 'Position in the stream, starting at 1';
