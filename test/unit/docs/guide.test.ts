import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { analyze, type Analysis, DEFAULT_SETTINGS, EMPTY_SNAPSHOT, type Finding, type Snapshot } from '../../../src/analyzers';
import type { Fix } from '../../../src/analyzers/finding';
import { snapshotOf } from '../../rule-fixtures';
import { libpgFeeder } from '../analyzers/feeders';

const FOLDER = resolve(__dirname, '../../fixtures/guide');

interface Expected {
  /** Of the guide's claims, as numbered in NOT_SAID and here. */
  readonly claims: readonly number[];
  /** With single spaces. */
  readonly begins: string;
  /** `severity rule «underlined»: fixes`, in the order of the text. */
  readonly findings: readonly string[];
  /** Without any schema, where that differs. */
  readonly withoutSchema?: readonly string[];
}

/** Every statement of the guide, judged on the guide's own table with the indexes that it names. */
const STATEMENTS: readonly Expected[] = [
  {
    // The index named for this query finds its rows and cannot order them; the rewrites make it of use.
    claims: [1],
    begins: 'SELECT event_id, stream_id, event_version, event_type, event_data, metadata,',
    findings: ['information unordered-stream-index «ORDER BY event_id»: rewrite/ids-first rewrite/lateral-rows'],
    withoutSchema: ['hint unordered-stream-index «ORDER BY event_id»: '],
  },
  {
    claims: [8],
    begins: 'SET enable_seqscan = OFF',
    findings: [
      'warning session-planner-setting «SET enable_seqscan = OFF»: edit-ddl/diagnosis edit-ddl/remove-setting',
    ],
  },
  // The other half of the pair, told with it.
  { claims: [8], begins: 'SET enable_seqscan = ON', findings: [] },
  {
    claims: [9],
    begins: 'SELECT schemaname, tablename, indexname, idx_scan, idx_tup_read',
    findings: ['error unknown-statistics-column «tablename»: rewrite/right-names rewrite/index-usage'],
  },
  // pg_stats does have tablename: the statement runs.
  { claims: [11], begins: 'SELECT schemaname, tablename, attname, n_distinct, correlation FROM pg_stats', findings: [] },
  {
    claims: [13],
    begins: 'SELECT schemaname, tablename, indexname, pg_size_pretty',
    findings: ['error unknown-statistics-column «tablename»: rewrite/right-names rewrite/index-usage'],
  },
  {
    claims: [14],
    begins: 'CREATE INDEX CONCURRENTLY idx_events_multistream_any_new ON events(stream_id, event_id)',
    findings: [
      'information manual-reindex «CREATE INDEX CONCURRENTLY idx_events_multistream_any_new»: edit-ddl/reindex edit-ddl/drop-concurrently',
    ],
    withoutSchema: [
      'hint manual-reindex «CREATE INDEX CONCURRENTLY idx_events_multistream_any_new»: edit-ddl/reindex edit-ddl/drop-concurrently',
    ],
  },
  {
    claims: [14],
    begins: 'DROP INDEX idx_events_multistream_any',
    findings: [],
    // Whether the new index is the same is not known, but the lock is.
    withoutSchema: ['information unsafe-index-ddl «DROP INDEX»: edit-ddl/concurrently'],
  },
  { claims: [14], begins: 'ALTER INDEX idx_events_multistream_any_new RENAME TO', findings: [] },
  {
    claims: [15],
    begins: 'CREATE TABLE events_2024_01 PARTITION OF events',
    findings: ['error partition-of-plain-table «events»: edit-ddl/hash-partitions'],
    // A table that nobody knows may be partitioned.
    withoutSchema: [],
  },
  {
    claims: [16],
    begins: 'CREATE INDEX idx_active_streams ON events(stream_id, event_id) WHERE created_at > NOW()',
    findings: [
      'information unsafe-index-ddl «CREATE INDEX idx_active_streams»: edit-ddl/concurrently',
      'error moving-index-predicate «NOW()»: edit-ddl/time-as-key edit-ddl/fixed-date',
    ],
    withoutSchema: [
      'information unsafe-index-ddl «CREATE INDEX idx_active_streams»: edit-ddl/concurrently',
      'error moving-index-predicate «NOW()»: ',
    ],
  },
  {
    claims: [18],
    begins: 'CREATE INDEX idx_events_created_brin ON events USING BRIN(created_at)',
    findings: [
      'information unsafe-index-ddl «CREATE INDEX idx_events_created_brin»: edit-ddl/concurrently',
      'information fragile-brin-index «created_at»: edit-ddl/minmax-multi',
    ],
    withoutSchema: [
      'information unsafe-index-ddl «CREATE INDEX idx_events_created_brin»: edit-ddl/concurrently',
    ],
  },
];

/** What the guide says in words: no statement stands there to be underlined. */
const NOT_SAID: Readonly<Record<number, string>> = {
  2: 'the promise of index-only scans is prose; no finding ever makes it for a query that reads all columns',
  3: 'that an index keeps related rows together is prose; CLUSTER is never proposed',
  4: 'the indexes are listed as prose; created by a script, the redundant one is found (below)',
  5: 'right: the correlation index is silent (below)',
  6: 'how many streams a query asks for is known at run time only; expectedArraySize is a setting',
  7: 'ANALYZE is harmless; whether autovacuum keeps up, only the statistics of a server tell',
  10: 'how to read idx_scan is prose; the page of unknown-statistics-column says it',
  12: 'batch sizes are settings of another library, in Rust',
  17: 'what an active stream is, the schema alone does not tell; a state column is offered where the table has one',
  19: 'a sibling document of the guide; = ANY($1) has one text for every number of streams, so there is nothing to say',
  20: 'which queries a program runs, its own files tell; each is judged where it stands',
};

const DOCUMENTS = [
  ['guide.md', 'markdown'],
  ['guide.sql', 'sql'],
] as const;

describe('The guide that Indexwright grew from', () => {
  it('has twenty claims: each is a statement here, or has a reason why none is underlined', () => {
    const judged = STATEMENTS.flatMap(({ claims }) => claims);
    const all = [...new Set([...judged, ...Object.keys(NOT_SAID).map(Number)])].sort((a, b) => a - b);
    assert.deepEqual(all, Array.from({ length: 20 }, (_, index) => index + 1));
    assert.deepEqual(judged.filter((claim) => claim in NOT_SAID), []);
  });

  for (const [name, languageId] of DOCUMENTS) {
    describe(`as ${name}`, () => {
      const text = readFileSync(join(FOLDER, name), 'utf8');

      it('has each statement judged on its own table', async () => {
        const analysis = await judge(text, languageId, await snapshotOf('guide'));
        assert.deepEqual(
          describeStatements(text, analysis),
          STATEMENTS.map(({ begins, findings }) => ({ begins, findings })),
        );
      });

      it('has each statement judged without any schema', async () => {
        const analysis = await judge(text, languageId, EMPTY_SNAPSHOT);
        assert.deepEqual(
          describeStatements(text, analysis),
          STATEMENTS.map(({ begins, findings, withoutSchema = findings }) => ({ begins, findings: withoutSchema })),
        );
      });

      it('is mended by the first fix of each finding, without a new fault', async () => {
        const snapshot = await snapshotOf('guide');
        const { findings } = await judge(text, languageId, snapshot);
        for (const finding of findings) {
          const [fix] = finding.fixes;
          assert.ok(fix, finding.ruleId);
          const after = await judge(applyFix(text, fix), languageId, snapshot);
          const left = after.findings.map(({ ruleId }) => ruleId);
          const others = findings.filter((other) => other !== finding).map(({ ruleId }) => ruleId);
          assert.deepEqual(left, others, `${finding.ruleId}: ${fix.id}`);
        }
      });
    });
  }

  it('lists an index that the unique key of versions makes redundant, and no other (claim 4)', async () => {
    const script = [
      'CREATE INDEX CONCURRENTLY idx_events_stream_id ON events (stream_id);',
      'CREATE INDEX CONCURRENTLY idx_events_user_id ON events (user_id);',
    ].join('\n');
    const { findings } = await judge(script, 'sql', await snapshotOf('guide'));
    assert.deepEqual(
      findings.map((finding) => describeFinding(script, finding)),
      ['information redundant-index «idx_events_stream_id»: edit-ddl/remove-statement drop-index/redundant'],
    );
  });

  it('is right about the correlation index: sagas are silent (claim 5)', async () => {
    const query = 'SELECT * FROM events WHERE correlation_id = $1 ORDER BY event_id';
    assert.deepEqual((await judge(query, 'sql', await snapshotOf('guide'))).findings, []);
  });
});

async function judge(text: string, languageId: string, snapshot: Snapshot): Promise<Analysis> {
  return analyze({
    document: { file: 'docs/guide', languageId, text },
    snapshot,
    settings: DEFAULT_SETTINGS,
    feeder: await libpgFeeder(),
  });
}

/** Each statement by as much of its text as the expectation of its place has. */
function describeStatements(text: string, { statements, findings }: Analysis) {
  return statements.map(({ span, state }, index) => {
    assert.equal(state, 'analysed');
    const statement = text.slice(span.start, span.end).replace(/\s+/g, ' ');
    return {
      begins: statement.slice(0, STATEMENTS[index]?.begins.length),
      findings: findings
        .filter((finding) => span.start <= finding.span.start && finding.span.end <= span.end)
        .sort((one, other) => one.span.start - other.span.start)
        .map((finding) => describeFinding(text, finding)),
    };
  });
}

function describeFinding(text: string, { severity, ruleId, span, fixes }: Finding): string {
  const underlined = text.slice(span.start, span.end);
  return `${severity} ${ruleId} «${underlined}»: ${fixes.map(({ id }) => id).join(' ')}`;
}

function applyFix(text: string, { edits, ddl }: Fix): string {
  return [...edits, ...(ddl?.insertion ? [ddl.insertion] : [])]
    .sort((one, other) => other.span.start - one.span.start)
    .reduce((result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end), text);
}
