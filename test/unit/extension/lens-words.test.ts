import assert from 'node:assert/strict';
import { analyze, type Analysis, DEFAULT_SETTINGS, type Snapshot } from '../../../src/analyzers';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import { lensTitle } from '../../../src/extension/code-lens/lens-words';
import { queryPlaces, unreadSpans } from '../../../src/extension/code-lens/query-places';
import { libpgFeeder } from '../analyzers/feeders';
import { schemaFrom } from '../analyzers/schema-from';
import { ENGLISH } from './english';

const SCHEMA = `
  CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, created_at timestamptz NOT NULL);
  CREATE INDEX events_created_at_idx ON events (created_at);`;

describe('The lens of a query', () => {
  let snapshot: Snapshot;
  before(async () => (snapshot = await schemaFrom(SCHEMA)));

  const judge = async (text: string, languageId = 'sql'): Promise<Analysis> =>
    analyze({
      document: { file: `a.${languageId}`, languageId, text },
      settings: DEFAULT_SETTINGS,
      snapshot,
      feeder: await libpgFeeder(),
      findEmbeddedSql,
    });
  const titles = async (text: string, languageId?: string): Promise<readonly string[]> =>
    queryPlaces(await judge(text, languageId)).map(({ word }) =>
      lensTitle(word, { number: 1, count: 1 }, ENGLISH),
    );

  const PAGE = 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 10';

  it('says that the scan will likely stop early, where an order is walked until the limit is met', async () => {
    assert.deepEqual(await titles(PAGE), ['Explain this query · early stop likely']);
  });

  it('says that there is no index, where none could be walked', async () => {
    assert.deepEqual(await titles('SELECT * FROM events WHERE stream_id = $1'), [
      'Explain this query · no index',
    ]);
  });

  it('says that an index is out of reach behind a cast or a function', async () => {
    assert.deepEqual(await titles("SELECT * FROM events WHERE date_trunc('day', created_at) = $1"), [
      'Explain this query · index out of reach',
    ]);
  });

  it('says nothing more of a query that nothing is found in', async () => {
    assert.deepEqual(await titles('SELECT * FROM events WHERE event_id = $1'), ['Explain this query']);
  });

  it('tells queries apart that begin on one line', () => {
    assert.equal(lensTitle('no-index', { number: 2, count: 3 }, ENGLISH), 'Explain query 2 of 3 · no index');
  });

  it('stands over SELECT, VALUES, INSERT, UPDATE, DELETE and MERGE, and over nothing else', async () => {
    const queries = [
      'SELECT 1',
      'VALUES (1)',
      "INSERT INTO events VALUES (1, 'a', now())",
      'UPDATE events SET stream_id = $1 WHERE event_id = 1',
      'DELETE FROM events WHERE event_id = 1',
      'MERGE INTO events e USING events o ON e.event_id = o.event_id WHEN MATCHED THEN DELETE',
    ];
    const others = [
      'CREATE TABLE other (id int)',
      'CREATE INDEX ON events (stream_id)',
      'SET work_mem = 1000',
      'VACUUM events',
      'BEGIN',
      'SELEC 1',
      'SELECT (1',
    ];
    const text = `${[...queries, ...others].join(';\n')};\n`;
    const places = queryPlaces(await judge(text));
    assert.deepEqual(
      places.map(({ span }) => text.slice(span.start, span.end)),
      queries,
    );
  });

  it('stands over the query of an EXPLAIN and of a PREPARE', async () => {
    const text = 'EXPLAIN SELECT 1;\nPREPARE one AS SELECT 2;';
    const places = queryPlaces(await judge(text));
    assert.deepEqual(
      places.map(({ span }) => text.slice(span.start, span.end)),
      ['SELECT 1', 'SELECT 2'],
    );
  });

  it('stands over a query of a program, where its text begins', async () => {
    const text = `const a = 1;\nawait pool.query(\n  \`${PAGE}\`,\n  [ids],\n);`;
    const [place] = queryPlaces(await judge(text, 'typescript'));
    assert.equal(place?.span.start, text.indexOf('SELECT'));
    assert.equal(place.word, 'early-stop');
  });

  it('is not asked for where the text is for another database', async () => {
    assert.deepEqual(await titles('SELECT * FROM `events` WHERE `stream_id` = 1'), []);
  });

  it('knows the texts that are no statement at the moment', async () => {
    const text = 'SELECT 1;\nSELECT * FRM events WHERE;\n';
    const spans = unreadSpans(await judge(text));
    assert.deepEqual(
      spans.map(({ start, end }) => text.slice(start, end)),
      ['SELECT * FRM events WHERE'],
    );
  });
});
