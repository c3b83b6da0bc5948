import assert from 'node:assert/strict';
import { analyze, type Analysis, DEFAULT_SETTINGS, formatMessage, readSchema } from '../../../src/analyzers';
import { libpgFeeder } from './feeders';

const FILE = 'db/migrations/0001.sql';

/** The table of the guide that Indexwright grew from. */
const GUIDE = `
CREATE TABLE events (
  event_id uuid PRIMARY KEY, stream_id varchar(255) NOT NULL, event_version bigint NOT NULL, event_type varchar(255) NOT NULL,
  event_data jsonb NOT NULL, metadata jsonb, causation_id uuid, correlation_id varchar(255), user_id varchar(255),
  created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (stream_id, event_version)
);
CREATE INDEX idx_events_stream_id ON events (stream_id);
CREATE INDEX idx_events_created_at ON events (created_at);
CREATE INDEX idx_events_correlation_id ON events (correlation_id);
CREATE INDEX idx_events_multistream_any ON events (stream_id, event_id);
`;
const HEADLINE = `
SELECT event_id, stream_id, event_version, event_type, event_data, metadata, causation_id, correlation_id, user_id, created_at
FROM events
WHERE stream_id = ANY($1)
ORDER BY event_id
LIMIT $2`;

async function judge(text: string, schema: string, file = 'query.sql'): Promise<Analysis> {
  const feeder = await libpgFeeder();
  const source = { kind: 'migrations', folders: ['db/migrations'], files: [FILE] } as const;
  const snapshot = readSchema([{ file: FILE, text: schema }], feeder, source);
  return analyze({
    document: { file, languageId: 'sql', text },
    snapshot,
    settings: DEFAULT_SETTINGS,
    feeder,
  });
}

const rulesOf = ({ findings }: Analysis): readonly string[] => findings.map(({ ruleId }) => ruleId);

describe('The headline query on the schema of the guide', () => {
  it('misses no index', async () => {
    assert.deepEqual(rulesOf(await judge(HEADLINE, GUIDE)), ['unordered-stream-index']);
  });

  it('is spoken of as information, since no plan and no statistics stand behind it', async () => {
    const [finding] = (await judge(HEADLINE, GUIDE)).findings;
    assert.equal(finding?.severity, 'information');
    assert.equal(finding.certainty, 'catalogued');
    assert.doesNotMatch(formatMessage(finding.message), /index-only|missing/i);
  });

  it('is offered the rewrites, ids first before whole rows, and repeats no rows for repeated ids', async () => {
    const [finding] = (await judge(HEADLINE, GUIDE)).findings;
    assert.deepEqual(
      finding?.fixes.map(({ id }) => id),
      ['rewrite/ids-first', 'rewrite/lateral-rows'],
    );
    for (const { edits, ddl, preferred } of finding.fixes) {
      assert.match(
        edits.map(({ newText }) => newText).join(''),
        /SELECT DISTINCT unnest\(\$1::varchar\[\]\)/,
      );
      assert.equal(ddl, undefined, 'idx_events_multistream_any is there already');
      assert.equal(preferred, false, 'for hot streams spread over all time the plain form wins');
    }
  });

  it('is offered no whole rows for more than fifty streams', async () => {
    const feeder = await libpgFeeder();
    const source = { kind: 'migrations', folders: ['db'], files: [FILE] } as const;
    const { findings } = analyze({
      document: { file: 'query.sql', languageId: 'sql', text: HEADLINE },
      snapshot: readSchema([{ file: FILE, text: GUIDE }], feeder, source),
      settings: { ...DEFAULT_SETTINGS, expectedArraySize: 51 },
      feeder,
    });
    assert.deepEqual(
      findings.flatMap(({ fixes }) => fixes.map(({ id }) => id)),
      ['rewrite/ids-first'],
    );
  });

  it('misses an index that starts with the stream when there is none, and nothing else', async () => {
    const bare = 'CREATE TABLE events (event_id uuid PRIMARY KEY, stream_id text NOT NULL);';
    assert.deepEqual(
      rulesOf(await judge('SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 9', bare)),
      ['missing-stream-index'],
    );
  });
});

describe('Redundant indexes of the guide', () => {
  it('are the one that the unique constraint makes useless, and no other', async () => {
    const { findings } = await judge(GUIDE, GUIDE, FILE);
    const redundant = findings.filter(({ ruleId }) => ruleId === 'redundant-index');
    assert.equal(redundant.length, 1);
    assert.match(
      formatMessage(redundant[0]?.message ?? { template: '', args: [] }),
      /^The index idx_events_stream_id /,
    );
    assert.equal(redundant[0]?.severity, 'information');
  });
});

/** What must stay silent, whatever rules come: each form is right, or cured by something else than an index. */
const SILENT: Readonly<Record<string, readonly [query: string, schema?: string]>> = {
  'the last version of one stream': ['SELECT max(event_version) FROM events WHERE stream_id = $1'],
  'the last event of one stream': [
    'SELECT * FROM events WHERE stream_id = $1 ORDER BY event_version DESC LIMIT 1',
  ],
  'several streams in the order of an index': [
    'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY stream_id, event_version LIMIT 100',
  ],
  'the whole log from a position': ['SELECT * FROM events WHERE event_id > $1 ORDER BY event_id LIMIT $2'],
  'a correlation with its single-column index': [
    'SELECT * FROM events WHERE correlation_id = $1 ORDER BY event_id',
  ],
  'a keyset on an almost unique time': [
    'SELECT * FROM events WHERE (created_at, event_id) > ($1, $2) ORDER BY created_at, event_id LIMIT 100',
  ],
  'cursors of several streams': [
    'SELECT * FROM events WHERE (stream_id = $1 AND event_version >= $2) OR (stream_id = $3 AND event_version >= $4)',
  ],
  'pairs of stream and version': [
    "SELECT * FROM events WHERE (stream_id, event_version) IN (('a', 1), ('b', 2))",
  ],
  'a queue in the order of its partial index': [
    'SELECT * FROM jobs WHERE is_available ORDER BY priority, run_at LIMIT 1 FOR UPDATE SKIP LOCKED',
    `CREATE TABLE jobs (id bigint PRIMARY KEY, priority int NOT NULL, run_at timestamptz NOT NULL, is_available boolean NOT NULL);
     CREATE INDEX ON jobs (priority, run_at) WHERE is_available;`,
  ],
  'SQL that a function hides': ['SELECT * FROM get_stream_messages($1)'],
  'a share of the log for one of several consumers': [
    'SELECT * FROM events WHERE MOD(hashtext(stream_id), 4) = 2 AND event_id > $1 ORDER BY event_id LIMIT 100',
  ],
  'a table that nobody knows': [
    'SELECT * FROM measurements WHERE sensor_id = ANY($1) ORDER BY taken_at LIMIT 10',
  ],
  'all rows of several streams, sorted': ['SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id'],
  'a row by its primary key': ['SELECT * FROM events WHERE event_id = $1'],
  'an append': ['INSERT INTO events (event_id, stream_id, event_version) VALUES ($1, $2, $3)'],
};

describe('Silence', () => {
  for (const [what, [query, schema = GUIDE]] of Object.entries(SILENT)) {
    it(`is kept about ${what}, with a reason from every rule`, async () => {
      const { findings, statements } = await judge(query, schema);
      assert.deepEqual(
        findings.map(({ message }) => formatMessage(message)),
        [],
      );
      for (const { state, verdicts } of statements) {
        assert.equal(state, 'analysed');
        for (const { reason } of verdicts) assert.ok(reason, 'silent without a reason');
      }
    });
  }
});

describe('DDL that blocks', () => {
  const INDEX = 'CREATE INDEX idx_events_user_id ON events (user_id);';
  const severities = async (later: readonly string[]): Promise<readonly string[]> => {
    const feeder = await libpgFeeder();
    const files = [GUIDE, INDEX, ...later].map((text, number) => ({ file: `db/${number}.sql`, text }));
    const names = files.map(({ file }) => file);
    const { findings } = analyze({
      document: { file: 'db/1.sql', languageId: 'sql', text: INDEX },
      snapshot: readSchema(files, feeder, { kind: 'migrations', folders: ['db'], files: names }),
      settings: DEFAULT_SETTINGS,
      feeder,
    });
    return findings.map(({ ruleId, severity }) => `${ruleId} ${severity}`);
  };

  it('is information in the newest migration', async () => {
    assert.deepEqual(await severities([]), ['unsafe-index-ddl information']);
  });

  it('is no longer said of one that later migrations follow: most likely it has run', async () => {
    assert.deepEqual(await severities(['CREATE TABLE other (id int);']), []);
  });
});
