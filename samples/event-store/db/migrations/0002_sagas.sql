CREATE TABLE saga_messages (
    message_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    saga_id      uuid NOT NULL,
    sequence     bigint NOT NULL,
    message_type text NOT NULL,
    payload      jsonb NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (saga_id, sequence)
);
