import assert from 'node:assert/strict';
import { analyze, type Analysis, DEFAULT_SETTINGS, formatMessage, readSchema } from '../../../src/analyzers';
import type { RuleId } from '../../../src/analyzers/rules/rule-id';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import { libpgFeeder } from './feeders';
import { GUIDE, MESSAGE_STORE, QUEUES, TAGGED, TRANSACTIONS } from './silence-schemas';

interface Silence {
  readonly schema: string;
  readonly query: string;
  /** The rules that one would expect to speak, with why they do not. */
  readonly reasons: Partial<Record<RuleId, string>>;
}

/** What must stay silent, whatever rules come: each form is right, or cured by something else than an index. */
const SILENCES: Readonly<Record<string, Silence>> = {
  'the current version of a stream by max': {
    schema: GUIDE,
    query: 'SELECT max(event_version) FROM events WHERE stream_id = $1',
    reasons: { 'filtered-extreme': 'covered-by-index', 'missing-stream-index': 'covered-by-index' },
  },
  'the current version of a stream by its last event': {
    schema: GUIDE,
    query: 'SELECT event_version FROM events WHERE stream_id = $1 ORDER BY event_version DESC LIMIT 1',
    reasons: { 'missing-stream-index': 'covered-by-index' },
  },
  'the current position of a stream in a message store': {
    schema: MESSAGE_STORE,
    query: 'SELECT max(position) FROM messages WHERE stream_name = $1',
    reasons: { 'filtered-extreme': 'covered-by-index', 'missing-stream-index': 'covered-by-index' },
  },
  'several streams in the order of an index': {
    schema: GUIDE,
    query: 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY stream_id, event_version LIMIT 100',
    reasons: { 'unordered-stream-index': 'ordered-by-index', 'missing-stream-index': 'covered-by-index' },
  },
  'several written streams in the order of an index': {
    schema: GUIDE,
    query:
      "SELECT * FROM events WHERE stream_id IN ('a-1', 'a-2') ORDER BY stream_id, event_version LIMIT 100",
    reasons: { 'unordered-stream-index': 'ordered-by-index' },
  },
  'an append that is conditional on tags and types': {
    schema: TAGGED,
    query: `INSERT INTO dcb_events (id, type, data, tags) SELECT $1, $2, $3, $4
      WHERE NOT EXISTS (SELECT 1 FROM dcb_events WHERE type IN ('Enrolled', 'Left') AND tags @> $5 AND position > $6)`,
    reasons: {
      'missing-containment-index': 'covered-by-index',
      'missing-version-constraint': 'no-stream-versions',
    },
  },
  'an append that is conditional on several items': {
    schema: TAGGED,
    query: `INSERT INTO dcb_events (id, type, data, tags) SELECT $1, $2, $3, $4
      WHERE NOT EXISTS (
        SELECT 1 FROM dcb_events WHERE type = 'Enrolled' AND tags @> $5 AND position > $6
        UNION ALL
        SELECT 1 FROM dcb_events WHERE type = 'Left' AND tags @> $7 AND position > $6
      )`,
    reasons: {
      'missing-containment-index': 'covered-by-index',
      'missing-version-constraint': 'no-stream-versions',
    },
  },
  'the whole log from a position': {
    schema: GUIDE,
    query: 'SELECT * FROM events WHERE event_id > $1 ORDER BY event_id LIMIT $2',
    reasons: { 'missing-position-index': 'covered-by-index' },
  },
  'the whole log from a position in a message store': {
    schema: MESSAGE_STORE,
    query: 'SELECT * FROM messages WHERE global_position >= $1 ORDER BY global_position ASC LIMIT 1000',
    reasons: { 'missing-position-index': 'covered-by-index', 'page-in-other-order': 'bounded-already' },
  },
  'a correlation with its single-column index': {
    schema: GUIDE,
    query: 'SELECT * FROM events WHERE correlation_id = $1 ORDER BY event_id',
    reasons: { 'missing-correlation-index': 'covered-by-index' },
  },
  'a page of a correlation with its single-column index': {
    schema: GUIDE,
    query: 'SELECT * FROM events WHERE correlation_id = $1 ORDER BY event_id LIMIT 100',
    reasons: { 'missing-correlation-index': 'covered-by-index' },
  },
  'several correlations with their single-column index': {
    schema: GUIDE,
    query: 'SELECT * FROM events WHERE correlation_id = ANY($1) ORDER BY event_id LIMIT 100',
    reasons: {
      'missing-correlation-index': 'covered-by-index',
      'unordered-stream-index': 'few-rows-per-value',
    },
  },
  'a keyset on an almost unique time': {
    schema: GUIDE,
    query:
      'SELECT * FROM events WHERE (created_at, event_id) > ($1, $2) ORDER BY created_at, event_id LIMIT 100',
    reasons: { 'missing-position-index': 'covered-by-index', 'unindexed-time-window': 'covered-by-index' },
  },
  'a page by an almost unique time': {
    schema: GUIDE,
    query: 'SELECT * FROM events WHERE created_at >= $1 ORDER BY created_at, event_id LIMIT 100',
    reasons: { 'missing-position-index': 'covered-by-index', 'unindexed-time-window': 'covered-by-index' },
  },
  'a queue in the order of its partial index': {
    schema: QUEUES,
    query: `SELECT id FROM jobs WHERE is_available = true AND run_at <= now()
      ORDER BY priority, run_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    reasons: { 'missing-partial-index': 'covered-by-index' },
  },
  'an outbox in the order of its partial index': {
    schema: QUEUES,
    query:
      'SELECT * FROM outbox WHERE published_at IS NULL ORDER BY created_at LIMIT 100 FOR UPDATE SKIP LOCKED',
    reasons: { 'missing-partial-index': 'covered-by-index' },
  },
  'SQL that a function hides': {
    schema: MESSAGE_STORE,
    query: 'SELECT * FROM get_stream_messages($1, $2, $3)',
    reasons: {},
  },
  'a share of the log for one of several consumers': {
    schema: GUIDE,
    query:
      'SELECT * FROM events WHERE MOD(hashtext(stream_id), 4) = 2 AND event_id > $1 ORDER BY event_id LIMIT 100',
    reasons: { 'missing-expression-index': 'share-of-rows', 'missing-position-index': 'covered-by-index' },
  },
  'a share of a category for a member of a consumer group': {
    schema: MESSAGE_STORE,
    query: `SELECT * FROM messages WHERE category(stream_name) = $1 AND global_position >= $2
      AND MOD(@hash_64(cardinal_id(stream_name)), $3) = $4 ORDER BY global_position ASC LIMIT $5`,
    reasons: { 'missing-expression-index': 'covered-by-index', 'missing-position-index': 'covered-by-index' },
  },
  'cursors of several streams': {
    schema: GUIDE,
    query: `SELECT * FROM events
      WHERE (stream_id = $1 AND event_version >= $2) OR (stream_id = $3 AND event_version >= $4)`,
    reasons: { 'expanded-keyset': 'no-keyset' },
  },
  'pairs of stream and version': {
    schema: GUIDE,
    query: 'SELECT * FROM events WHERE (stream_id, event_version) IN (($1, $2), ($3, $4))',
    reasons: { 'unordered-stream-index': 'no-order', 'missing-stream-index': 'covered-by-index' },
  },
  'pairs of stream and version that are joined': {
    schema: GUIDE,
    query: `SELECT e.* FROM unnest($1::text[], $2::bigint[]) AS s(id, version)
      JOIN events e ON e.stream_id = s.id AND e.event_version >= s.version`,
    reasons: { 'missing-stream-index': 'covered-by-index' },
  },
  'a log with a list of gaps': {
    schema: MESSAGE_STORE,
    query: `SELECT * FROM messages WHERE (global_position > $1 OR global_position IN (17, 19, 23))
      ORDER BY global_position LIMIT 100`,
    reasons: { 'expanded-keyset': 'no-keyset' },
  },
  'a log with an array of gaps': {
    schema: MESSAGE_STORE,
    query: `SELECT * FROM messages WHERE global_position > $1 OR global_position = ANY($2)
      ORDER BY global_position LIMIT 100`,
    reasons: { 'expanded-keyset': 'no-keyset' },
  },
  'a log that is read behind the oldest running transaction': {
    schema: TRANSACTIONS,
    query: `SELECT * FROM emt_messages
      WHERE (transaction_id, global_position) > ($1, $2) AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY transaction_id, global_position LIMIT $3`,
    reasons: { 'missing-position-index': 'covered-by-index' },
  },
  'a transaction before the oldest that runs': {
    schema: TRANSACTIONS,
    query: `SELECT * FROM emt_messages
      WHERE transaction_id >= $1 AND transaction_id < pg_snapshot_xmin(pg_current_snapshot()) AND is_archived = false
      ORDER BY transaction_id, global_position LIMIT $2`,
    reasons: { 'missing-position-index': 'covered-by-index' },
  },
};

const FILE = 'db/migrations/0001.sql';

async function judge(schema: string, text: string, languageId: 'sql' | 'typescript'): Promise<Analysis> {
  const feeder = await libpgFeeder();
  const source = { kind: 'migrations', folders: ['db/migrations'], files: [FILE] } as const;
  const snapshot = readSchema([{ file: FILE, text: schema }], feeder, source);
  assert.deepEqual(snapshot.problems, []);
  const file = languageId === 'sql' ? 'query.sql' : 'src/query.ts';
  return analyze({
    document: { file, languageId, text },
    snapshot,
    settings: DEFAULT_SETTINGS,
    feeder,
    findEmbeddedSql,
  });
}

/** The hosts that a query has: each with its own form of a parameter. */
const HOSTS: readonly (readonly [name: string, 'sql' | 'typescript', (query: string) => string])[] = [
  ['a script', 'sql', (query) => `${query};`],
  [
    'a string of TypeScript',
    'typescript',
    (query) => `export const run = (client: Client) => client.query(\`${query}\`);`,
  ],
  [
    'a tagged template',
    'typescript',
    (query) =>
      `export const run = (sql: Sql, v: Values) => sql\`${query.replace(/\$(\d)/g, (_, n: string) => `\${v.p${n}}`)}\`;`,
  ],
];

describe('Silence about what is right', () => {
  for (const [what, { schema, query, reasons }] of Object.entries(SILENCES)) {
    for (const [host, languageId, write] of HOSTS) {
      it(`is kept about ${what} in ${host}`, async () => {
        const { findings, statements } = await judge(schema, write(query), languageId);
        assert.deepEqual(
          findings.map(({ ruleId, message }) => `${ruleId}: ${formatMessage(message)}`),
          [],
        );
        const [statement, ...others] = statements;
        assert.equal(others.length, 0);
        assert.equal(statement?.state, 'analysed');
        for (const [rule, code] of Object.entries(reasons)) {
          const verdict = statement.verdicts.find(
            ({ ruleId, reason }) => ruleId === rule && reason?.code === code,
          );
          assert.ok(verdict?.reason, `${rule} gave ${JSON.stringify(statement.verdicts)}`);
          assert.match(formatMessage(verdict.reason.message), /^\S.*\.$/);
        }
      });
    }
  }
});
