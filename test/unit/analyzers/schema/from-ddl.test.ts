import assert from 'node:assert/strict';
import { applyStatements, readSchema } from '../../../../src/analyzers/schema/from-ddl';
import { readScript } from '../../../../src/analyzers/schema/read-script';
import { EMPTY_SNAPSHOT, findTable, type Snapshot } from '../../../../src/analyzers/schema/snapshot';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { libpgFeeder, pgsqlAstFeeder } from '../feeders';
import { factsOf } from './schema-facts';

const SOURCE = { kind: 'migrations', folders: ['db'], files: ['1.sql'] } as const;

const INT4 = { name: 'int4', arrayDimensions: 0 };

describe('The schema that migrations make', () => {
  let feeder: SqlFeeder;

  before(async () => {
    feeder = await libpgFeeder();
  });

  const read = (...texts: readonly string[]): Snapshot =>
    readSchema(
      texts.map((text, i) => ({ file: `${i + 1}.sql`, text })),
      feeder,
      SOURCE,
    );
  const indexesOf = ({ tables }: Snapshot): readonly string[] =>
    tables.flatMap(({ indexes }) => indexes.map(({ name }) => name)).sort();
  const problemsOf = ({ problems }: Snapshot): readonly string[] => problems.map(({ text }) => text);

  it('has tables, columns, constraints and indexes under the names that PostgreSQL gives them', () => {
    const snapshot = read(
      'CREATE TABLE events (id bigserial PRIMARY KEY, stream_id text NOT NULL REFERENCES streams (id), version int, UNIQUE (stream_id, version));',
      'CREATE INDEX ON events (version DESC) INCLUDE (stream_id) WHERE version > 0;',
    );
    assert.deepEqual(factsOf(snapshot), [
      'column public.events.id int8 not null default',
      'column public.events.stream_id text not null',
      'column public.events.version int4',
      'constraint public.events foreign-key events_stream_id_fkey (stream_id) references public.streams (id)',
      'constraint public.events primary-key events_pkey (id)',
      'constraint public.events unique events_stream_id_version_key (stream_id, version)',
      'index public.events_pkey on events btree (id) unique for primary-key events_pkey',
      'index public.events_stream_id_version_key on events btree (stream_id, version) unique for unique events_stream_id_version_key',
      'index public.events_version_stream_id_idx on events btree (version desc nulls first) include (stream_id) where',
      'table public.events permanent',
    ]);
    assert.deepEqual(snapshot.source, SOURCE);
    assert.deepEqual(snapshot.problems, []);
  });

  it('knows where each table, constraint and index was declared', () => {
    const text = '-- events\nCREATE TABLE t (a int UNIQUE);\n\nCREATE INDEX i ON t (a);\n';
    const { tables } = read('SELECT 1;', text);
    const [table] = tables;
    const [unique, index] = table?.indexes ?? [];
    const textAt = (place = table?.declaredAt) =>
      place && [place.file, text.slice(place.span.start, place.span.end)];
    const created = ['2.sql', 'CREATE TABLE t (a int UNIQUE)'];
    assert.deepEqual(textAt(), created);
    assert.deepEqual(textAt(table?.constraints[0]?.declaredAt), created);
    assert.deepEqual(textAt(unique?.declaredAt), created);
    assert.deepEqual(textAt(index?.declaredAt), ['2.sql', 'CREATE INDEX i ON t (a)']);
  });

  it('goes on behind what it cannot read, and says where that is', () => {
    const text = 'CREATE TABLE t (a int);\nCREATE INDEX i ON t (a;\nCREATE INDEX j ON t (a);';
    const snapshot = read(text);
    assert.deepEqual(indexesOf(snapshot), ['j']);
    assert.deepEqual(snapshot.problems, [
      { file: '1.sql', span: { start: 45, end: 46 }, text: 'syntax error at end of input' },
    ]);
  });

  const PROBLEMS: readonly (readonly [script: string, problem: string])[] = [
    [
      'CREATE TABLE a (x int); ALTER TABLE a INHERIT a',
      'public.a cannot be a child of public.a, which comes from it.',
    ],
    [
      'CREATE TABLE a (x int); CREATE TABLE b () INHERITS (a); ALTER TABLE b ATTACH PARTITION a DEFAULT; DROP TABLE b',
      'public.a cannot be a child of public.b, which comes from it.',
    ],
    ['ALTER TABLE s.t ADD a int', 'There is no table s.t in the files read so far.'],
    ['CREATE INDEX ON t (a)', 'There is no table t in the files read so far.'],
    ['DROP TABLE t', 'There is no table t in the files read so far.'],
    ['DROP INDEX i', 'There is no index i in the files read so far.'],
    ['ALTER INDEX i RENAME TO j', 'There is no index i in the files read so far.'],
    ['ALTER INDEX i ATTACH PARTITION j', 'There is no index i in the files read so far.'],
    ['ALTER TABLE t SET SCHEMA s', 'There is no table t in the files read so far.'],
    ['CREATE TABLE u (LIKE t)', 'There is no table t in the files read so far.'],
    ['CREATE TABLE u PARTITION OF t DEFAULT', 'There is no table t in the files read so far.'],
    ['CREATE TABLE u (a int); ALTER TABLE u DROP COLUMN b', 'There is no column b in u.'],
    ['CREATE TABLE u (a int); ALTER TABLE u ALTER b SET NOT NULL', 'There is no column b in u.'],
    ['CREATE TABLE u (a int); ALTER TABLE u DROP CONSTRAINT c', 'There is no constraint c on u.'],
    ['CREATE TABLE u (a int); ALTER TABLE u RENAME CONSTRAINT c TO d', 'There is no constraint c on u.'],
    [
      'CREATE TABLE u (a int PRIMARY KEY); DROP INDEX u_pkey',
      'u_pkey cannot be dropped: u_pkey requires it.',
    ],
    [
      'CREATE TABLE u (a int); ALTER TABLE u ADD a text',
      'u has a column a already; this definition replaces it.',
    ],
    [
      'CREATE TABLE u (a int); CREATE TABLE u (b int)',
      'public.u exists already; this definition replaces the earlier one.',
    ],
  ];
  for (const [script, problem] of PROBLEMS) {
    it(`says that ${problem} (${script})`, () => {
      assert.deepEqual(problemsOf(read(script)), [problem]);
    });
  }

  const SILENT: readonly string[] = [
    'ALTER TABLE IF EXISTS t ADD a int; ALTER TABLE IF EXISTS t RENAME TO u; ALTER TABLE IF EXISTS t SET SCHEMA s',
    'DROP TABLE IF EXISTS t; DROP INDEX IF EXISTS i; DROP VIEW v; ALTER INDEX IF EXISTS i RENAME TO j',
    'CREATE VIEW v AS SELECT 1 AS a; ALTER TABLE v ALTER a SET DEFAULT 1; CREATE VIEW v AS SELECT 2 AS a',
    'CREATE TABLE t AS SELECT 1 AS a; ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t DROP COLUMN b',
    'GRANT ALL ON t TO joe; COMMENT ON TABLE t IS $$x$$; INSERT INTO t VALUES (; COPY t FROM stdin;\n1\n\\.\n',
    'CREATE EXTENSION x; CREATE SEQUENCE s; ALTER SEQUENCE s RENAME TO t; CREATE TRIGGER a BEFORE INSERT ON b EXECUTE FUNCTION f()',
  ];
  for (const script of SILENT) {
    it(`has no complaint about ${JSON.stringify(script)}`, () => {
      assert.deepEqual(problemsOf(read(script)), []);
    });
  }

  it('replaces what is defined again, whatever removed the earlier one', () => {
    const snapshot = read(
      'CREATE TABLE t (a int UNIQUE); CREATE INDEX i ON t (a);',
      'CREATE TABLE t (b int); CREATE INDEX i ON t (b);',
    );
    assert.deepEqual(factsOf(snapshot), [
      'column public.t.b int4',
      'index public.i on t btree (b)',
      'table public.t permanent',
    ]);
  });

  it('keeps the columns of a table unknown that comes from what is unknown', () => {
    const { tables } = read(
      'CREATE TABLE a (LIKE nowhere); CREATE TABLE b () INHERITS (a); CREATE TABLE c AS SELECT 1; CREATE TABLE d OF ty; CREATE TABLE e (x int); CREATE MATERIALIZED VIEW f AS SELECT 1;',
    );
    assert.deepEqual(
      tables.map(({ name, incomplete }) => `${name} ${incomplete}`),
      ['a true', 'b true', 'c true', 'd true', 'e false', 'f true'],
    );
  });

  describe('only with their up parts', () => {
    const PARTED: readonly (readonly [tool: string, script: string])[] = [
      ['dbmate', '-- migrate:up\nCREATE TABLE t (a int);\n-- migrate:down\nDROP TABLE t;\n'],
      [
        'goose',
        '-- +goose Up\n-- +goose StatementBegin\nCREATE TABLE t (a int);\n-- +goose StatementEnd\n\n-- +goose Down\nDROP TABLE t;',
      ],
      ['sql-migrate', '-- +migrate Up\nCREATE TABLE t (a int);\n-- +migrate Down\nDROP TABLE t;'],
      ['node-pg-migrate', '-- Up Migration\nCREATE TABLE t (a int);\n\n-- Down Migration\nDROP TABLE t;'],
      ['Play', '# --- !Ups\nCREATE TABLE t (a int);\n# --- !Downs\nDROP TABLE t;'],
      ['down first', '-- migrate:down\nDROP TABLE t;\n-- migrate:up\nCREATE TABLE t (a int);'],
    ];
    for (const [tool, script] of PARTED) {
      it(tool, () => {
        const snapshot = read(script);
        assert.deepEqual(factsOf(snapshot), ['column public.t.a int4', 'table public.t permanent']);
        const span = snapshot.tables[0]?.declaredAt?.span;
        assert.equal(script.slice(span?.start, span?.end), 'CREATE TABLE t (a int)');
      });
    }

    it('and not of a comment that only speaks of them', () => {
      const script =
        '-- the way down is long\nCREATE TABLE t (a int); -- no migrate:down here\nCREATE INDEX i ON t (a);';
      assert.deepEqual(indexesOf(read(script)), ['i']);
    });
  });

  describe('in the schemas of their search path', () => {
    it('creates in the first schema of it, until the file ends', () => {
      const snapshot = read(
        'SET search_path TO app, public; CREATE TABLE t (a int);',
        'CREATE TABLE u (a int);',
      );
      assert.deepEqual(
        factsOf(snapshot).filter((fact) => fact.startsWith('table')),
        ['table app.t permanent', 'table public.u permanent'],
      );
    });

    const PATHS: readonly (readonly [script: string, path: readonly string[]])[] = [
      ['SET search_path TO app', ['app', 'public']],
      ['SET search_path TO "$user", app, public', ['app', 'public']],
      ["SELECT pg_catalog.set_config('search_path', '', false)", ['public']],
      [`SELECT set_config('search_path', 'app, "B c"', false)`, ['app', 'B c', 'public']],
      ['SET LOCAL search_path TO app', ['public']],
      ['ALTER DATABASE shop SET search_path TO sales, public', ['sales', 'public']],
      ['ALTER ROLE app IN DATABASE shop SET search_path = sales', ['sales', 'public']],
      ['SET search_path TO a; SET search_path TO b; RESET search_path', ['public', 'b', 'a']],
    ];
    for (const [script, path] of PATHS) {
      it(`queries look in ${path.join(', ')} after ${script}`, () => {
        assert.deepEqual(read(script).searchPath, path);
      });
    }
  });

  it('forgets temporary tables and views with the file', () => {
    const snapshot = read(
      'CREATE TEMP TABLE t (a int); CREATE INDEX i ON t (a); CREATE VIEW v AS SELECT a FROM t;',
      'CREATE TABLE t (b int);',
    );
    assert.deepEqual(factsOf(snapshot), ['column public.t.b int4', 'table public.t permanent']);
    assert.deepEqual(snapshot.problems, []);
  });

  it('knows the volatility of functions as it was said last', () => {
    const { functions } = read(
      `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'select 1';
       CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select 1';
       CREATE FUNCTION s.g() RETURNS int LANGUAGE sql IMMUTABLE AS 'select 1';
       ALTER FUNCTION s.g() STABLE; ALTER FUNCTION s.g RENAME TO h; ALTER FUNCTION s.h() SET SCHEMA public;
       CREATE FUNCTION gone() RETURNS int LANGUAGE sql AS 'select 1'; DROP FUNCTION gone();`,
    );
    assert.deepEqual(functions, [
      { schema: 'public', name: 'f', volatility: 'immutable', language: 'sql', inputs: [INT4] },
      { schema: 'public', name: 'h', volatility: 'stable', language: 'sql', inputs: [] },
    ]);
  });

  it('tells functions of one name by their arguments, and replaces one alone', () => {
    const { functions } = read(
      `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'select 1';
       CREATE FUNCTION f(a int[], OUT b int) LANGUAGE sql AS 'select 1';
       CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql STABLE AS 'select 1';`,
    );
    assert.deepEqual(
      functions.map(({ inputs, volatility }) => [inputs, volatility]),
      [
        [[{ name: 'int4', arrayDimensions: 1 }], 'volatile'],
        [[INT4], 'stable'],
      ],
    );
  });

  it('takes the DDL in DO blocks as run where it is needed', () => {
    const snapshot = read(
      `CREATE TABLE t (a int); CREATE INDEX i ON t (a);
       DO $$ BEGIN
         ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);
         CREATE INDEX i ON t (a, a);
       EXCEPTION WHEN duplicate_table THEN DROP TABLE nowhere; END $$;`,
    );
    assert.deepEqual(indexesOf(snapshot), ['i', 'k']);
    assert.equal(snapshot.tables[0]?.indexes[0]?.keys.length, 1);
    assert.deepEqual(snapshot.problems, []);
  });

  it('reads through placeholders of drivers and of psql', () => {
    const snapshot = read(
      'CREATE TABLE :schema.t (a int);\nCREATE TABLE u (a int DEFAULT :x);\nCREATE INDEX i ON u (a);',
    );
    assert.deepEqual(indexesOf(snapshot), ['i']);
  });

  it('says what the second grammar could not read of tables and indexes', () => {
    const files = [
      { file: 'a.sql', text: 'CREATE TABLE t (a int);\nCREATE INDEX i ON t (a) INCLUDE (b);\nVACUUM t;' },
    ];
    const snapshot = readSchema(files, pgsqlAstFeeder(), SOURCE);
    assert.deepEqual(problemsOf(snapshot), ['The second grammar does not know this syntax.']);
    assert.equal(snapshot.tables.length, 1);
  });

  it('reads a file again only when its text has changed', () => {
    const fed: string[] = [];
    const counting: SqlFeeder = {
      name: feeder.name,
      feed(text) {
        fed.push(text);
        return feeder.feed(text);
      },
    };
    const files = (last: string) => [
      { file: 'a.sql', text: 'CREATE TABLE a (x int);' },
      { file: 'b.sql', text: 'CREATE TABLE b (x int); INSERT INTO b VALUES (1);' },
      { file: 'c.sql', text: last },
    ];
    readSchema(files('CREATE INDEX i ON a (x)'), counting, SOURCE);
    fed.length = 0;
    const snapshot = readSchema(files('CREATE INDEX j ON b (x)'), counting, SOURCE);
    assert.deepEqual(fed, ['CREATE INDEX j ON b (x)']);
    assert.deepEqual(indexesOf(snapshot), ['j']);
  });
});

describe('A document on top of a schema', () => {
  let feeder: SqlFeeder;

  before(async () => {
    feeder = await libpgFeeder();
  });

  const schema = (): Snapshot =>
    readSchema(
      [
        {
          file: '1.sql',
          text: 'CREATE TABLE t (a int PRIMARY KEY, b int) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t DEFAULT; CREATE INDEX ON t (b);',
        },
      ],
      feeder,
      SOURCE,
    );
  const onTop = (snapshot: Snapshot, text: string): Snapshot =>
    applyStatements(snapshot, 'doc.sql', readScript(text, feeder).statements);

  it('adds what the document declares, with its own places', () => {
    const before = schema();
    const snapshot = onTop(before, 'CREATE INDEX mine ON t (b, a);');
    const index = findTable(snapshot, { name: 't' })?.indexes.at(-1);
    assert.deepEqual(index?.declaredAt, { file: 'doc.sql', span: { start: 0, end: 29 } });
    assert.deepEqual(
      findTable(snapshot, { name: 't1' })?.indexes.map(({ name }) => name),
      ['t1_pkey', 't1_b_idx', 't1_b_a_idx'],
    );
    assert.equal(findTable(before, { name: 't' })?.indexes.length, 2);
  });

  it('knows the indexes of partitions as parts of their parent, also in a schema that was read before', () => {
    const snapshot = onTop(schema(), 'DROP INDEX t_b_idx;');
    assert.deepEqual(
      snapshot.tables.flatMap(({ indexes }) => indexes.map(({ name }) => name)),
      ['t_pkey', 't1_pkey'],
    );
  });

  it('passes over what it cannot apply, and keeps the problems of the schema', () => {
    const before = { ...schema(), problems: [{ file: '1.sql', span: { start: 0, end: 1 }, text: 'x' }] };
    const snapshot = onTop(before, 'DROP TABLE nowhere; CREATE TABLE u (a int);');
    assert.deepEqual(snapshot.problems, before.problems);
    assert.ok(findTable(snapshot, { name: 'u' }));
  });

  it('finds its temporary tables before others of the name', () => {
    const snapshot = onTop(schema(), 'CREATE TEMP TABLE t (c int);');
    assert.deepEqual(
      findTable(snapshot, { name: 't' })?.columns.map(({ name }) => name),
      ['c'],
    );
  });

  it('looks first where the document says', () => {
    assert.deepEqual(onTop(schema(), 'SET search_path TO app;').searchPath, ['app', 'public']);
  });

  it('is the schema itself when the document declares nothing', () => {
    const before = schema();
    assert.equal(onTop(before, 'BEGIN; COMMIT;'), before);
  });

  it('needs no schema', () => {
    assert.ok(findTable(onTop(EMPTY_SNAPSHOT, 'CREATE TABLE u (a int)'), { name: 'u' }));
  });
});
