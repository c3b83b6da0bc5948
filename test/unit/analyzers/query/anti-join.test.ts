import assert from 'node:assert/strict';
import { antiJoinsOf } from '../../../../src/analyzers/query/anti-join';
import { accessPaths } from '../access-paths';

const TABLES = `
  CREATE TABLE events (position bigint PRIMARY KEY, stream_id text NOT NULL, kind text);
  CREATE TABLE done (event_position bigint NOT NULL, consumer text NOT NULL, at timestamptz);`;

/** The statement, and for the path of events: the other table, the column of events, and where the exclusion is written. */
const EXCLUDING: readonly (readonly [sql: string, column: string, written: string])[] = [
  [
    'SELECT * FROM events e LEFT JOIN done d ON d.event_position = e.position WHERE d.event_position IS NULL',
    'position',
    'd.event_position IS NULL',
  ],
  [
    'SELECT * FROM events e LEFT JOIN (done d CROSS JOIN done x) ON true LEFT JOIN done y ON y.event_position = e.position WHERE y.at IS NULL',
    'position',
    'y.at IS NULL',
  ],
  [
    'SELECT * FROM done d RIGHT JOIN events e ON d.event_position = e.position WHERE d.at IS NULL',
    'position',
    'd.at IS NULL',
  ],
  [
    'SELECT * FROM events WHERE NOT EXISTS (SELECT 1 FROM done WHERE event_position = position AND consumer = $1)',
    'position',
    'NOT EXISTS (SELECT 1 FROM done WHERE event_position = position AND consumer = $1)',
  ],
  [
    'SELECT * FROM events e WHERE kind = $1 AND e.position NOT IN (SELECT event_position FROM done)',
    'position',
    'e.position NOT IN (SELECT event_position FROM done)',
  ],
  [
    'SELECT * FROM events WHERE position <> ALL (SELECT event_position FROM done)',
    'position',
    'position <> ALL (SELECT event_position FROM done)',
  ],
  [
    'SELECT * FROM events WHERE NOT (position::text = ANY (SELECT event_position::text FROM done))',
    'position',
    'NOT (position::text = ANY (SELECT event_position::text FROM done))',
  ],
];

const NOT_EXCLUDING: readonly string[] = [
  'SELECT * FROM events e LEFT JOIN done d ON d.event_position = e.position WHERE d.event_position IS NOT NULL',
  'SELECT * FROM events e JOIN done d ON d.event_position = e.position WHERE d.at IS NULL',
  'SELECT * FROM done d RIGHT JOIN events e ON d.event_position = e.position WHERE e.kind IS NULL',
  'SELECT * FROM events e LEFT JOIN done d ON d.consumer = $1 WHERE d.at IS NULL',
  'SELECT * FROM events e LEFT JOIN done d ON d.event_position = e.position WHERE e.kind IS NULL',
  'SELECT * FROM events WHERE EXISTS (SELECT 1 FROM done WHERE event_position = position)',
  'SELECT * FROM events WHERE NOT EXISTS (SELECT 1 FROM done)',
  'SELECT * FROM events WHERE NOT EXISTS (SELECT 1 FROM done d JOIN done x ON x.at = d.at WHERE d.event_position = position)',
  'SELECT * FROM events WHERE position IN (SELECT event_position FROM done)',
  'SELECT * FROM events WHERE NOT (position > ANY (SELECT event_position FROM done))',
  'SELECT * FROM events WHERE position NOT IN (1, 2, 3)',
  'SELECT * FROM events WHERE position + 1 NOT IN (SELECT event_position FROM done)',
];

async function antiJoins(sql: string) {
  const paths = await accessPaths(sql, TABLES);
  const path = paths.find(({ relation }) => relation.name.name === 'events');
  assert.ok(path, sql);
  return antiJoinsOf(path, paths);
}

describe('Rows that come out where another table has none for them', () => {
  for (const [sql, column, written] of EXCLUDING) {
    it(`are those of ${sql}`, async () => {
      const [join, ...others] = await antiJoins(sql);
      assert.ok(join);
      assert.deepEqual(others, []);
      assert.equal(join.excluded.relation.name.name, 'done');
      assert.equal(join.column, column);
      assert.equal(sql.slice(join.span.start, join.span.end), written);
    });
  }

  for (const sql of NOT_EXCLUDING) {
    it(`are not those of ${sql}`, async () => {
      assert.deepEqual(await antiJoins(sql), []);
    });
  }
});
