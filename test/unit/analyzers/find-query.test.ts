import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS, findQuery, formatMessage, type Snapshot } from '../../../src/analyzers';
import { createOffsetMap } from '../../../src/analyzers/sources/offset-map';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import { findWrittenNumbers } from '../../../src/analyzers/sources/typescript/written-numbers';
import { libpgFeeder } from './feeders';
import { schemaFrom } from './schema-from';

const PAGE = 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 10';

describe('The query at a place', () => {
  let snapshot: Snapshot;
  before(
    async () =>
      (snapshot = await schemaFrom(
        'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL);',
      )),
  );

  const findAt = async (text: string, needle: string, languageId = 'sql') => {
    const offset = text.indexOf(needle);
    assert.ok(offset >= 0);
    const document = { file: `a.${languageId}`, languageId, text };
    const feeder = await libpgFeeder();
    return findQuery(
      { document, settings: DEFAULT_SETTINGS, snapshot, feeder, findEmbeddedSql, findWrittenNumbers },
      offset,
    );
  };
  const found = async (...args: Parameters<typeof findAt>) => {
    const search = await findAt(...args);
    assert.ok(search.kind === 'query', search.kind === 'refused' ? formatMessage(search.reason) : '');
    return search;
  };
  const refusal = async (...args: Parameters<typeof findAt>) => {
    const search = await findAt(...args);
    return search.kind === 'refused' ? formatMessage(search.reason) : `found ${search.query.text}`;
  };

  it('comes with its place and what the rules say of it', async () => {
    const text = `SELECT 1;\n${PAGE};\nSELECT 2;`;
    const { query, span, findings } = await found(text, 'stream_id');
    assert.equal(query.text, PAGE);
    assert.equal(text.slice(span.start, span.end), PAGE);
    assert.deepEqual(
      findings.map(({ ruleId }) => ruleId),
      ['missing-stream-index'],
    );
  });

  it('of a program comes with a map that takes its places back to the code', async () => {
    const text = `await sql\`SELECT * FROM events\n  WHERE stream_id = \${streamId} AND event_id > \${after}\`;`;
    const { query, segments } = await found(text, 'WHERE', 'typescript');
    const map = createOffsetMap(segments);
    const inCode = (needle: string): string => {
      const start = query.text.indexOf(needle);
      const span = map.spanToDocument({ start, end: start + needle.length });
      return text.slice(span.start, span.end);
    };
    assert.equal(inCode('stream_id = $1'), 'stream_id = ${streamId}');
    assert.equal(inCode('event_id > $2'), 'event_id > ${after}');
    assert.deepEqual(
      query.parameters.map(({ label }) => label),
      ['streamId', 'after'],
    );
  });

  it('knows the LIMIT that the program has, and leaves other numbers to the tables', async () => {
    const text =
      'const read = (version = 3, limit = 500) => sql`SELECT * FROM events WHERE event_id > ${version} LIMIT ${limit}`;';
    const { query } = await found(text, 'SELECT', 'typescript');
    assert.deepEqual(
      query.parameters.map(({ written }) => written),
      [undefined, '500'],
    );
  });

  it('is the one behind EXPLAIN when the cursor is in that word', async () => {
    assert.equal((await found(`EXPLAIN ANALYZE ${PAGE};`, 'EXPLAIN')).query.text, PAGE);
  });

  it('is judged with the tables that the document declares', async () => {
    const text = `CREATE TABLE other (id int PRIMARY KEY, name text);\nSELECT * FROM other WHERE name = $1;`;
    const { query } = await found(text, 'SELECT');
    assert.deepEqual(query.parameters[0]?.use, {
      kind: 'column',
      schema: 'public',
      table: 'other',
      column: 'name',
      comparison: 'equal',
    });
  });

  it('is none between statements, which is said', async () => {
    assert.match(
      await refusal('SELECT 1;\n\n-- nothing\n', '-- nothing'),
      /^There is no SQL statement here\./,
    );
  });

  it('is none in a statement of another kind or one that cannot be read, which is said', async () => {
    assert.match(await refusal('VACUUM events;', 'VACUUM'), /^Only SELECT, INSERT/);
    assert.match(await refusal('SELECT * FRM events;', 'FRM'), /syntax error/);
  });
});
