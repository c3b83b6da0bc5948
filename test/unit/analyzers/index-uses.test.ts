import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS, type Snapshot } from '../../../src/analyzers';
import { findIndexUses } from '../../../src/analyzers/index-uses';
import type { AnalysisInput } from '../../../src/analyzers/read-document';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import { libpgFeeder } from './feeders';
import { schemaFrom } from './schema-from';

const DDL = `CREATE TABLE streams (id text PRIMARY KEY, kind text);
CREATE TABLE events (id bigint PRIMARY KEY, stream text NOT NULL REFERENCES streams ON DELETE CASCADE, version int, UNIQUE (stream, version));
CREATE INDEX streams_kind ON streams (kind);
CREATE VIEW recent AS SELECT * FROM events WHERE version > 5;`;

describe('The indexes that the queries of a document use', () => {
  let snapshot: Snapshot;
  before(async () => (snapshot = await schemaFrom(DDL)));

  const uses = async (text: string, document: Partial<AnalysisInput['document']> = {}) => {
    const feeder = await libpgFeeder();
    const input = { file: 'src/a.sql', languageId: 'sql', text, ...document };
    return findIndexUses({ document: input, settings: DEFAULT_SETTINGS, snapshot, feeder, findEmbeddedSql });
  };
  /** `UPDATE … | events: events_pkey` */
  const sketch = async (text: string, document: Partial<AnalysisInput['document']> = {}) =>
    (await uses(text, document)).map(({ span, tables }) => [
      text.slice(span.start, span.end),
      ...tables.map(
        ({ table, purpose, serving }) =>
          `${table.name}${purpose === 'conflict' ? ' (conflict)' : ''}: ${serving.map(({ index }) => index).join()}`,
      ),
    ]);

  it('are told for each table that a query names, with their places', async () => {
    const text = `SELECT 1;\nSELECT * FROM streams s JOIN events e ON e.stream = s.id WHERE s.kind = 'a';`;
    assert.deepEqual(await sketch(text), [
      [
        text.split('\n')[1]?.replace(';', ''),
        'streams: streams_pkey,streams_kind',
        'events: events_stream_version_key',
      ],
    ]);
    const [query] = await uses(text);
    assert.deepEqual(
      query?.tables.map(({ span }) => text.slice(span.start, span.end)),
      ['streams s', 'events e'],
    );
  });

  it('are told of what must find rows to change them, and of what ON CONFLICT needs', async () => {
    for (const [statement, expected] of [
      ['UPDATE events SET version = 2 WHERE id = 1', ['events: events_pkey']],
      ["DELETE FROM events WHERE stream = 'a'", ['events: events_stream_version_key']],
      [
        "INSERT INTO events VALUES (1, 'a', 1) ON CONFLICT (version, stream) DO NOTHING",
        ['events (conflict): events_stream_version_key'],
      ],
      ["INSERT INTO streams VALUES ('a', 'b') ON CONFLICT DO NOTHING", undefined],
    ] as const) {
      assert.deepEqual(await sketch(statement), expected ? [[statement, ...expected]] : []);
    }
  });

  it('are those of the table behind a view', async () => {
    assert.deepEqual(await sketch('SELECT * FROM recent WHERE id = 1'), [
      ['SELECT * FROM recent WHERE id = 1', 'events: events_pkey'],
    ]);
  });

  it('are found in a program, where the query stands', async () => {
    const text = 'export const find = (id: string) => sql`SELECT * FROM events WHERE id = ${id}`;';
    assert.deepEqual(await sketch(text, { file: 'src/a.ts', languageId: 'typescript' }), [
      ['SELECT * FROM events WHERE id = ${id}', 'events: events_pkey'],
    ]);
  });

  it('are none of a test, and none of what a migration does once', async () => {
    const text = 'UPDATE events SET version = 2 WHERE id = 1;';
    assert.deepEqual(await sketch(text, { isTest: true }), []);
    assert.deepEqual(await sketch(text, { file: 'db/migrations/0002_backfill.sql' }), []);
    assert.equal((await sketch(text)).length, 1);
  });
});
