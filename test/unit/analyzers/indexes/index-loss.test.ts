import assert from 'node:assert/strict';
import { DEFAULT_SETTINGS } from '../../../../src/analyzers';
import { findIndexUses } from '../../../../src/analyzers/index-uses';
import { describeLoss } from '../../../../src/analyzers/indexes/describe-service';
import { lossOf } from '../../../../src/analyzers/indexes/index-loss';
import { formatMessage } from '../../../../src/analyzers/message';
import { libpgFeeder } from '../feeders';
import { schemaFrom } from '../schema-from';

const TABLE = 'CREATE TABLE events (id bigint PRIMARY KEY, stream text NOT NULL, kind text, at timestamptz);';

/** What the first of the indexes leaves behind for a query. */
async function lossAfter(text: string, ...indexes: readonly string[]): Promise<string | undefined> {
  const ddl = indexes.map((index) => `CREATE INDEX ${index};`);
  const snapshot = await schemaFrom([TABLE, ...ddl].join('\n'));
  const document = { file: 'a.sql', languageId: 'sql', text };
  const uses = findIndexUses({ document, settings: DEFAULT_SETTINGS, snapshot, feeder: await libpgFeeder() });
  const loss = uses.flatMap(({ tables }) => tables.map((table) => lossOf(table, 'x')))[0];
  return loss && formatMessage(describeLoss(loss, 'events'));
}

const CASES: readonly (readonly [query: string, indexes: readonly string[], loss: string | undefined])[] = [
  [
    'SELECT * FROM events WHERE stream = $1',
    ['x ON events (stream)'],
    'No other index serves it: all of events is read.',
  ],
  [
    'SELECT * FROM events WHERE stream = $1',
    ['x ON events (stream)', 'y ON events (stream, at)'],
    'y does as much.',
  ],
  [
    'SELECT * FROM events WHERE stream = $1 AND at > $2',
    ['x ON events (stream, at)', 'y ON events (stream)'],
    'Left is y, which finds rows by stream only.',
  ],
  [
    'SELECT * FROM events WHERE stream = $1 ORDER BY at',
    ['x ON events (stream, at)', 'y ON events (stream)'],
    'Left is y, which finds the rows in another order: they are sorted.',
  ],
  [
    'SELECT at FROM events WHERE stream = $1',
    ['x ON events (stream) INCLUDE (at)', 'y ON events (stream)'],
    'Left is y, which lacks columns: the table is read for each row.',
  ],
  [
    'SELECT * FROM events WHERE at > $1',
    ['x ON events (at)', 'y ON events USING brin (at)'],
    'Left is y, which finds whole blocks, not rows.',
  ],
  [
    'SELECT * FROM events WHERE stream = $1 ORDER BY id LIMIT 5',
    ['x ON events (stream, id)'],
    'Left is events_pkey, which finds none of the rows: events is read along it until enough are found.',
  ],
  [
    'SELECT * FROM events WHERE stream = $1 OR kind = $2',
    ['x ON events (stream)', 'y ON events (kind)'],
    'No other index serves it: all of events is read.',
  ],
  ["INSERT INTO events VALUES (1, 'a') ON CONFLICT (stream) DO NOTHING", ['x ON events (stream)'], undefined],
  ['SELECT * FROM events WHERE id = $1', ['x ON events (stream)'], undefined],
];

describe('What a query loses with an index', () => {
  for (const [query, indexes, loss] of CASES) {
    it(`is ${loss ?? 'nothing that it had'} (${query}; ${indexes.join('; ')})`, async () => {
      assert.equal(await lossAfter(query, ...indexes), loss);
    });
  }

  it('is the statement, where ON CONFLICT has no other unique index', () => {
    const serving = {
      index: 'x',
      keys: ['stream'],
      findsRows: true,
      order: 'not-asked',
      covers: false,
    } as const;
    const service = { ...serving, lossy: false, skips: 0, partial: false, isBest: true };
    const table = { schema: 'public', name: 'events' };
    const use = { table, span: { start: 0, end: 1 }, purpose: 'conflict', serving: [service] } as const;
    const loss = lossOf(use, 'x');
    assert.equal(loss?.kind, 'statement');
    const twice = { ...use, serving: [service, { ...service, index: 'y' }] };
    assert.deepEqual(lossOf(twice, 'x'), { kind: 'nothing', by: 'y' });
  });
});
