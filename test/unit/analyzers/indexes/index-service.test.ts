import assert from 'node:assert/strict';
import { type IndexService, servicesFor } from '../../../../src/analyzers/indexes/index-service';
import { accessPath } from '../access-paths';

const TABLE = `CREATE TABLE events (id bigint PRIMARY KEY, stream text NOT NULL, kind text, at timestamptz, data jsonb);`;

async function services(query: string, ...indexes: readonly string[]) {
  const ddl = indexes.map((index) => `CREATE INDEX ${index};`).join(' ');
  return servicesFor(await accessPath(query, `${TABLE} ${ddl}`), 16);
}

/** `stream: finds stream, delivered; best` */
function sketch({ index, keys, findsRows, order, covers, lossy, partial, arms, isBest }: IndexService) {
  const what = [
    `${findsRows ? 'finds' : 'bounds'} ${keys.join()}`,
    order,
    ...(covers ? ['covers'] : []),
    ...(lossy ? ['lossy'] : []),
    ...(partial ? ['partial'] : []),
    ...(arms ? [`arms ${arms.join()}`] : []),
  ];
  return `${index}: ${what.join(', ')}${isBest ? '; best' : ''}`;
}

const serving = async (query: string, ...indexes: readonly string[]) =>
  (await services(query, ...indexes)).serving.map(sketch);

describe('What an index does for a query, as plain data', () => {
  it('is best where it bounds more keys and delivers the order', async () => {
    assert.deepEqual(
      await serving(
        'SELECT * FROM events WHERE stream = $1 ORDER BY at',
        's ON events (stream)',
        'sa ON events (stream, at)',
      ),
      ['sa: finds stream, delivered; best', 's: finds stream, not-delivered'],
    );
  });

  it('is as good as that of an index with the same first key', async () => {
    const query = 'SELECT * FROM events WHERE stream = $1';
    assert.deepEqual(await serving(query, 's ON events (stream)', 'sk ON events (stream, kind)'), [
      's: finds stream, not-asked; best',
      'sk: finds stream, not-asked; best',
    ]);
  });

  it('may be the order alone, which is another way than to find the rows', async () => {
    const query = 'SELECT * FROM events WHERE stream = ANY($1) ORDER BY id LIMIT 10';
    assert.deepEqual(await serving(query, 's ON events (stream)'), [
      'events_pkey: bounds , delivered; best',
      's: finds stream, not-delivered; best',
    ]);
  });

  it('says where every column is in the index, where it holds a part of the rows, and where it finds blocks', async () => {
    assert.deepEqual(
      await serving(
        "SELECT at FROM events WHERE kind = 'a' AND at > now()",
        'k ON events (kind, at)',
        "p ON events (at) WHERE kind = 'a'",
        'b ON events USING brin (at)',
      ),
      [
        'k: finds kind,at, not-asked, covers; best',
        'p: bounds at, not-asked, partial; best',
        'b: bounds at, not-asked, lossy',
      ],
    );
  });

  it('is that of an alternative, where each alternative of an OR has an index', async () => {
    const query = 'SELECT * FROM events WHERE stream = $1 OR kind = $2';
    assert.deepEqual(await serving(query, 's ON events (stream)', 'k ON events (kind)'), [
      's: finds stream, not-asked, arms 0; best',
      'k: finds kind, not-asked, arms 1; best',
    ]);
    assert.deepEqual(await serving(query, 's ON events (stream)'), []);
  });

  it('names the column of an expression as the index does', async () => {
    assert.deepEqual(
      await serving('SELECT * FROM events WHERE lower(kind) = $1', 'l ON events (lower(kind))'),
      ['l: finds lower(kind), not-asked; best'],
    );
  });

  it('is nothing for a reason', async () => {
    const { others } = await services('SELECT * FROM events WHERE at > now()', 's ON events (stream, at)');
    assert.deepEqual(others, [
      { index: 'events_pkey', reason: 'leading-key-unbounded' },
      { index: 's', reason: 'leading-key-unbounded' },
    ]);
  });
});
