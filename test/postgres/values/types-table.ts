/** 5,000 rows with values of every type that people compare with, odd texts among them, and tables of which less is known. */
export const TYPES_TABLE = `
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'never used');
CREATE DOMAIN code AS text CHECK (length(VALUE) > 0);
CREATE TABLE things (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream uuid NOT NULL,
  name text,
  "Odd ""name""" varchar(40),
  small smallint,
  price numeric(10, 2),
  ratio float8,
  mood mood,
  code code,
  at timestamptz,
  plain_at timestamp,
  day date,
  note char(6),
  address inet,
  span interval,
  data bytea,
  doc jsonb,
  tags text[]
);
INSERT INTO things (stream, name, "Odd ""name""", small, price, ratio, mood, code, at, plain_at, day, note, address, span, data, doc, tags)
SELECT md5((n / 5)::text)::uuid,
  CASE WHEN n % 3 = 0 THEN 'name ' || n % 12 ELSE 'only ' || n / 2 END,
  (ARRAY['a"b', 'back\\slash', 'comma, brace {}', 'NULL', '', ' space ', 'ünï ☃', 'it''s', '%_'])[1 + n % 9] || CASE WHEN n % 2 = 0 THEN n::text ELSE '' END,
  n % 300, n % 700 / 10.0, sqrt(n % 900), (ARRAY['sad', 'ok', 'ok', 'happy']::mood[])[1 + n % 4], 'c' || n % 250,
  '2026-01-01 00:00:00+00'::timestamptz + n * interval '1 minute', '2026-01-01'::timestamp + n * interval '1 minute',
  '2020-01-01'::date + n % 800, 'n' || n % 90, ('10.0.' || n / 250 || '.' || n % 250)::inet, n % 400 * interval '7 minutes',
  decode(md5((n / 3)::text), 'hex'), jsonb_build_object('kind', 'k' || n % 40, 'n', n), ARRAY['t' || n % 30, 'u "' || n % 7]
FROM generate_series(1, 5000) n;
CREATE INDEX ON things (at);

CREATE TABLE measures (sensor text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (at, sensor)) PARTITION BY RANGE (at);
CREATE TABLE measures_1 PARTITION OF measures FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE measures_2 PARTITION OF measures FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
INSERT INTO measures SELECT 's' || floor(sqrt(n)), '2026-01-01'::timestamptz + n * interval '20 minutes' FROM generate_series(1, 4000) n;

CREATE TABLE large (id uuid PRIMARY KEY, name text, filler text);
INSERT INTO large SELECT gen_random_uuid(), 'name ' || n / 5, repeat('x', 700)
FROM generate_series(1, 130000) n;
ANALYZE;

CREATE TABLE fresh (kind text, note text) WITH (autovacuum_enabled = off);
INSERT INTO fresh SELECT 'kind ' || floor(sqrt(n)), 'x' FROM generate_series(1, 500) n;

CREATE TABLE notes (thing bigint REFERENCES things, note text);
CREATE VIEW open_things AS SELECT id, name AS title FROM things WHERE mood <> 'sad';

CREATE ROLE visitor LOGIN;
CREATE TABLE hidden (name text);
INSERT INTO hidden VALUES ('secret');
CREATE TABLE secured (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, owner name);
INSERT INTO secured (name, owner) SELECT 'mine', 'visitor' FROM generate_series(1, 30);
INSERT INTO secured (name, owner) SELECT 'theirs', 'postgres' FROM generate_series(1, 60);
ALTER TABLE secured ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON secured USING (owner = current_user);
GRANT SELECT ON secured TO visitor;
ANALYZE hidden, secured;
`;
