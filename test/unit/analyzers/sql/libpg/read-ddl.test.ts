import assert from 'node:assert/strict';
import type { DdlStatement, Statement } from '../../../../../src/analyzers/sql/model';
import { libpgFeeder } from '../../feeders';
import { readWith } from '../../read-statement';
import { listSpans } from '../list-spans';
import { withoutSpans } from '../without-spans';

async function read(text: string): Promise<Statement> {
  return readWith(await libpgFeeder(), text);
}

async function readKind<K extends DdlStatement['kind']>(
  text: string,
  kind: K,
): Promise<Extract<DdlStatement, { kind: K }>> {
  const statement = await read(text);
  if (statement.kind !== kind) throw new Error(`${statement.kind} is not ${kind}: ${text}`);
  return statement as Extract<DdlStatement, { kind: K }>;
}

const type = (name: string, arrayDimensions = 0) => ({ name, arrayDimensions });

/** What each statement is read as, as far as it is told here. */
const CONTENTS: readonly (readonly [text: string, content: Readonly<Record<string, unknown>>])[] = [
  [
    'DROP INDEX CONCURRENTLY IF EXISTS a, s.b',
    {
      object: 'index',
      concurrently: true,
      ifExists: true,
      cascade: false,
      names: [{ name: 'a' }, { schema: 's', name: 'b' }],
    },
  ],
  ['DROP TABLE t CASCADE', { object: 'table', cascade: true, names: [{ name: 't' }] }],
  ['DROP MATERIALIZED VIEW v', { object: 'materialized view', names: [{ name: 'v' }] }],
  ['DROP FUNCTION f(int), s.g', { object: 'function', names: [{ name: 'f' }, { schema: 's', name: 'g' }] }],
  ['DROP SCHEMA a, b', { object: 'schema', names: [{ name: 'a' }, { name: 'b' }] }],
  ['DROP DOMAIN d', { object: 'type', names: [{ name: 'd' }] }],
  ['DROP TRIGGER a ON b', { object: 'other', names: [] }],
  [
    'ALTER TABLE IF EXISTS a RENAME TO b',
    { kind: 'rename', object: 'table', ifExists: true, name: { name: 'a' }, to: 'b' },
  ],
  [
    'ALTER INDEX s.a RENAME TO b',
    { kind: 'rename', object: 'index', name: { schema: 's', name: 'a' }, to: 'b' },
  ],
  [
    'ALTER TABLE t RENAME COLUMN a TO b',
    { kind: 'rename', object: 'column', name: { name: 't' }, part: 'a', to: 'b' },
  ],
  ['ALTER TABLE t RENAME CONSTRAINT a TO b', { kind: 'rename', object: 'constraint', part: 'a', to: 'b' }],
  ['ALTER SCHEMA a RENAME TO b', { kind: 'rename', object: 'schema', name: { name: 'a' }, to: 'b' }],
  ['ALTER MATERIALIZED VIEW a RENAME TO b', { kind: 'rename', object: 'materialized view', to: 'b' }],
  ['ALTER SEQUENCE a RENAME TO b', { kind: 'other', what: 'Rename' }],
  ['ALTER TABLE t SET SCHEMA s', { kind: 'set-schema', object: 'table', name: { name: 't' }, schema: 's' }],
  [
    'ALTER INDEX a ATTACH PARTITION s.b',
    { kind: 'alter-index', action: { kind: 'attach-partition', partition: { schema: 's', name: 'b' } } },
  ],
  [
    'ALTER INDEX a SET (pages_per_range = 16)',
    { kind: 'alter-index', action: { kind: 'set-options', options: { pages_per_range: '16' } } },
  ],
  [
    'REINDEX INDEX CONCURRENTLY s.a',
    { object: 'index', name: { schema: 's', name: 'a' }, concurrently: true },
  ],
  [
    'REINDEX (VERBOSE, CONCURRENTLY off) TABLE a',
    { object: 'table', name: { name: 'a' }, concurrently: false },
  ],
  ['REINDEX SYSTEM', { object: 'system' }],
  [
    'SET search_path TO a, "B", \'c d\'',
    { variable: 'search_path', local: false, values: ['a', 'B', 'c d'], reset: false },
  ],
  ["SET LOCAL lock_timeout = '5s'", { variable: 'lock_timeout', local: true, values: ['5s'] }],
  ['SET x = -1', { values: ['-1'] }],
  ['SET TimeZone TO DEFAULT', { variable: 'timezone', reset: true, values: [] }],
  ['RESET ALL', { variable: 'all', reset: true }],
  [
    'ALTER ROLE r SET search_path = a',
    { kind: 'alter-setting', of: 'role', variable: 'search_path', values: ['a'] },
  ],
  ['START TRANSACTION', { action: 'begin' }],
  ['END', { action: 'commit' }],
  ['ABORT', { action: 'rollback' }],
  ['SAVEPOINT a', { action: 'savepoint', savepoint: 'a' }],
  ['ROLLBACK TO a', { action: 'rollback to', savepoint: 'a' }],
  ["PREPARE TRANSACTION 'x'", { action: 'other' }],
  [
    'CREATE OR REPLACE FUNCTION s.f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ select 1 $$',
    {
      kind: 'create-function',
      name: { schema: 's', name: 'f' },
      replace: true,
      volatility: 'immutable',
      language: 'sql',
    },
  ],
  [
    'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ begin end $$',
    { replace: false, volatility: 'volatile' },
  ],
  ['ALTER FUNCTION f(int) STABLE', { kind: 'alter-function', name: { name: 'f' }, volatility: 'stable' }],
  ['ALTER FUNCTION f(int) COST 5', { kind: 'other' }],
  ['CREATE SCHEMA AUTHORIZATION joe', { kind: 'create-schema', name: 'joe', elements: [] }],
  ["CREATE TYPE s.e AS ENUM ('a')", { kind: 'create-type', name: { schema: 's', name: 'e' }, form: 'enum' }],
  ['CREATE DOMAIN d AS int', { kind: 'create-type', name: { name: 'd' }, form: 'domain' }],
  ['CREATE TYPE c AS (a int)', { kind: 'create-type', form: 'composite' }],
  ['CREATE TABLE t AS SELECT 1 AS a', { kind: 'create-table', as: true, columns: [] }],
  ['CREATE UNLOGGED TABLE t OF ty', { kind: 'create-table', as: true, persistence: 'unlogged' }],
  [
    'CREATE TABLE p PARTITION OF s.t (a NOT NULL) DEFAULT',
    {
      partitionOf: { schema: 's', name: 't' },
      inherits: [],
      columns: [{ name: 'a', type: type(''), notNull: true, generated: 'no', constraints: [] }],
    },
  ],
  [
    'CREATE TABLE t (LIKE s.o INCLUDING ALL EXCLUDING INDEXES)',
    {
      like: [
        {
          table: { schema: 's', name: 'o' },
          including: ['constraints', 'defaults', 'generated', 'identity'],
        },
      ],
    },
  ],
  ['CREATE TABLE t () INHERITS (a, b)', { inherits: [{ name: 'a' }, { name: 'b' }] }],
  ['COMMENT ON TABLE t IS NULL', { kind: 'other', what: 'Comment' }],
  ['CREATE FOREIGN TABLE t (a int) SERVER s', { kind: 'other', what: 'CreateForeignTable' }],
  ['ALTER TYPE c ADD ATTRIBUTE a int', { kind: 'other', what: 'AlterTable' }],
];

describe('DDL, as libpg-query reads it', () => {
  for (const [text, content] of CONTENTS) {
    it(`is read: ${text}`, async () => {
      const statement = withoutSpans(await read(text)) as Record<string, unknown>;
      const told = Object.fromEntries(Object.keys(content).map((key) => [key, statement[key]]));
      assert.deepEqual(told, content);
    });
  }

  it('has columns with types as the catalogue names them, and what is written at them', async () => {
    const { columns } = await readKind(
      `CREATE TABLE t (id bigserial PRIMARY KEY, a varchar(20) COLLATE "C" CONSTRAINT there NOT NULL DEFAULT 'x',
         g int[] GENERATED ALWAYS AS (b * 2) STORED, v int GENERATED ALWAYS AS (b) VIRTUAL, i int GENERATED BY DEFAULT AS IDENTITY)`,
      'create-table',
    );
    assert.deepEqual(
      columns.map(({ name, type: { name: typeName, arrayDimensions }, notNull, generated }) =>
        [name, typeName, arrayDimensions, notNull, generated].join(' '),
      ),
      [
        'id int8 0 true no',
        'a varchar 0 true no',
        'g int4 1 false stored',
        'v int4 0 false virtual',
        'i int4 0 true identity',
      ],
    );
    const [id, a] = columns;
    assert.deepEqual(withoutSpans(id?.default), {
      kind: 'call',
      name: 'nextval',
      args: [{ kind: 'constant', type: 'string', value: 't_id_seq' }],
      star: false,
      distinct: false,
      windowed: false,
      orderBy: [],
    });
    assert.deepEqual([a?.collation, a?.notNullName], ['C', 'there']);
  });

  it('has constraints of columns and of the table with their columns', async () => {
    const { columns, constraints } = await readKind(
      `CREATE TABLE t (a int REFERENCES s.p (q) ON DELETE CASCADE UNIQUE DEFERRABLE, CHECK (a > 0) NO INHERIT,
         CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a, b) INCLUDE (c), FOREIGN KEY (a, b) REFERENCES x ON DELETE SET NULL,
         EXCLUDE USING gist (a WITH =, lower(b) COLLATE "C" WITH &&) WHERE (a > 1))`,
      'create-table',
    );
    const plain = { include: [], nullsNotDistinct: false };
    assert.deepEqual(withoutSpans(columns[0]?.constraints), [
      {
        ...plain,
        kind: 'foreign-key',
        columns: ['a'],
        references: { table: { schema: 's', name: 'p' }, columns: ['q'], onDelete: 'cascade' },
      },
      { ...plain, kind: 'unique', columns: ['a'] },
    ]);
    const [check, unique, foreignKey, exclude] = constraints;
    assert.deepEqual(
      [check?.kind, check?.columns, check?.noInherit, check?.check?.kind],
      ['check', [], true, 'operator'],
    );
    assert.deepEqual(withoutSpans(unique), {
      kind: 'unique',
      name: 'u',
      columns: ['a', 'b'],
      include: ['c'],
      nullsNotDistinct: true,
    });
    assert.deepEqual(withoutSpans(foreignKey?.references), {
      table: { name: 'x' },
      columns: [],
      onDelete: 'set null',
    });
    assert.deepEqual(
      exclude?.exclude?.keys.map(({ column, expression, collation }) => [
        column,
        expression?.kind,
        collation,
      ]),
      [
        ['a', undefined, undefined],
        [undefined, 'call', 'C'],
      ],
    );
    assert.equal(exclude.exclude.method, 'gist');
  });

  it('has the keys of partitions', async () => {
    const { partitionBy } = await readKind(
      'CREATE TABLE t (a int) PARTITION BY HASH (a, lower(b))',
      'create-table',
    );
    assert.equal(partitionBy?.strategy, 'hash');
    assert.deepEqual(
      partitionBy.keys.map(({ kind }) => kind),
      ['column', 'call'],
    );
  });

  it('has index keys with directions, classes and collations as PostgreSQL resolves them', async () => {
    const index = await readKind(
      `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING gist
         (a text_pattern_ops DESC, (b), c ASC NULLS FIRST, (d COLLATE "C"), (e ->> 'x') COLLATE "POSIX")
         INCLUDE (f, g) NULLS NOT DISTINCT WITH (fillfactor = 70, autosummarize, buffering = off) WHERE a IS NULL`,
      'create-index',
    );
    assert.deepEqual(
      index.keys.map(({ column, opclass, collation, descending, nullsFirst }) => [
        column,
        opclass,
        collation,
        descending,
        nullsFirst,
      ]),
      [
        ['a', 'text_pattern_ops', undefined, true, true],
        ['b', undefined, undefined, false, false],
        ['c', undefined, undefined, false, true],
        ['d', undefined, 'C', false, false],
        [undefined, undefined, 'POSIX', false, false],
      ],
    );
    const { unique, concurrently, ifNotExists, only, method, include, nullsNotDistinct, options, name } =
      index;
    assert.deepEqual(
      { unique, concurrently, ifNotExists, only, method, include, nullsNotDistinct, options, name },
      {
        unique: true,
        concurrently: true,
        ifNotExists: true,
        only: true,
        method: 'gist',
        include: ['f', 'g'],
        nullsNotDistinct: true,
        options: { fillfactor: '70', autosummarize: 'true', buffering: 'off' },
        name: 'i',
      },
    );
    assert.equal(index.where?.kind, 'null-test');
  });

  it('has every action of ALTER TABLE', async () => {
    const statement = await readKind(
      `ALTER TABLE IF EXISTS ONLY s.t ADD COLUMN IF NOT EXISTS c serial, DROP COLUMN IF EXISTS d CASCADE,
         ALTER e TYPE text COLLATE "C" USING e::text, ALTER f SET NOT NULL, ALTER f DROP NOT NULL, ALTER f SET DEFAULT 1,
         ALTER f DROP DEFAULT, ALTER f DROP EXPRESSION, ALTER f ADD GENERATED ALWAYS AS IDENTITY, ALTER f DROP IDENTITY,
         ADD CONSTRAINT q PRIMARY KEY USING INDEX iq, DROP CONSTRAINT w, ADD CONSTRAINT n NOT NULL g, SET (fillfactor = 10),
         INHERIT p, NO INHERIT p, SET UNLOGGED, ENABLE ROW LEVEL SECURITY`,
      'alter-table',
    );
    assert.deepEqual([statement.ifExists, statement.only], [true, true]);
    assert.deepEqual(withoutSpans(statement.actions.slice(1)), [
      { kind: 'drop-column', column: 'd', ifExists: true, cascade: true },
      { kind: 'alter-type', column: 'e', type: type('text'), collation: 'C' },
      { kind: 'set-not-null', column: 'f' },
      { kind: 'drop-not-null', column: 'f' },
      { kind: 'set-default', column: 'f', default: { kind: 'constant', type: 'integer', value: '1' } },
      { kind: 'drop-default', column: 'f' },
      { kind: 'drop-expression', column: 'f' },
      { kind: 'add-identity', column: 'f' },
      { kind: 'drop-identity', column: 'f' },
      {
        kind: 'add-constraint',
        constraint: {
          kind: 'primary-key',
          name: 'q',
          columns: [],
          include: [],
          nullsNotDistinct: false,
          usingIndex: 'iq',
        },
      },
      { kind: 'drop-constraint', name: 'w', ifExists: false, cascade: false },
      { kind: 'set-not-null', column: 'g', name: 'n' },
      { kind: 'set-options', options: { fillfactor: '10' } },
      { kind: 'inherit', parent: { name: 'p' } },
      { kind: 'no-inherit', parent: { name: 'p' } },
      { kind: 'set-persistence', persistence: 'unlogged' },
      { kind: 'other', what: 'EnableRowSecurity' },
    ]);
    const [added] = statement.actions;
    assert.equal(added?.kind, 'add-column');
    assert.deepEqual([added.ifNotExists, added.column.name, added.column.type.name], [true, 'c', 'int4']);
  });

  it('has partitions that are attached and detached', async () => {
    const attach = await readKind('ALTER TABLE t ATTACH PARTITION s.p FOR VALUES IN (1)', 'alter-table');
    const detach = await readKind('ALTER TABLE t DETACH PARTITION s.p CONCURRENTLY', 'alter-table');
    assert.deepEqual(
      [attach, detach].map(({ actions }) => withoutSpans(actions)),
      [
        [{ kind: 'attach-partition', partition: { schema: 's', name: 'p' } }],
        [{ kind: 'detach-partition', partition: { schema: 's', name: 'p' } }],
      ],
    );
  });

  it('has the statements inside CREATE SCHEMA, each with its own span', async () => {
    const text =
      'CREATE SCHEMA s CREATE TABLE t (a int) CREATE INDEX i ON t (a) GRANT ALL ON t TO joe CREATE VIEW v AS SELECT a FROM t';
    const { elements } = await readKind(text, 'create-schema');
    assert.deepEqual(
      elements.map(({ span }) => text.slice(span.start, span.end)),
      ['CREATE TABLE t (a int)', 'CREATE INDEX i ON t (a)', 'CREATE VIEW v AS SELECT a FROM t'],
    );
  });

  it('has the query of a view, also of a recursive one, without what stands behind it', async () => {
    const texts = [
      'CREATE OR REPLACE VIEW v (a) AS SELECT 1 WITH LOCAL CHECK OPTION',
      'CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 1 WITH NO DATA',
      'CREATE TEMP RECURSIVE VIEW v (a) AS SELECT 1',
    ];
    const views = await Promise.all(texts.map((text) => readKind(text, 'create-view')));
    assert.deepEqual(
      views.map(({ query: { span } }, i) => texts[i]?.slice(span.start, span.end)),
      ['SELECT 1', 'SELECT 1', 'SELECT 1'],
    );
    assert.deepEqual(
      views.map(({ materialized, ifNotExists, temporary }) => [materialized, ifNotExists, temporary]),
      [
        [false, false, false],
        [true, true, false],
        [false, false, true],
      ],
    );
  });
});

/** What stands where every part of the statement says it is. */
const PLACES: readonly (readonly [text: string, places: readonly string[]])[] = [
  [
    `/* 😀 */ CREATE UNIQUE INDEX "é" ON s.t (a text_ops DESC, (lower(b)) COLLATE "C" NULLS FIRST) WHERE (a = 'ü')`,
    [
      `nameSpan  "é"`,
      'table  s.t',
      'keys.0  a text_ops DESC',
      'keys.1.expression.args.0  b',
      'keys.1.expression  lower(b)',
      `keys.1  (lower(b)) COLLATE "C" NULLS FIRST`,
      'where.left  a',
      `where.right  'ü'`,
      `where  a = 'ü'`,
    ],
  ],
  [
    'CREATE INDEX ON t USING gin ((a -> 1) jsonb_path_ops, b)',
    [
      'table  t',
      'keys.0.expression.left  a',
      'keys.0.expression.right  1',
      'keys.0.expression  a -> 1',
      'keys.0  (a -> 1) jsonb_path_ops',
      'keys.1  b',
    ],
  ],
  [
    `CREATE TABLE s."T" (id serial PRIMARY KEY USING INDEX TABLESPACE x, a text /* , */ DEFAULT f(1, 2) CONSTRAINT c CHECK ((a <> ',')) DEFERRABLE, CONSTRAINT d UNIQUE (a, id) INITIALLY DEFERRED, EXCLUDE (a WITH =, (lower(a)) WITH =)) PARTITION BY LIST (a)`,
    [
      `name  s."T"`,
      'columns.0.default.args.0  serial',
      'columns.0.default  serial',
      'columns.0.constraints.0  PRIMARY KEY USING INDEX TABLESPACE x',
      'columns.0  id serial PRIMARY KEY USING INDEX TABLESPACE x',
      'columns.1.default.args.0  1',
      'columns.1.default.args.1  2',
      'columns.1.default  f(1, 2)',
      'columns.1.constraints.0.check.left  a',
      `columns.1.constraints.0.check.right  ','`,
      `columns.1.constraints.0.check  a <> ','`,
      `columns.1.constraints.0  CONSTRAINT c CHECK ((a <> ',')) DEFERRABLE`,
      `columns.1  a text /* , */ DEFAULT f(1, 2) CONSTRAINT c CHECK ((a <> ',')) DEFERRABLE`,
      'constraints.0  CONSTRAINT d UNIQUE (a, id) INITIALLY DEFERRED',
      'constraints.1.exclude.keys.0  a',
      'constraints.1.exclude.keys.1.expression.args.0  a',
      'constraints.1.exclude.keys.1.expression  lower(a)',
      'constraints.1.exclude.keys.1  (lower(a))',
      'constraints.1  EXCLUDE (a WITH =, (lower(a)) WITH =)',
      'partitionBy.keys.0  a',
    ],
  ],
  [
    'ALTER TABLE ONLY s.t ADD COLUMN a int REFERENCES u (b) NOT NULL, ADD CONSTRAINT c CHECK (a > (0)) NOT VALID, ALTER b SET DEFAULT (now())',
    [
      'name  s.t',
      'actions.0.column.constraints.0.references.table  u',
      'actions.0.column.constraints.0  REFERENCES u (b)',
      'actions.0.column  a int REFERENCES u (b) NOT NULL',
      'actions.1.constraint.check.left  a',
      'actions.1.constraint.check.right  0',
      'actions.1.constraint.check  a > (0)',
      'actions.1.constraint  CONSTRAINT c CHECK (a > (0)) NOT VALID',
      'actions.2.default  now()',
    ],
  ],
  ['DROP INDEX CONCURRENTLY IF EXISTS a, s . b CASCADE', ['names.0  a', 'names.1  s . b']],
  ['DROP FUNCTION f(int, text), s.g', ['names.0  f', 'names.1  s.g']],
  ['ALTER MATERIALIZED VIEW IF EXISTS s.v RENAME TO w', ['name  s.v']],
  ['REINDEX (VERBOSE) TABLE CONCURRENTLY s.t', ['name  s.t']],
  ['CREATE OR REPLACE FUNCTION s.f() RETURNS int LANGUAGE sql AS $$ select 1 $$', ['name  s.f']],
];

/** The statement up to the place where a word of its own ends. */
const KEYWORDS: readonly (readonly [text: string, before: string])[] = [
  ['CREATE UNIQUE INDEX i ON t (a)', 'CREATE UNIQUE INDEX'],
  ['CREATE /* INDEX */ INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)', 'CREATE /* INDEX */ INDEX'],
  ['DROP INDEX a', 'DROP INDEX'],
  ['DROP MATERIALIZED VIEW a', 'DROP MATERIALIZED VIEW'],
  ['REINDEX (VERBOSE) TABLE t', 'REINDEX (VERBOSE) TABLE'],
];

describe('Places in DDL', () => {
  for (const [text, places] of PLACES) {
    it(`are right: ${text}`, async () => {
      const [whole, ...parts] = listSpans(await read(text), text);
      assert.equal(whole?.trim(), text.replace(/^\/\*.*?\*\/ /, ''));
      assert.deepEqual(parts, places);
    });
  }

  for (const [text, before] of KEYWORDS) {
    it(`are right for what goes behind a keyword: ${text}`, async () => {
      const statement = await read(text);
      const place =
        statement.kind === 'create-index'
          ? statement.afterIndexKeyword
          : 'afterObjectKeyword' in statement
            ? statement.afterObjectKeyword
            : 0;
      assert.equal(text.slice(0, place), before);
    });
  }
});
