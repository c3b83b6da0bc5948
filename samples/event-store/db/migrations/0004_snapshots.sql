CREATE TABLE snapshots (
    stream_id      text NOT NULL REFERENCES streams,
    stream_version bigint NOT NULL,
    state          jsonb NOT NULL,
    taken_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stream_id, stream_version)
);
