import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS, findQueryIndexes } from '../../../../src/analyzers';
import { formatMessage } from '../../../../src/analyzers/message';
import { printQueryIndexes } from '../../../../src/extension/index-uses/query-indexes-text';
import { libpgFeeder } from '../../analyzers/feeders';
import { schemaFrom } from '../../analyzers/schema-from';
import { ENGLISH } from '../english';

const DDL = `CREATE TABLE events (id bigint PRIMARY KEY, stream text NOT NULL, version int, kind text, UNIQUE (stream, version));
CREATE INDEX events_open ON events (kind) WHERE version = 0;
CREATE INDEX events_stream ON events (stream) INCLUDE (kind);`;

async function pageOf(text: string): Promise<readonly string[]> {
  const document = { file: 'a.sql', languageId: 'sql', text };
  const snapshot = await schemaFrom(DDL);
  const feeder = await libpgFeeder();
  const shown = findQueryIndexes({ document, settings: DEFAULT_SETTINGS, snapshot, feeder }, 10);
  if (shown.kind === 'refused') return [formatMessage(shown.reason)];
  return printQueryIndexes(shown, { place: 'a.sql:1', text, basis: 'Schema: 1 migration.' }, ENGLISH).split(
    '\n',
  );
}

describe('The page of a query’s indexes', () => {
  it('tells of each index what it does, or why it does nothing', async () => {
    const lines = await pageOf('SELECT * FROM events WHERE stream = $1 AND kind = $2 ORDER BY version');
    assert.deepEqual(lines.slice(8, 26), [
      '## public.events',
      '',
      'These serve it:',
      '',
      '- events_stream_version_key UNIQUE (stream, version)',
      '  Finds rows by stream.',
      '  They come in the order that is asked for: nothing is sorted.',
      '- events_stream (stream) INCLUDE (kind)',
      '  Finds rows by stream.',
      '  What it finds is sorted afterwards.',
      '  Another one does more.',
      '',
      'These do not:',
      '',
      '- events_pkey UNIQUE (id)',
      '  The query compares nothing with the first key of the index.',
      '- events_open (kind) WHERE version = 0',
      '  It holds only some of the rows, and the query may ask for others.',
    ]);
  });

  it('says that a query of everything needs none, and that ON CONFLICT needs one', async () => {
    assert.ok(
      (await pageOf('SELECT * FROM events')).includes(
        'The query asks for all rows in any order: it reads the whole table, and no index is needed.',
      ),
    );
    const conflict = await pageOf("INSERT INTO events VALUES (1, 'a') ON CONFLICT (id) DO NOTHING");
    assert.ok(conflict.includes('## public.events, for ON CONFLICT'));
    assert.ok(conflict.includes('  ON CONFLICT needs it to tell that a row is there already.'));
  });

  it('says what it does not know', async () => {
    const lines = await pageOf('SELECT * FROM elsewhere WHERE id = 1');
    assert.ok(lines.some((line) => line.startsWith('None of its tables is known here.')));
    assert.match((await pageOf('CREATE TABLE t (id int)')).join(), /^There is no query here\./);
  });
});
