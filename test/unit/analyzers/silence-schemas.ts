/** Stores of events as they are found in the wild: the table of the guide, a message store, a log read by transactions, one of tagged events. */
export const GUIDE = `
CREATE TABLE events (
  event_id uuid PRIMARY KEY, stream_id varchar(255) NOT NULL, event_version bigint NOT NULL, event_type varchar(255) NOT NULL,
  event_data jsonb NOT NULL, metadata jsonb, causation_id uuid, correlation_id varchar(255), user_id varchar(255),
  created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (stream_id, event_version)
);
CREATE INDEX idx_events_created_at ON events (created_at);
CREATE INDEX idx_events_correlation_id ON events (correlation_id);
CREATE INDEX idx_events_type ON events (event_type, event_id);
`;

export const MESSAGE_STORE = `
CREATE SCHEMA message_store;
SET search_path TO message_store, public;
CREATE TABLE messages (
  global_position bigserial NOT NULL, position bigint NOT NULL, time timestamp without time zone DEFAULT (now() AT TIME ZONE 'utc') NOT NULL,
  stream_name text NOT NULL, type text NOT NULL, data jsonb, metadata jsonb, id uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (global_position)
);
CREATE FUNCTION category(stream_name varchar) RETURNS varchar AS $$ SELECT split_part(stream_name, '-', 1) $$ LANGUAGE sql IMMUTABLE;
CREATE FUNCTION cardinal_id(stream_name varchar) RETURNS varchar AS $$ SELECT split_part(stream_name, '-', 2) $$ LANGUAGE sql IMMUTABLE;
CREATE FUNCTION hash_64(value varchar) RETURNS bigint AS $$ SELECT left('x' || md5(value), 17)::bit(64)::bigint $$ LANGUAGE sql IMMUTABLE;
CREATE UNIQUE INDEX messages_id ON messages (id);
CREATE UNIQUE INDEX messages_stream ON messages (stream_name, position);
CREATE INDEX messages_category ON messages (category(stream_name), global_position, category(metadata->>'correlationStreamName'));
`;

export const TRANSACTIONS = `
CREATE TABLE emt_messages (
  stream_id text NOT NULL, stream_position bigint NOT NULL, partition text NOT NULL DEFAULT 'global', message_kind char(1) NOT NULL DEFAULT 'E',
  message_data jsonb NOT NULL, message_metadata jsonb NOT NULL, message_type text NOT NULL, message_id text NOT NULL,
  is_archived boolean NOT NULL DEFAULT false, global_position bigint GENERATED ALWAYS AS IDENTITY, transaction_id xid8 NOT NULL,
  created timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (stream_id, stream_position, partition)
);
CREATE UNIQUE INDEX emt_messages_order ON emt_messages (transaction_id, global_position);
`;

export const TAGGED = `
CREATE TABLE dcb_events (
  id uuid NOT NULL, type text NOT NULL, data jsonb NOT NULL, tags text[] NOT NULL, position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  occurred_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX dcb_events_tags ON dcb_events USING gin (tags);
CREATE INDEX dcb_events_type ON dcb_events (type, position);
`;

export const QUEUES = `
CREATE TABLE jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, task text NOT NULL, payload jsonb NOT NULL, priority int NOT NULL DEFAULT 0,
  run_at timestamptz NOT NULL DEFAULT now(), locked_at timestamptz, attempts int NOT NULL DEFAULT 0, max_attempts int NOT NULL DEFAULT 25,
  is_available boolean GENERATED ALWAYS AS (locked_at IS NULL AND attempts < max_attempts) STORED NOT NULL
);
CREATE INDEX jobs_main_index ON jobs (priority, run_at) WHERE is_available = true;
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic text NOT NULL, payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), published_at timestamptz
);
CREATE INDEX outbox_pending ON outbox (created_at) WHERE published_at IS NULL;
`;
