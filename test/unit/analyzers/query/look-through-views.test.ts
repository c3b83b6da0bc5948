import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS } from '../../../../src/analyzers';
import { lookThrough } from '../../../../src/analyzers/query/look-through';
import { readAccessPaths } from '../../../../src/analyzers/query/read-access-paths';
import { isQuery } from '../../../../src/analyzers/sql/statement-kind';
import { sketchCondition } from '../access-paths';
import { libpgFeeder } from '../feeders';
import { readWith } from '../read-statement';
import { schemaFrom } from '../schema-from';

const SCHEMA = `
  CREATE TABLE notes (note_id bigint PRIMARY KEY, stream_id text NOT NULL, state text, body text);
  CREATE TABLE tags (note_id bigint, tag text);
  CREATE VIEW all_notes AS SELECT * FROM notes;
  CREATE VIEW open_notes AS SELECT n.note_id, n.stream_id, n.body FROM notes n WHERE n.state = 'open';
  CREATE VIEW short_notes (id, stream, body) AS SELECT note_id, stream_id, body FROM notes;
  CREATE VIEW open_again AS SELECT * FROM open_notes WHERE body IS NOT NULL;
  CREATE VIEW states AS SELECT state, count(*) FROM notes GROUP BY state;
  CREATE VIEW newest AS SELECT * FROM notes ORDER BY note_id DESC LIMIT 10;
  CREATE VIEW loud AS SELECT note_id, upper(body) AS body FROM notes;
  CREATE VIEW tagged AS SELECT n.* FROM notes n JOIN tags USING (note_id);
  CREATE VIEW some_notes AS SELECT * FROM notes WHERE note_id IN (SELECT note_id FROM tags);
  CREATE MATERIALIZED VIEW kept AS SELECT * FROM notes;`;

const QUERIES: readonly (readonly [sql: string, paths: readonly string[]])[] = [
  ['SELECT * FROM all_notes WHERE stream_id = $1', ['notes: E stream_id parameter']],
  ['SELECT * FROM public.all_notes AS a WHERE a.stream_id = $1', ['notes: E stream_id parameter']],
  ['SELECT * FROM open_notes WHERE stream_id = $1', ['notes: E stream_id parameter; E state string open']],
  ['SELECT * FROM open_notes', ['notes: E state string open']],
  ['SELECT body FROM short_notes s WHERE s.stream = $1 ORDER BY id', ['notes: E stream_id parameter']],
  [
    'SELECT * FROM open_again WHERE stream_id = $1',
    ['notes: E stream_id parameter; F body: not-null; E state string open'],
  ],
  [
    'SELECT * FROM open_notes o JOIN tags t ON t.note_id = o.note_id WHERE t.tag = $1',
    ['notes: E state string open; E note_id join', 'tags: E tag parameter; E note_id join'],
  ],
  [
    'SELECT * FROM tags t LEFT JOIN all_notes a ON a.note_id = t.note_id',
    ['tags: everything', 'notes: E note_id join'],
  ],
  [
    'SELECT * FROM tags WHERE EXISTS (SELECT 1 FROM all_notes a WHERE a.note_id = tags.note_id)',
    ['tags: F : subquery', 'notes: E note_id outer'],
  ],
  [
    'SELECT * FROM all_notes WHERE stream_id = $1 UNION ALL SELECT * FROM all_notes WHERE state = $2',
    ['notes: E stream_id parameter', 'notes: E state parameter'],
  ],
];

/** What is left as it is written. */
const OTHERS: readonly string[] = [
  'SELECT * FROM notes WHERE stream_id = $1',
  'SELECT * FROM states WHERE state = $1',
  'SELECT * FROM newest WHERE stream_id = $1',
  'SELECT * FROM loud WHERE body = $1',
  'SELECT * FROM tagged WHERE stream_id = $1',
  'SELECT * FROM some_notes WHERE stream_id = $1',
  'SELECT * FROM kept WHERE stream_id = $1',
  'SELECT * FROM other.all_notes',
  'WITH all_notes AS (SELECT 1 AS stream_id) SELECT * FROM (SELECT * FROM all_notes) AS a',
  'SELECT * FROM tags t LEFT JOIN open_notes o ON o.note_id = t.note_id',
  'SELECT * FROM short_notes s JOIN tags t ON t.note_id = s.id',
  'SELECT * FROM short_notes WHERE EXISTS (SELECT 1 FROM tags WHERE note_id = id)',
];

async function readQuery(sql: string) {
  const statement = readWith(await libpgFeeder(), sql);
  assert.ok(isQuery(statement), sql);
  const snapshot = await schemaFrom(SCHEMA);
  return { statement, snapshot, seen: lookThrough(statement, snapshot, sql) };
}

describe('A query on a view', () => {
  for (const [sql, expected] of QUERIES) {
    it(`is one on its table: ${sql}`, async () => {
      const { snapshot, seen } = await readQuery(sql);
      const paths = readAccessPaths(seen, snapshot, false).map(
        ({ relation, conditions }) =>
          `${relation.name.name}: ${conditions.map(sketchCondition).join('; ') || 'everything'}`,
      );
      assert.deepEqual(paths, expected);
    });
  }

  for (const sql of OTHERS) {
    it(`is left as it is: ${sql}`, async () => {
      const { statement, seen } = await readQuery(sql);
      assert.equal(seen, statement);
    });
  }

  it('follows a table that is renamed, and not a column that is gone', async () => {
    const ddl = `${SCHEMA} ALTER TABLE notes RENAME TO entries; ALTER TABLE entries RENAME COLUMN stream_id TO s;`;
    const snapshot = await schemaFrom(ddl);
    const read = async (sql: string) => {
      const statement = readWith(await libpgFeeder(), sql);
      assert.ok(isQuery(statement));
      return readAccessPaths(lookThrough(statement, snapshot, sql), snapshot, false);
    };
    assert.equal((await read('SELECT * FROM all_notes'))[0]?.table?.name, 'entries');
    assert.equal((await read('SELECT * FROM open_notes'))[0]?.table, undefined);
  });

  it('is found fault with where it is written, with an index for the table and no rewrite', async () => {
    const text = 'SELECT body FROM all_notes WHERE stream_id = ANY($1) ORDER BY note_id LIMIT 10';
    const { findings } = analyze({
      document: { file: 'x.sql', languageId: 'sql', text },
      snapshot: await schemaFrom(SCHEMA),
      settings: DEFAULT_SETTINGS,
      feeder: await libpgFeeder(),
    });
    const [finding] = findings.filter(({ ruleId }) => ruleId === 'missing-stream-index');
    assert.ok(finding);
    assert.ok(text.slice(finding.span.start, finding.span.end).startsWith('stream_id'));
    assert.match(finding.fixes[0]?.ddl?.up ?? '', /ON public\.notes \(stream_id/);
    assert.deepEqual(
      findings.flatMap(({ fixes }) => fixes).filter(({ kind }) => kind === 'rewrite'),
      [],
    );
  });

  it('may be nested as deeply as the grammar accepts', async () => {
    const sql = `SELECT * FROM all_notes WHERE body = ${"'a' || ".repeat(980)}'b'`;
    const { statement, seen } = await readQuery(sql);
    assert.notEqual(seen, statement);
  });
});
