import assert from 'node:assert/strict';
import type { AccessPath } from '../../../../src/analyzers/query/access-path';
import { accessPath, accessPaths, sketchCondition, sketchSubject } from '../access-paths';

const TABLES = `
  CREATE TABLE events (event_id bigint NOT NULL, stream_id text NOT NULL, kind text, at timestamptz, flag boolean, parent bigint);
  CREATE TABLE streams (id text NOT NULL, head integer, owner text);
  CREATE TABLE "Other" (id text, x integer);`;

/** `table: conditions` of every path, in reading order. */
function sketch(paths: readonly AccessPath[]): readonly string[] {
  return paths.map(
    ({ relation, conditions }) =>
      `${relation.name.name}: ${conditions.map(sketchCondition).join('; ') || 'everything'}`,
  );
}

const QUERIES: readonly (readonly [what: string, sql: string, paths: readonly string[]])[] = [
  ['one table', 'SELECT * FROM events WHERE stream_id = $1', ['events: E stream_id parameter']],
  ['every row of a table', 'SELECT * FROM events', ['events: everything']],
  [
    'both sides of a join',
    "SELECT * FROM events e JOIN streams s ON e.stream_id = s.id WHERE s.owner = 'x' AND kind = 'y'",
    ['events: E kind string y; E stream_id join', 'streams: E owner string x; E id join'],
  ],
  [
    'a join with a comma',
    'SELECT * FROM events, streams WHERE stream_id = id AND head > 5',
    ['events: E stream_id join', 'streams: E id join; R head > integer 5'],
  ],
  [
    'the filled side of a left join alone',
    'SELECT * FROM streams s LEFT JOIN events e ON e.stream_id = s.id AND s.head = 3 AND e.kind = $1',
    ['streams: everything', 'events: E stream_id join; E kind parameter'],
  ],
  [
    'the filled side of a right join alone',
    'SELECT * FROM events e RIGHT JOIN streams s ON e.stream_id = s.id AND s.head = 3',
    ['events: E stream_id join', 'streams: everything'],
  ],
  [
    'no side of a full join',
    'SELECT * FROM events e FULL JOIN streams s ON e.stream_id = s.id',
    ['events: everything', 'streams: everything'],
  ],
  [
    'a join with USING',
    'SELECT * FROM events e JOIN events parent USING (stream_id) WHERE e.kind = $1',
    ['events: E kind parameter; E stream_id join', 'events: E stream_id join'],
  ],
  [
    'the filled side of a left join with USING, behind another join',
    'SELECT * FROM streams s JOIN "Other" o USING (id) LEFT JOIN streams t USING (id)',
    ['streams: E id join', 'Other: E id join', 'streams: E id join'],
  ],
  [
    'a merged column as that of the first table',
    'SELECT * FROM streams s JOIN "Other" o USING (id) WHERE id = $1 AND o.x = 1',
    ['streams: E id parameter; E id join', 'Other: E x integer 1; E id join'],
  ],
  [
    'a merged column of a full join as that of neither',
    'SELECT * FROM streams s FULL JOIN "Other" o USING (id) WHERE id = $1',
    ['streams: everything', 'Other: everything'],
  ],
  [
    'a column that both have and that is not merged as that of neither',
    'SELECT * FROM streams s CROSS JOIN "Other" o WHERE id = $1',
    ['streams: everything', 'Other: everything'],
  ],
  [
    'a natural join by the columns that both tables have',
    'SELECT * FROM streams NATURAL LEFT JOIN "Other" WHERE id = $1',
    ['streams: E id parameter', 'Other: E id join'],
  ],
  [
    'a natural join with a table that nobody knows',
    'SELECT * FROM streams NATURAL JOIN elsewhere',
    ['streams: everything', 'elsewhere: everything'],
  ],
  [
    'USING with a column that nobody knows',
    'SELECT * FROM events JOIN streams USING (nobody)',
    ['events: everything', 'streams: everything'],
  ],
  [
    'a query that becomes a JSON array',
    'SELECT json_array(SELECT kind FROM events WHERE stream_id = s.id) FROM streams s',
    ['streams: everything', 'events: E stream_id outer'],
  ],
  ['not the row of a cursor', 'UPDATE events SET kind = NULL WHERE CURRENT OF c', []],
  [
    'what stands beside the row of a cursor',
    'DELETE FROM events USING streams WHERE CURRENT OF c',
    ['streams: everything'],
  ],
  [
    'joins within joins',
    'SELECT * FROM streams s LEFT JOIN (events e JOIN "Other" o ON o.x = 1 AND e.kind = o.id) ON e.stream_id = s.id',
    ['streams: everything', 'events: E stream_id join; E kind join', 'Other: E x integer 1; E id join'],
  ],
  [
    'NULL on the filled side as a filter',
    'SELECT * FROM streams s LEFT JOIN events e ON e.stream_id = s.id WHERE e.kind IS NULL AND s.owner IS NULL',
    ['streams: E owner null', 'events: F kind: other; E stream_id join'],
  ],
  [
    'a table twice',
    'SELECT * FROM events a JOIN events b ON a.parent = b.event_id WHERE a.kind = $1 AND b.kind = $2',
    ['events: E kind parameter; E parent join', 'events: E kind parameter; E event_id join'],
  ],
  [
    'LATERAL with what it takes from outside',
    'SELECT * FROM streams s CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.stream_id = s.id LIMIT 1) x WHERE s.head = 1',
    ['streams: E head integer 1', 'events: E stream_id outer'],
  ],
  [
    'sub-selects in every clause',
    `SELECT (SELECT max(at) FROM events WHERE stream_id = s.id) FROM streams s
     WHERE EXISTS (SELECT 1 FROM events WHERE stream_id = s.id AND kind = 'x') AND head IN (SELECT x FROM "Other")
     ORDER BY (SELECT x FROM "Other" o WHERE o.id = s.id)`,
    [
      'streams: F : subquery; F head: subquery',
      'events: E stream_id outer',
      'events: E stream_id outer; E kind string x',
      'Other: everything',
      'Other: E id outer',
    ],
  ],
  [
    'sub-selects in FROM',
    'SELECT * FROM (SELECT * FROM events WHERE kind = $1) x WHERE x.flag',
    ['events: E kind parameter'],
  ],
  [
    'common table expressions, which are no tables',
    'WITH events AS (SELECT * FROM streams WHERE id = $1), b AS (SELECT * FROM events) SELECT * FROM events, b',
    ['streams: E id parameter'],
  ],
  [
    'a recursive common table expression',
    'WITH RECURSIVE w AS (SELECT event_id FROM events WHERE parent IS NULL UNION ALL SELECT e.event_id FROM events e JOIN w ON e.parent = w.event_id) SELECT * FROM w',
    ['events: E parent null', 'events: E parent join'],
  ],
  [
    'the arms of a set operation',
    'SELECT id FROM streams WHERE head = 1 UNION ALL (SELECT stream_id FROM events WHERE kind = $1 ORDER BY at LIMIT 1) ORDER BY 1',
    ['streams: E head integer 1', 'events: E kind parameter'],
  ],
  [
    'UPDATE with FROM',
    'UPDATE events e SET kind = (SELECT owner FROM streams WHERE id = e.stream_id) FROM "Other" o WHERE e.stream_id = o.id AND o.x = 2',
    ['events: E stream_id join', 'Other: E id join; E x integer 2', 'streams: E id outer'],
  ],
  [
    'DELETE with USING',
    'DELETE FROM events USING streams s JOIN "Other" o ON o.id = s.id WHERE stream_id = s.id AND at < now()',
    ['events: E stream_id join; R at < stable', 'streams: E id join; E id join', 'Other: E id join'],
  ],
  [
    'MERGE, whose source comes out whole',
    'MERGE INTO events e USING streams s ON e.stream_id = s.id AND s.head = 1 WHEN MATCHED THEN DELETE',
    ['events: E stream_id join', 'streams: everything'],
  ],
  [
    'the source of INSERT',
    'INSERT INTO events (event_id) SELECT head FROM streams WHERE owner = $1',
    ['streams: E owner parameter'],
  ],
  [
    'a schema in the name',
    'SELECT * FROM public.events WHERE public.events.kind = $1',
    ['events: E kind parameter'],
  ],
  [
    'a column that only the outer query has',
    'SELECT * FROM streams WHERE EXISTS (SELECT 1 FROM events WHERE stream_id = id AND head = 5)',
    ['streams: F : subquery', 'events: E stream_id outer'],
  ],
  ['a table that is not known', 'SELECT * FROM strangers WHERE who = $1', ['strangers: E who parameter']],
];

describe('The access paths of a statement', () => {
  for (const [what, sql, paths] of QUERIES) {
    it(`are read from ${what}`, async () => {
      assert.deepEqual(sketch(await accessPaths(sql, TABLES)), paths);
    });
  }

  it('know the table where the schema does', async () => {
    const [known, stranger] = await accessPaths('SELECT * FROM "Other", strangers', TABLES);
    assert.equal(known?.table?.name, 'Other');
    assert.equal(stranger?.table, undefined);
  });

  const ORDERS: readonly (readonly [sql: string, order: string])[] = [
    ['SELECT * FROM events ORDER BY at, event_id DESC', 'at, event_id desc nulls first'],
    ['SELECT * FROM events ORDER BY at DESC NULLS LAST', 'at desc'],
    ['SELECT * FROM events ORDER BY at NULLS FIRST', 'at nulls first'],
    ['SELECT at AS kind FROM events ORDER BY kind', 'at'],
    ['SELECT event_id, at FROM events ORDER BY 2', 'at'],
    ['SELECT * FROM events ORDER BY lower(kind)', '<lower("kind")>'],
    ['SELECT * FROM events ORDER BY kind COLLATE "C"', 'kind collate C'],
    ['SELECT * FROM events', ''],
    ['SELECT * FROM events ORDER BY random()', 'expression'],
    ['SELECT * FROM events e JOIN streams s ON true ORDER BY e.at', 'at'],
    ['SELECT * FROM events e JOIN streams s ON true ORDER BY e.at, s.id', 'other-relation'],
    ['SELECT kind FROM events GROUP BY kind ORDER BY kind', 'after-grouping'],
    ['SELECT max(at) FROM events ORDER BY 1', 'after-grouping'],
    ['SELECT kind FROM events HAVING true ORDER BY kind', 'after-grouping'],
    ['SELECT DISTINCT kind FROM events ORDER BY kind', 'after-distinct'],
  ];
  for (const [sql, expected] of ORDERS) {
    it(`have the order ${expected === '' ? 'none' : expected} in ${sql}`, async () => {
      const { order, orderElsewhere } = await accessPath(sql, TABLES);
      const keys = order.map(
        ({ subject, descending, nullsFirst }) =>
          sketchSubject(subject) + (descending ? ' desc' : '') + (nullsFirst ? ' nulls first' : ''),
      );
      assert.equal(orderElsewhere ?? keys.join(', '), expected);
    });
  }

  const COLUMNS: readonly (readonly [sql: string, columns: string])[] = [
    ['SELECT kind FROM events WHERE stream_id = $1 ORDER BY at', 'at, kind, stream_id'],
    ['SELECT lower(e.kind) FROM events e GROUP BY flag HAVING max(at) > now()', 'at, flag, kind'],
    ['SELECT DISTINCT ON (flag) kind FROM events', 'flag, kind'],
    ['SELECT sum(1) OVER (PARTITION BY flag ORDER BY at) FROM events', 'at, flag'],
    ['SELECT sum(1) OVER w FROM events WINDOW w AS (ORDER BY kind)', 'kind'],
    ['SELECT count(*) FILTER (WHERE flag) FROM events', 'flag'],
    ['SELECT count(*) FROM events', ''],
    ['SELECT * FROM events', 'all'],
    ['SELECT e.* FROM events e', 'all'],
    ['SELECT e FROM events e', 'all'],
    ['SELECT to_jsonb(events) FROM events', 'all'],
    ['SELECT kind FROM events WHERE EXISTS (SELECT 1)', 'all'],
    ['SELECT e.kind FROM events e JOIN streams s ON true', 'all'],
  ];
  for (const [sql, expected] of COLUMNS) {
    it(`read ${expected === '' ? 'no columns' : expected} in ${sql}`, async () => {
      const { columns } = await accessPath(sql, TABLES);
      assert.equal(columns === 'all' ? 'all' : [...columns].sort().join(', '), expected);
    });
  }

  const AGGREGATED: readonly string[] = [
    'SELECT count(*) FROM events',
    'SELECT f(DISTINCT kind) FROM events',
    'SELECT f(kind ORDER BY at) FROM events',
    'SELECT f(kind) FILTER (WHERE flag) FROM events',
    'SELECT 1 + coalesce(max(at), now()) FROM events',
    'SELECT kind FROM events GROUP BY kind',
    'SELECT JSON_ARRAYAGG(kind) FROM events',
    'SELECT row_number() OVER () FROM events',
  ];
  for (const sql of AGGREGATED) {
    it(`are not cut short by LIMIT in ${sql}`, async () => {
      assert.equal((await accessPath(`${sql} LIMIT 1`, TABLES)).aggregated, true);
    });
  }

  it('are cut short by LIMIT elsewhere', async () => {
    const { aggregated, limit, offset } = await accessPath(
      'SELECT lower(kind) FROM events LIMIT 5 OFFSET $1',
      TABLES,
    );
    assert.deepEqual([aggregated, limit?.kind, offset?.kind], [false, 'constant', 'parameter']);
  });

  it('are locked by a clause that names them or none', async () => {
    const [events, streams] = await accessPaths(
      'SELECT 1 FROM events e, streams s FOR UPDATE OF e SKIP LOCKED',
      TABLES,
    );
    assert.equal(events?.locking?.wait, 'skip locked');
    assert.equal(streams?.locking, undefined);
    assert.equal((await accessPath('SELECT 1 FROM events FOR SHARE', TABLES)).locking?.strength, 'share');
  });

  it('are alone without a join', async () => {
    const isAlone = async (sql: string) => (await accessPath(sql, TABLES)).alone;
    assert.equal(await isAlone('SELECT 1 FROM events'), true);
    assert.equal(await isAlone('SELECT 1 FROM events, streams'), false);
    assert.equal(await isAlone('SELECT 1 FROM events JOIN streams ON true'), false);
    assert.equal(await isAlone('DELETE FROM events'), true);
    assert.equal(await isAlone('DELETE FROM events USING streams'), false);
  });

  it('hold nothing of conditions that read other tables only', async () => {
    const path = await accessPath(
      'SELECT * FROM events e, streams s WHERE s.head = 1 AND s.owner = $1',
      TABLES,
    );
    assert.deepEqual(path.conditions, []);
  });

  it('are read from 10,000 conditions', async () => {
    const where = Array.from({ length: 10_000 }, (_, i) => `kind <> '${String(i)}'`).join(' AND ');
    const [path] = await accessPaths(`SELECT * FROM events WHERE ${where} AND stream_id = $1`, TABLES);
    assert.equal(path?.conditions.length, 10_001);
  });
});
