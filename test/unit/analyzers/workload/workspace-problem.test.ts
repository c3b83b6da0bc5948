import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS, readSchema, type Snapshot } from '../../../../src/analyzers';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { formatMessage } from '../../../../src/analyzers/message';
import { findWorkload } from '../../../../src/analyzers/workload/find-workload';
import { isServed } from '../../../../src/analyzers/workload/tuning-problem';
import { type PlannedQuery, workspaceProblem } from '../../../../src/analyzers/workload/workspace-problem';
import { upkeepOf } from '../../../../src/analyzers/workload/write-cost';
import { libpgFeeder } from '../feeders';

const SCHEMA = `
  CREATE TABLE streams (stream_id bigint PRIMARY KEY, owner text);
  CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id bigint NOT NULL REFERENCES streams, kind text NOT NULL, state text, done_at timestamptz);
  CREATE UNIQUE INDEX events_kind_state_key ON events (kind, state);
  CREATE INDEX events_stream_id_idx ON events (stream_id);
  CREATE INDEX events_state_idx ON events (state);
  CREATE INDEX events_state_done_idx ON events (state) WHERE done_at IS NULL;`;

describe('The indexes of a workspace, as a problem', () => {
  let feeder: SqlFeeder;
  let snapshot: Snapshot;

  before(async () => {
    feeder = await libpgFeeder();
    const source = { kind: 'migrations', folders: ['db'], files: ['db/1.sql'] } as const;
    snapshot = readSchema([{ file: 'db/1.sql', text: SCHEMA }], feeder, source);
  });

  const workloadOf = (text: string) =>
    findWorkload({
      document: { file: 'queries/a.sql', text, languageId: 'sql' },
      snapshot,
      settings: DEFAULT_SETTINGS,
      feeder,
    });
  const problemOf = (text: string) =>
    workspaceProblem(
      workloadOf(text).filter((query): query is PlannedQuery => query.kind === 'query'),
      snapshot,
    );

  it('lets go only of indexes that do nothing but find rows', () => {
    const { existing } = problemOf('SELECT * FROM events WHERE kind = $1;');
    // The unique one refuses rows.
    assert.deepEqual(
      [...existing.keys()],
      ['public.events_stream_id_idx', 'public.events_state_idx', 'public.events_state_done_idx'],
    );
  });

  it('keeps an index for deletes of another table: one that is there, or a new one that begins as it does', () => {
    const { problem } = problemOf('SELECT * FROM events WHERE kind = $1;');
    const [search, ...more] = problem.needed ?? [];
    assert.ok(search);
    assert.deepEqual(more, []);
    const start = problem.start ?? [];
    assert.ok(isServed(search, start));
    const others = start.filter(({ as }) => as !== 'public.events_stream_id_idx');
    assert.ok(!isServed(search, others));
    const { table } = search;
    assert.ok(isServed(search, [...others, { table, columns: ['stream_id', 'kind'] }]));
    assert.ok(!isServed(search, [...others, { table, columns: ['kind', 'stream_id'] }]));
  });

  it('takes what a query looks for as a candidate, and builds nothing twice', () => {
    const { problem } = problemOf(
      'SELECT event_id FROM events WHERE stream_id = $1 ORDER BY event_id LIMIT 5;',
    );
    const plain = problem.proposed.filter(({ as }) => as === undefined).map(({ columns }) => columns);
    assert.ok(plain.some((columns) => columns.join() === 'stream_id,event_id'));
    assert.ok(problem.built?.has(JSON.stringify(['["public","events"]', 'stream_id'])));
  });

  it('leaves tables alone that no query reads', () => {
    assert.deepEqual([...problemOf('SELECT owner FROM streams WHERE stream_id = $1;').existing], []);
  });

  it('says of a query that cannot be planned why', () => {
    const [query] = workloadOf('SELECT * INTO copies FROM events;');
    assert.equal(query?.kind, 'refused');
    assert.match(formatMessage(query.reason), /makes a table/);
  });

  it('counts an entry for each row that is inserted, and all indexes where an update ceases to be HOT', () => {
    const { writes, existing } = problemOf(
      'INSERT INTO events (event_id, stream_id, kind) VALUES ($1, $2, $3); UPDATE events SET done_at = now() WHERE event_id = $1; DELETE FROM events WHERE event_id = $1;',
    );
    assert.deepEqual(
      writes.map(({ kind, columns }) => [kind, ...columns]),
      [['insert'], ['update', 'done_at']],
    );
    const others = snapshot.tables.find(({ name }) => name === 'events')?.indexes ?? [];
    const state = existing.get('public.events_state_idx');
    assert.ok(state);
    const [insert] = writes.map((write) => upkeepOf(state, [], [write]));
    assert.ok(insert !== undefined && insert > 0);
    assert.equal(upkeepOf(state, others, writes), insert);
    const done = {
      ...state,
      keys: [{ kind: 'column', column: 'done_at', descending: false, nullsFirst: false }],
    } as const;
    const unheld = others.filter(({ predicate }) => !predicate);
    const entries = upkeepOf(done, unheld, writes) / insert;
    assert.equal(Math.round(entries), 2 + unheld.length);
    assert.equal(upkeepOf(done, others, writes), insert * 2);
  });
});
