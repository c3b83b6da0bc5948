import assert from 'node:assert/strict';
import { analyze, type Analysis, DEFAULT_SETTINGS } from '../../../../src/analyzers';
import { carriedQueries } from '../../../../src/analyzers/sources/carried-queries';
import type { Fragment } from '../../../../src/analyzers/sources/fragment';
import { findSqlFragments } from '../../../../src/analyzers/sources/sql-document';
import { findEmbeddedSql } from '../../../../src/analyzers/sources/typescript';
import { libpgFeeder } from '../feeders';
import { schemaFrom } from '../schema-from';

const QUERY = 'SELECT body FROM notes WHERE stream_id = ANY($1) ORDER BY note_id LIMIT 10';
const SCHEMA = 'CREATE TABLE notes (note_id bigint PRIMARY KEY, stream_id text NOT NULL, body text);';

function carriedIn(text: string): readonly Fragment[] {
  return findSqlFragments({ text, languageId: 'sql' }).flatMap(carriedQueries);
}

/** What carries a query, and the query's carrier. */
const CARRIERS: readonly (readonly [text: string, carrier: Fragment['carrier']])[] = [
  [`EXPLAIN ${QUERY}`, 'explain'],
  [`explain analyze verbose ${QUERY}`, 'explain'],
  [`EXPLAIN (ANALYZE, FORMAT json) ${QUERY}`, 'explain'],
  [`PREPARE page AS ${QUERY}`, 'prepare'],
  [`PREPARE page (text[]) AS ${QUERY}`, 'prepare'],
  [`DECLARE c NO SCROLL CURSOR WITH HOLD FOR ${QUERY}`, 'cursor'],
  [`COPY (${QUERY}) TO STDOUT WITH (FORMAT csv)`, 'copy'],
  [`CREATE TEMP TABLE page AS ${QUERY}`, 'table'],
  [`CREATE TABLE IF NOT EXISTS page (a, b) WITH (fillfactor = 70) AS ${QUERY} WITH NO DATA`, 'table'],
  [`CREATE MATERIALIZED VIEW page AS ${QUERY}`, 'materialized-view'],
  [`CREATE MATERIALIZED VIEW page AS ${QUERY} WITH DATA`, 'materialized-view'],
  [`EXPLAIN CREATE TABLE page AS ${QUERY}`, 'table'],
  [`CREATE FUNCTION page(text[]) RETURNS SETOF text LANGUAGE sql AS $$ ${QUERY} $$`, 'routine'],
  [`CREATE FUNCTION page(text[]) RETURNS SETOF text LANGUAGE sql AS '${QUERY}'`, 'routine'],
  [`CREATE FUNCTION page(text[]) RETURNS SETOF text BEGIN ATOMIC ${QUERY}; END`, 'routine'],
];

describe('A statement that runs a query', () => {
  for (const [text, carrier] of CARRIERS) {
    it(`${text.replace(QUERY, '…')} carries it`, () => {
      const [query, ...others] = carriedIn(`${text};`);
      assert.deepEqual(others, []);
      assert.equal(query?.text, QUERY);
      assert.equal(query.carrier, carrier);
      assert.equal(query.approximate, false);
      const start = text.indexOf(QUERY);
      assert.deepEqual(query.documentSpan, { start, end: start + QUERY.length });
      assert.deepEqual(query.map.spanToDocument({ start: 7, end: 11 }), {
        start: start + 7,
        end: start + 11,
      });
      assert.equal(query.map.toFragment(start + 7), 7);
      assert.equal(query.map.toFragment(start - 1), undefined);
    });
  }

  it('is known to have a generic plan when it is prepared', () => {
    const [query] = carriedIn(`PREPARE page AS ${QUERY}`);
    assert.equal(query?.named, true);
  });

  const OTHERS = [
    'COPY notes FROM STDIN',
    'EXECUTE page',
    'CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b int)',
    'CREATE VIEW v AS SELECT 1',
    'CREATE INDEX i ON notes (stream_id)',
    'EXPLAIN EXECUTE page',
    "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ return plpy.execute('SELECT 1') $$",
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1',
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''a'' '",
  ];
  for (const text of OTHERS) {
    it(`is not ${text}`, () => {
      assert.deepEqual(carriedIn(text), []);
    });
  }
});

describe('The body of a function', () => {
  const texts = (text: string) => carriedIn(text).map((query) => query.text.replace(/\s+/g, ' ').trim());

  it('in SQL has its parameters as values, where their names are no names of columns', () => {
    const text =
      'CREATE FUNCTION app.page(p_stream text, _max int DEFAULT 10) RETURNS SETOF notes LANGUAGE sql STABLE AS $$\n' +
      '  SELECT * FROM notes WHERE stream_id = p_stream LIMIT page._max;\n  SELECT 2;\n$$';
    const [first, ...others] = carriedIn(text);
    assert.equal(first?.text, 'SELECT * FROM notes WHERE stream_id = $1 LIMIT $2');
    assert.equal(first.approximate, false);
    assert.deepEqual(
      first.holes.map(({ documentSpan: { start, end } }) => text.slice(start, end)),
      ['p_stream', 'page._max'],
    );
    assert.deepEqual(
      others.map((query) => query.text),
      ['SELECT 2'],
    );
  });

  it('in SQL is approximate where a parameter may be a column', () => {
    const text =
      'CREATE FUNCTION f(stream_id text) RETURNS SETOF notes AS $$ SELECT * FROM notes WHERE stream_id = stream_id $$ LANGUAGE sql';
    assert.deepEqual(
      carriedIn(text).map(({ approximate }) => approximate),
      [true],
    );
  });

  it('in PL/pgSQL is read where queries stand plainly, and is approximate', () => {
    const text = `CREATE OR REPLACE FUNCTION f(p_stream text) RETURNS SETOF notes LANGUAGE plpgsql AS $body$
DECLARE
  total int := 0;
  r record;
BEGIN
  SELECT count(*) INTO STRICT total FROM notes WHERE stream_id = p_stream;
  IF total > 10 THEN
    UPDATE notes SET body = NULL WHERE stream_id = p_stream AND note_id < total;
  ELSE
    PERFORM pg_notify('x', body) FROM notes WHERE note_id = total;
  END IF;
  FOR r IN SELECT * FROM notes WHERE stream_id = p_stream LOOP
    DELETE FROM notes WHERE note_id = NEW.note_id RETURNING body INTO total;
  END LOOP;
  EXECUTE format('SELECT * FROM %I', p_stream);
  RETURN QUERY SELECT * FROM notes WHERE stream_id = p_stream;
  RETURN QUERY EXECUTE 'SELECT 1';
END;
$body$;`;
    assert.deepEqual(texts(text), [
      'SELECT count(*) FROM notes WHERE stream_id = $1',
      'UPDATE notes SET body = NULL WHERE stream_id = $1 AND note_id < $2',
      "SELECT pg_notify('x', body) FROM notes WHERE note_id = $1",
      'SELECT * FROM notes WHERE stream_id = $1',
      'DELETE FROM notes WHERE note_id = $1 RETURNING body',
      'SELECT * FROM notes WHERE stream_id = $1',
    ]);
    assert.ok(carriedIn(text).every(({ approximate }) => approximate));
  });
});

describe('A carried query', () => {
  async function judge(languageId: string, text: string): Promise<Analysis> {
    return analyze({
      document: { file: `x.${languageId}`, languageId, text },
      snapshot: await schemaFrom(SCHEMA),
      settings: DEFAULT_SETTINGS,
      feeder: await libpgFeeder(),
      findEmbeddedSql,
    });
  }

  for (const [text] of CARRIERS) {
    it(`is judged in ${text.replace(QUERY, '…')}, and its fix leaves the carrier whole`, async () => {
      const { findings } = await judge('sql', `SELECT 1;\n-- why\n${text};\n`);
      const [finding] = findings.filter(({ ruleId }) => ruleId === 'missing-stream-index');
      assert.ok(finding);
      const insertions = findings.flatMap(({ fixes }) => fixes.map(({ ddl }) => ddl?.insertion?.span.start));
      for (const start of insertions.filter((offset) => offset !== undefined)) assert.equal(start, 10);
    });
  }

  it('is reported once, and beside its carrier where that defines something', async () => {
    const kindsIn = async (text: string) => (await judge('sql', text)).statements.map(({ kind }) => kind);
    assert.deepEqual(await kindsIn(`EXPLAIN ${QUERY}; COPY (${QUERY}) TO STDOUT; SELECT 1`), [
      'select',
      'select',
      'select',
    ]);
    assert.deepEqual(await kindsIn(`CREATE MATERIALIZED VIEW page AS ${QUERY}`), ['create-view', 'select']);
    assert.deepEqual(await kindsIn('EXPLAIN EXECUTE page; SELECT 1'), ['other', 'select']);
  });

  it('is judged in TypeScript', async () => {
    const { findings } = await judge('typescript', `db.query(\`EXPLAIN ${QUERY}\`);`);
    assert.ok(findings.some(({ ruleId }) => ruleId === 'missing-stream-index'));
  });
});
