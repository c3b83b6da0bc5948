import assert from 'node:assert/strict';
import { formatMessage } from '../../../../src/analyzers/message';
import { readExplainableText } from '../../../../src/analyzers/query/read-explainable-text';
import type { ParameterUse } from '../../../../src/analyzers/query/explainable-query';
import type { Snapshot } from '../../../../src/analyzers/schema/snapshot';
import { libpgFeeder, pgsqlAstFeeder } from '../feeders';
import { schemaFrom } from '../schema-from';
import { explainable, readExplainable } from './explainable';

const TABLES = `
  CREATE TABLE events (event_id bigint NOT NULL, stream_id text NOT NULL, kind text, at timestamptz, data jsonb, code integer);
  CREATE TABLE streams (id text NOT NULL, head integer);
  CREATE VIEW recent AS SELECT event_id, stream_id AS stream FROM events WHERE kind = 'x';`;

function sketch(use: ParameterUse): string {
  switch (use.kind) {
    case 'column':
      return `${use.comparison} ${use.schema}.${use.table}.${use.column}`;
    case 'written':
      return `written ${use.schema}.${use.table}.${use.column}`;
    case 'unnested':
      return `unnested${use.column ? ` ${use.column.schema}.${use.column.table}.${use.column.column}` : ''}`;
    default:
      return use.kind;
  }
}

async function refusal(text: string, languageId = 'sql'): Promise<string> {
  const reading = await readExplainable(text, { languageId });
  assert.equal(reading.kind, 'refused', text);
  return formatMessage(reading.reason);
}

const USES: readonly (readonly [sql: string, ...uses: string[]])[] = [
  ['SELECT * FROM events WHERE stream_id = $1', 'equal public.events.stream_id'],
  ['SELECT * FROM events WHERE $1::text = stream_id', 'equal public.events.stream_id'],
  [
    'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT $2 OFFSET $3',
    'any public.events.stream_id',
    'limit',
    'offset',
  ],
  [
    'SELECT * FROM events WHERE stream_id IN ($1, $2)',
    'equal public.events.stream_id',
    'equal public.events.stream_id',
  ],
  [
    'SELECT * FROM events WHERE code = $1 OR code = $2',
    'equal public.events.code',
    'equal public.events.code',
  ],
  [
    'SELECT * FROM events WHERE event_id > $1 AND $2 > event_id',
    'greater public.events.event_id',
    'less public.events.event_id',
  ],
  ['SELECT * FROM events WHERE at BETWEEN $1 AND $2', 'greater public.events.at', 'less public.events.at'],
  [
    'SELECT * FROM events WHERE (at, event_id) < ($1, $2)',
    'less public.events.at',
    'less public.events.event_id',
  ],
  [
    'SELECT * FROM events WHERE ($1, $2) < (at, event_id)',
    'greater public.events.at',
    'greater public.events.event_id',
  ],
  ['SELECT * FROM events WHERE data @> $1', 'containment public.events.data'],
  ['SELECT * FROM events WHERE kind LIKE $1', 'pattern public.events.kind'],
  ['SELECT * FROM events WHERE $1 IS NULL OR kind = $1', 'equal public.events.kind'],
  ['SELECT * FROM events WHERE at > now() - $1::interval', 'other'],
  ['SELECT * FROM events WHERE code = $1::numeric', 'equal public.events.code'],
  ['SELECT * FROM recent WHERE stream = $1', 'equal public.events.stream_id'],
  ['SELECT * FROM events WHERE stream_id IN (SELECT unnest($1::text[]))', 'unnested public.events.stream_id'],
  [
    'SELECT e.* FROM unnest($1::text[]) AS s (id) CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.stream_id = s.id LIMIT $2) e',
    'unnested public.events.stream_id',
    'limit',
  ],
  [
    'SELECT e.* FROM unnest($1::text[], $2::int[]) AS s (id, n) JOIN events e ON e.stream_id = s.id AND e.code = s.n',
    'unnested public.events.stream_id',
    'unnested public.events.code',
  ],
  [
    'WITH ids AS (SELECT unnest($1::text[]) AS id) SELECT * FROM events e JOIN ids ON e.stream_id = ids.id',
    'unnested public.events.stream_id',
  ],
  ['SELECT unnest($1::text[])', 'unnested'],
  [
    'INSERT INTO streams VALUES ($1, $2), ($3, 4)',
    'written public.streams.id',
    'written public.streams.head',
    'written public.streams.id',
  ],
  [
    'INSERT INTO events (kind, stream_id) SELECT $2, id FROM streams WHERE head = $1',
    'equal public.streams.head',
    'written public.events.kind',
  ],
  ['UPDATE streams SET head = $1 WHERE id = $2', 'written public.streams.head', 'equal public.streams.id'],
  ['DELETE FROM streams WHERE id = $1', 'equal public.streams.id'],
  ['SELECT * FROM unknown WHERE id = $1', 'other'],
];

const NOT_RUN: readonly (readonly [sql: string, because: RegExp])[] = [
  ['DELETE FROM events', /DELETE writes/],
  ['INSERT INTO streams VALUES (1, 2)', /INSERT writes/],
  ['MERGE INTO streams s USING events e ON e.stream_id = s.id WHEN MATCHED THEN DELETE', /MERGE writes/],
  ['WITH gone AS (DELETE FROM events RETURNING *) SELECT * FROM gone', /the common table gone writes/],
  ['SELECT * FROM events FOR UPDATE', /locks the rows/],
  ['SELECT * FROM (SELECT * FROM events FOR NO KEY UPDATE) e', /locks the rows/],
  ['SELECT * FROM streams WHERE id IN (SELECT stream_id FROM events FOR SHARE)', /locks the rows/],
  ["SELECT nextval('s')", /nextval\(\) does more than read/],
  ["SELECT pg_catalog.setval('s', 1)", /setval\(\)/],
  ['SELECT "pg_try_advisory_lock"(1)', /pg_try_advisory_lock\(\)/],
  ["SELECT * FROM dblink('x', 'y') AS t (a int)", /dblink\(\)/],
];

describe('A query that may be explained', () => {
  let snapshot: Snapshot;
  before(async () => (snapshot = await schemaFrom(TABLES)));

  for (const [sql, ...uses] of USES) {
    it(`knows what its parameters are for: ${sql}`, async () => {
      const { parameters } = await explainable(sql, { snapshot });
      assert.deepEqual(
        parameters.map(({ use }) => sketch(use)),
        uses,
      );
    });
  }

  it('knows every place of a parameter, and those that are left out', async () => {
    const text = "SELECT '$1', $3, /* $1 */ $3::int FROM events";
    const { parameters } = await explainable(text);
    assert.deepEqual(
      parameters.map(({ number, isUsed, spans }) => [
        number,
        isUsed,
        spans.map(({ start, end }) => text.slice(start, end)),
      ]),
      [
        [1, false, []],
        [2, false, []],
        [3, true, ['$3', '$3']],
      ],
    );
  });

  const labels: readonly (readonly [languageId: string, text: string, labels: readonly string[]])[] = [
    ['sql', 'SELECT * FROM events WHERE code = $1', ['$1']],
    ['sql', 'SELECT * FROM events WHERE code = ? AND kind = ?', ['?', '?']],
    ['sql', 'SELECT * FROM events WHERE code = :code AND kind = :kind OR code = :code', [':code', ':kind']],
    ['typescript', 'sql`SELECT * FROM events WHERE code = ${event.code}`', ['event.code']],
    ['typescript', "db.query('SELECT * FROM events WHERE code = $1', [code])", ['$1']],
  ];
  for (const [languageId, text, expected] of labels) {
    it(`calls its parameters what the code calls them: ${text}`, async () => {
      const { parameters } = await explainable(text, { languageId });
      assert.deepEqual(
        parameters.map(({ label }) => label),
        expected,
      );
    });
  }

  it('is taken out of the statement that carries it', async () => {
    assert.equal((await explainable('EXPLAIN (ANALYZE) SELECT 1')).text, 'SELECT 1');
    assert.equal((await explainable('PREPARE p AS SELECT $1::int')).isNamed, true);
    assert.equal(
      (
        await explainable("db.query({ name: 'a', text: 'SELECT * FROM events' })", {
          languageId: 'typescript',
        })
      ).isNamed,
      true,
    );
  });

  for (const [sql, because] of NOT_RUN) {
    it(`is not run when it does more than read: ${sql}`, async () => {
      const { notRun } = await explainable(sql);
      assert.match(notRun ? formatMessage(notRun) : '', because);
    });
  }

  const run = [
    'SELECT * FROM events WHERE code = 1',
    "SELECT substring(kind FOR 3), 'FOR UPDATE' FROM events -- FOR SHARE",
    'VALUES (1)',
    "SELECT currval('s'), random()",
    'WITH a AS (SELECT 1) SELECT nextval FROM (SELECT 2 AS nextval) s, a',
  ];
  for (const sql of run) {
    it(`may be run when it only reads: ${sql}`, async () => {
      assert.equal((await explainable(sql)).notRun, undefined);
    });
  }
});

describe('What is not explained', () => {
  const statements: readonly (readonly [sql: string, because: RegExp])[] = [
    ['CREATE INDEX ON events (code)', /another statement/],
    ['VACUUM events', /another statement/],
    ['SELECT * INTO copied FROM events', /INTO makes a table/],
    ['SELECT FROM WHERE', /syntax error/],
    [`SELECT ${'('.repeat(101)}1${')'.repeat(101)}`, /nested deeper than 100 levels/],
  ];
  for (const [sql, because] of statements) {
    it(`is ${sql.slice(0, 40)}`, async () => {
      assert.match(await refusal(sql), because);
    });
  }

  const templates: readonly (readonly [written: string, because: RegExp])[] = [
    ['sql`SELECT * FROM events ${where}`', /put together at run time: where\. /],
    ['sql`SELECT * FROM ${table} WHERE code = ${code}`', /at run time: table\. /],
    ["db.query(`SELECT * FROM events WHERE kind = '${kind}'`)", /at run time: kind\. /],
    ['db.query(`SELECT * FROM events ${a} ${b} ${c} ${d}`)', /at run time: a, b, c, …\. /],
  ];
  for (const [written, because] of templates) {
    it(`is another query than the program's: ${written}`, async () => {
      assert.match(await refusal(written, 'typescript'), because);
    });
  }

  it('is what is meant for another database', async () => {
    assert.match(
      await refusal("import mysql from 'mysql2';\ndb.query('SELECT a FROM t WHERE b = 1')", 'typescript'),
      /for another database/,
    );
  });

  it('is what only the second grammar has read', () => {
    assert.equal(readExplainableText('SELECT 1', pgsqlAstFeeder()).kind, 'refused');
  });

  it('is a text of several statements', async () => {
    const read = readExplainableText('SELECT 1; DELETE FROM events', await libpgFeeder());
    assert.equal(read.kind, 'refused');
  });

  it('is no query with a hole in a comment alone', async () => {
    const { text } = await explainable('sql`SELECT * FROM events /* ${traceId} */`', {
      languageId: 'typescript',
    });
    assert.match(text, /^SELECT \* FROM events/);
  });
});
