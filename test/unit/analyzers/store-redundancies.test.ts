import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS, formatMessage, readSchema } from '../../../src/analyzers';
import { libpgFeeder } from './feeders';

interface Store {
  /** The keys and indexes as the store makes them; columns as far as they are named there. */
  readonly ddl: string;
  /** What reviewers of the store call redundant: every other index has work of its own. */
  readonly redundant: readonly string[];
}

/** Keys and indexes of event stores, queues and logs that are in use. */
const STORES: Readonly<Record<string, Store>> = {
  'Message DB: a unique index for each stream, one for each category': {
    ddl: `
CREATE FUNCTION category(name varchar) RETURNS varchar LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN split_part(name, '-', 1); END $$;
CREATE TABLE messages (
  id uuid NOT NULL, stream_name text NOT NULL, type text NOT NULL, position bigint NOT NULL,
  global_position bigserial NOT NULL, data jsonb, metadata jsonb, time timestamp NOT NULL
);
ALTER TABLE messages ADD PRIMARY KEY (global_position);
CREATE UNIQUE INDEX messages_id ON messages (id);
CREATE UNIQUE INDEX messages_stream ON messages (stream_name, position);
CREATE INDEX messages_category ON messages (category(stream_name), global_position, category(metadata->>'correlationStreamName'));`,
    redundant: [],
  },
  'Emmett: keys that end with the partition': {
    ddl: `
CREATE TABLE streams (
  stream_id text NOT NULL, stream_position bigint NOT NULL, partition text NOT NULL, is_archived boolean NOT NULL,
  PRIMARY KEY (stream_id, partition, is_archived)
) PARTITION BY LIST (partition);
CREATE TABLE messages (
  stream_id text NOT NULL, stream_position bigint NOT NULL, partition text NOT NULL, is_archived boolean NOT NULL, message_id text,
  PRIMARY KEY (stream_id, stream_position, partition, is_archived)
) PARTITION BY LIST (partition);`,
    redundant: [],
  },
  'pg-boss: unique indexes of the same columns for different states': {
    ddl: `
CREATE TABLE job (
  id uuid NOT NULL, name text NOT NULL, priority int NOT NULL, state text NOT NULL, policy text, singleton_key text,
  start_after timestamptz NOT NULL, created_on timestamptz NOT NULL, PRIMARY KEY (name, id)
);
CREATE UNIQUE INDEX job_i1 ON job (name, COALESCE(singleton_key, '')) WHERE state = 'created' AND policy = 'short';
CREATE UNIQUE INDEX job_i2 ON job (name, COALESCE(singleton_key, '')) WHERE state = 'active' AND policy = 'singleton';
CREATE INDEX job_i5 ON job (name, start_after) INCLUDE (priority, created_on, id) WHERE state < 'active';`,
    redundant: [],
  },
  'a workflow log that kept the index of an earlier key': {
    ddl: `
CREATE TABLE deps (
  flow_slug text NOT NULL, dep_slug text NOT NULL, step_slug text NOT NULL, PRIMARY KEY (flow_slug, dep_slug, step_slug)
);
CREATE INDEX idx_deps_by_flow_step ON deps (flow_slug, step_slug);
CREATE INDEX idx_deps_by_flow_dep ON deps (flow_slug, dep_slug);
CREATE TABLE step_states (run_id uuid NOT NULL, step_slug text NOT NULL, status text NOT NULL, PRIMARY KEY (run_id, step_slug));
CREATE INDEX idx_step_states_run_id ON step_states (run_id);
CREATE INDEX idx_step_states_ready ON step_states (run_id, status) WHERE status = 'created';`,
    redundant: ['idx_deps_by_flow_dep', 'idx_step_states_run_id'],
  },
  'DBOS: the same index under the name of an earlier version': {
    ddl: `
CREATE TABLE notifications (message_uuid text PRIMARY KEY, destination_uuid text NOT NULL, topic text, message text NOT NULL);
CREATE INDEX idx_workflow_topic ON notifications (destination_uuid, topic);
CREATE INDEX idx_notifications ON notifications (destination_uuid, topic);`,
    redundant: ['idx_notifications'],
  },
  'Umami: every report has its index, and the short ones stayed': {
    ddl: `
CREATE TABLE website_event (
  event_id uuid PRIMARY KEY, website_id uuid NOT NULL, session_id uuid NOT NULL, visit_id uuid NOT NULL, created_at timestamptz,
  url_path text, event_name text
);
CREATE INDEX website_event_created_at_idx ON website_event (created_at);
CREATE INDEX website_event_session_id_idx ON website_event (session_id);
CREATE INDEX website_event_website_id_idx ON website_event (website_id);
CREATE INDEX website_event_website_id_created_at_idx ON website_event (website_id, created_at);
CREATE INDEX website_event_website_id_session_id_created_at_idx ON website_event (website_id, session_id, created_at);
CREATE INDEX website_event_website_id_created_at_url_path_idx ON website_event (website_id, created_at, url_path);
CREATE INDEX website_event_website_id_created_at_event_name_idx ON website_event (website_id, created_at, event_name);
CREATE INDEX website_event_visit_id_idx ON website_event (visit_id);`,
    redundant: ['website_event_website_id_created_at_idx', 'website_event_website_id_idx'],
  },
  'an events table whose unique key has a plain twin and a longer index': {
    ddl: `
CREATE TABLE events (
  position bigserial PRIMARY KEY, stream_id text NOT NULL, version int NOT NULL, type text NOT NULL, created_at timestamptz NOT NULL,
  CONSTRAINT events_stream_version UNIQUE (stream_id, version)
);
CREATE INDEX events_stream_version_idx ON events (stream_id, version);
CREATE INDEX events_stream_version_type_idx ON events (stream_id, version, type);
CREATE INDEX events_by_type ON events (type, position);
CREATE INDEX events_newest_first ON events (stream_id, version DESC);`,
    redundant: ['events_stream_version_idx'],
  },
};

async function redundantIn(ddl: string): Promise<readonly string[]> {
  const feeder = await libpgFeeder();
  const file = 'db/migrations/0001.sql';
  const source = { kind: 'migrations', folders: ['db/migrations'], files: [file] } as const;
  const snapshot = readSchema([{ file, text: ddl }], feeder, source);
  assert.deepEqual(snapshot.problems, []);
  const { findings } = analyze({
    document: { file, languageId: 'sql', text: ddl },
    snapshot,
    settings: DEFAULT_SETTINGS,
    feeder,
  });
  return findings
    .filter(({ ruleId }) => ruleId === 'redundant-index')
    .map(({ message }) => /^The index (\S+) /.exec(formatMessage(message))?.[1] ?? '')
    .sort();
}

describe('Redundant indexes of stores in use', () => {
  for (const [name, { ddl, redundant }] of Object.entries(STORES)) {
    it(`are those that reviewers name and no others: ${name}`, async () => {
      assert.deepEqual(await redundantIn(ddl), redundant);
    });
  }

  it('are never those of a constraint', async () => {
    const names = await Promise.all(Object.values(STORES).map(({ ddl }) => redundantIn(ddl)));
    const constraints = /_pkey$|^events_stream_version$/;
    assert.deepEqual(
      names.flat().filter((index) => constraints.test(index)),
      [],
    );
    assert.ok(names.flat().length > 5);
  });
});
