import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS, judgePlans, judgePlansOf } from '../../../src/analyzers';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import { libpgFeeder } from './feeders';
import { schemaFrom } from './schema-from';

/** As PostgreSQL 18 answers EXPLAIN (FORMAT JSON, VERBOSE). */
const DOCUMENT = [
  {
    Plan: {
      'Node Type': 'Seq Scan',
      Schema: 'public',
      'Relation Name': 'events',
      Alias: 'events',
      'Startup Cost': 0,
      'Total Cost': 1887.35,
      'Plan Rows': 12,
      'Plan Width': 40,
      Filter: "(events.stream_id = 'a'::text)",
    },
  },
];

describe('Plans of a query in a document', () => {
  const judge = async (text: string, offset: number) =>
    judgePlansOf(
      [{ document: DOCUMENT }, { document: JSON.stringify(DOCUMENT) }, { document: 'no plan at all' }],
      {
        document: { file: 'a.ts', languageId: 'typescript', text },
        settings: DEFAULT_SETTINGS,
        snapshot: await schemaFrom('CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text);'),
        feeder: await libpgFeeder(),
        findEmbeddedSql,
      },
      offset,
    );

  it('come with the places of their conditions in the code, whether they are values or texts', async () => {
    const text = 'await sql`SELECT * FROM events WHERE stream_id = ${streamId}`;';
    const [value, pasted] = await judge(text, text.indexOf('WHERE'));
    for (const reading of [value, pasted]) {
      assert.ok(reading?.kind === 'plan');
      const places = reading.places.map(({ node, span }) => [node, text.slice(span.start, span.end)]);
      assert.deepEqual(places, [
        [0, 'stream_id = ${streamId}'],
        [0, 'events'],
      ]);
    }
  });

  it('that cannot be read say so, and leave the others alone', async () => {
    const text = 'await sql`SELECT * FROM events WHERE stream_id = ${streamId}`;';
    const kinds = (await judge(text, text.indexOf('WHERE'))).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['plan', 'plan', 'problem']);
  });

  it('have no places where there is no query any more, or where they come from anywhere', async () => {
    const [gone] = await judge('const nothing = 1;', 0);
    const [anywhere] = judgePlans([{ document: DOCUMENT }], { feeder: await libpgFeeder() });
    for (const reading of [gone, anywhere]) assert.deepEqual(reading?.kind === 'plan' && reading.places, []);
  });
});
