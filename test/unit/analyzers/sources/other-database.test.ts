import assert from 'node:assert/strict';
import { analyze } from '../../../../src/analyzers/analyze';
import { DEFAULT_SETTINGS } from '../../../../src/analyzers/settings';
import { EMPTY_SNAPSHOT } from '../../../../src/analyzers/schema/snapshot';
import { databaseOfPath } from '../../../../src/analyzers/sources/database-of-path';
import type { OtherDatabase } from '../../../../src/analyzers/sources/other-database';
import { findEmbeddedSql, readCodeMigration } from '../../../../src/analyzers/sources/typescript';
import { libpgFeeder } from '../feeders';
import { fragmentsOf } from './fragments-of';

const Q = "'SELECT a FROM t WHERE b = 1'";

/** Modules, and the database that their last statement is for. */
const MODULES: Readonly<Record<string, readonly (readonly [source: string, database: OtherDatabase])[]>> = {
  'what the module imports': [
    [`import Database from 'better-sqlite3';\nconst q = ${Q};`, 'SQLite'],
    [`import { DatabaseSync } from 'node:sqlite';\nrun(${Q});`, 'SQLite'],
    [`const sqlite3 = require('sqlite3');\nmodule.exports.q = ${Q};`, 'SQLite'],
    [`const { open } = require('sqlite');\nconst q = ${Q};`, 'SQLite'],
    [`import { createClient } from '@clickhouse/client';\nexport const q = ${Q};`, 'ClickHouse'],
    [`import mysql from 'mysql2/promise';\nasync function f(db) { await db.execute(${Q}); }`, 'MySQL'],
    [`import 'mssql';\nconst q = ${Q};`, 'SQL Server'],
    [
      "import { sql } from 'drizzle-orm';\nimport { drizzle } from 'drizzle-orm/better-sqlite3';\nsql`SELECT a FROM t`",
      'SQLite',
    ],
    ["import { Kysely, SqliteDialect, sql } from 'kysely';\nsql`SELECT a FROM t`", 'SQLite'],
    [`import knex from 'knex';\nconst db = knex({ client: 'mysql2' });\ndb.raw(${Q});`, 'MySQL'],
    [
      `import { DataSource } from 'typeorm';\nconst db = new DataSource({ type: 'better-sqlite3' });\ndb.query(${Q});`,
      'SQLite',
    ],
  ],
  'what the text is handed to': [
    [`import { db } from './db';\nclickhouse.query({ query: ${Q} });`, 'ClickHouse'],
    [`import { prisma } from './db';\nqueryClickhouse<Row>({ query: ${Q} });`, 'ClickHouse'],
    [`this.sqliteDb.exec(${Q});`, 'SQLite'],
    [`import { pool } from 'pg';\nmysqlPool.query(${Q});`, 'MySQL'],
    [
      `import { Pool } from 'pg';\nimport { DuckDBInstance } from '@duckdb/node-api';\nconst duck = await DuckDBInstance.create(':memory:');\nduck.run(${Q});`,
      'DuckDB',
    ],
    [
      `import { Pool } from 'pg';\nimport Database from 'better-sqlite3';\nconst cache = new Database('x');\ncache.exec(${Q});`,
      'SQLite',
    ],
    [
      `import { Pool } from 'pg';\nimport type { Client } from './clickhouse/client';\nclass A { constructor(private readonly events: Client) {} f() { this.events.query(${Q}); } }`,
      'ClickHouse',
    ],
    [
      `import { Pool } from 'pg';\nimport type { Database } from 'bun:sqlite';\nclass A { #db: Database; f() { this.#db.query(${Q}); } }`,
      'SQLite',
    ],
  ],
  'what the variable that holds it is handed to': [
    [
      `import { pool } from 'pg';\nconst q = ${Q};\nawait queryClickhouse({ query: q, params });`,
      'ClickHouse',
    ],
    [`import { pool } from 'pg';\nconst query = ${Q};\nawait queryClickhouse({ query });`, 'ClickHouse'],
    [`import { pool } from 'pg';\nconst q = ${Q};\nlite.prepare(q);`, 'another database'],
  ],
  'what it is written like': [
    ["db.prepare('SELECT a FROM t WHERE b = ?');", 'another database'],
    ["q('SELECT a FROM t WHERE b IN {b: Array(String)}')", 'ClickHouse'],
    ["q('SELECT a FROM t FINAL WHERE b = 1')", 'ClickHouse'],
    ["q('SELECT a FROM app.t FINAL WHERE b = 1')", 'ClickHouse'],
    ["q('SELECT a FROM t WHERE b = {b: String}')", 'ClickHouse'],
    ["q('SELECT quantile(0.95)(a) FROM t')", 'ClickHouse'],
    ["q('SELECT count() FROM t')", 'ClickHouse'],
    ["q('SELECT countIf(a = 1) FROM t')", 'ClickHouse'],
    ["q('SELECT toStartOfHour(a) AS h FROM t')", 'ClickHouse'],
    ["q('SELECT a FROM t PREWHERE b = 1')", 'ClickHouse'],
    ["q('SELECT a FROM t ARRAY JOIN b')", 'ClickHouse'],
    ["q('SELECT a FROM t SETTINGS max_threads = 8')", 'ClickHouse'],
    ["q('INSERT INTO t (a) FORMAT JSONEachRow')", 'ClickHouse'],
    ["q('CREATE TABLE t (a String) ENGINE = MergeTree ORDER BY a')", 'ClickHouse'],
    ["q('SELECT `a` FROM `t`')", 'another database'],
    ["q('SELECT a FROM t WHERE b > now() - INTERVAL 7 DAY')", 'another database'],
    ["q('SELECT a FROM t LIMIT ?, ?')", 'another database'],
    ["q('INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2')", 'MySQL'],
    ["q('INSERT IGNORE INTO t (a) VALUES (1)')", 'MySQL'],
    ["q('SELECT a FROM t FORCE INDEX (i) WHERE b = 1')", 'MySQL'],
    ["q('DELETE FROM t WHERE a = 1 LIMIT 100')", 'MySQL'],
    ["q('CREATE TABLE t (a int AUTO_INCREMENT)')", 'MySQL'],
    ["q('INSERT OR REPLACE INTO t (a) VALUES (1)')", 'SQLite'],
    ["q('SELECT name FROM sqlite_master')", 'SQLite'],
    ['q("SELECT name FROM pragma_table_info(\'t\')")', 'SQLite'],
    ['q("UPDATE t SET a = datetime(\'now\') WHERE b = 1")', 'SQLite'],
    ["q('CREATE TABLE t (a text) WITHOUT ROWID')", 'SQLite'],
    ["q('SELECT TOP 10 a FROM t')", 'SQL Server'],
    ["q('SELECT a FROM t WITH (NOLOCK)')", 'SQL Server'],
    ["q('SELECT a FROM t OUTER APPLY f(t.a)')", 'SQL Server'],
    ["q('INSERT INTO t (a) OUTPUT INSERTED.id VALUES (1)')", 'SQL Server'],
    ["q('SELECT a FROM read_parquet(b)')", 'DuckDB'],
  ],
};

/** PostgreSQL's, or of nobody knows which. */
const STATEMENTS: Readonly<Record<string, readonly string[]>> = {
  'a client of PostgreSQL is there too': [
    `import { Pool } from 'pg';\nimport Database from 'better-sqlite3';\nconst q = ${Q};`,
    "import postgres from 'postgres';\nimport Database from 'better-sqlite3';\nsql`SELECT a FROM t`",
    `import { createClient } from '@clickhouse/client';\nimport { Kysely, PostgresDialect } from 'kysely';\ndb.query(${Q});`,
    `import { createClient } from '@clickhouse/client';\nimport { pool } from '../db';\npool.query(${Q});`,
    `import { createClient } from '@clickhouse/client';\nimport { pool } from '../db';\nconst q = ${Q};`,
    "import { createClient } from '@clickhouse/client';\nasync ({ prisma }) => prisma.$queryRaw`SELECT a FROM t`",
    `import knex from 'knex';\nimport mysql from 'mysql2';\nknex.raw(${Q});`,
    `import knex from 'knex';\nconst db = knex({ client: old ? 'mysql2' : 'pg' });\ndb.raw(${Q});`,
    `mysqlToPostgres(${Q});`,
    `import { Pool } from 'pg';\nimport Database from 'better-sqlite3';\nfunction f() { const db = new Database('x'); }\nfunction g(db: Pool) { db.query(${Q}); }`,
  ],
  'the variable goes to others': [
    `const q = ${Q};\nother(q);\npool.query(q);`,
    `const q = ${Q};\nsqliteToPostgres(q);`,
    `import Client from 'pg-native';\nclient.prepare('name', ${Q}, 1);`,
  ],
  'a module of the program is named after another database': [
    `import { toRow } from './sqlite/rows';\nconst q = ${Q};`,
    `import { toRow } from './sqlite/rows';\npool.query(${Q});`,
  ],
  'names are much like those of others': [
    "q('SELECT * FROM final')",
    "q('SELECT a FROM totals final WHERE final.a = 1')",
    "q('SELECT a FROM settings s WHERE s.b = 1')",
    "q('UPDATE settings SET a = 1 WHERE b = 1')",
    "q('SELECT top FROM scores WHERE b = 1')",
    "q('SELECT count(*) FROM t WHERE b = 1')",
    'q("SELECT a FROM t WHERE b > now() - INTERVAL \'7 DAY\'")',
    "q('WITH gone AS (DELETE FROM t WHERE a IN (SELECT a FROM t LIMIT 10) RETURNING a) SELECT a FROM gone LIMIT 1')",
    "q('SELECT a, (SELECT b FROM t LIMIT 1), c FROM t')",
    "q('SELECT engine FROM cars WHERE engine = 1')",
    "q('SELECT format(a) FROM t WHERE b = ARRAY[1]')",
    "q('SELECT a FROM t WHERE f(b) AND c = 1')",
    "query('CREATE TRIGGER x BEFORE INSERT OR UPDATE ON t EXECUTE FUNCTION f()')",
  ],
};

describe('SQL for other databases', () => {
  for (const [sign, cases] of Object.entries(MODULES)) {
    it(`is told apart by ${sign}`, () => {
      for (const [source, database] of cases) {
        const last = fragmentsOf(`${source}\n// select … from, update … set`).at(-1);
        assert.ok(
          last?.otherDatabase?.startsWith(`It is for ${database}, `),
          `${source}: ${last?.otherDatabase ?? ''}`,
        );
      }
    });
  }

  for (const [circumstance, sources] of Object.entries(STATEMENTS)) {
    it(`is not seen where ${circumstance}`, () => {
      for (const source of sources) {
        const reasons = fragmentsOf(`${source}\n// select … from, update … set`).map(
          ({ otherDatabase }) => otherDatabase,
        );
        assert.deepEqual(reasons, [undefined], source);
      }
    });
  }

  it('is told apart by the folder when the module says nothing else', () => {
    const find = (text: string) =>
      findEmbeddedSql(
        { text, languageId: 'typescript', otherDatabase: 'ClickHouse' },
        { tags: [], callees: [] },
      )[0];
    assert.match(find(`reader.query(${Q});`)?.otherDatabase ?? '', /folder/);
    assert.equal(find(`import { Pool } from 'pg';\nreader.query(${Q});`)?.otherDatabase, undefined);
    assert.equal(find('prisma.$queryRaw`SELECT a FROM t`')?.otherDatabase, undefined);
  });

  it('is given to no grammar, and says why', async () => {
    const feeder = await libpgFeeder();
    const judge = (languageId: string, text: string, otherDatabase?: OtherDatabase) =>
      analyze({
        document: { file: 'a', languageId, text, ...(otherDatabase && { otherDatabase }) },
        snapshot: EMPTY_SNAPSHOT,
        settings: DEFAULT_SETTINGS,
        feeder,
        findEmbeddedSql,
      }).statements.map(({ state, problem, verdicts }) => ({ state, problem, verdicts }));
    const because = (sign: string) => [
      {
        state: 'declined',
        problem: `It is for SQLite, not for PostgreSQL: ${sign} (other-database).`,
        verdicts: [],
      },
    ];
    assert.deepEqual(judge('typescript', `sqlite.exec(${Q});`), because('sqlite.exec names it'));
    assert.deepEqual(
      judge('sql', 'SELECT a FROM t WHERE b = 1', 'SQLite'),
      because('a folder or the file is named after it'),
    );
  });

  it('does not change the schema in a migration', () => {
    const text = "exports.up = (knex) => knex.raw('CREATE TABLE t (a int AUTO_INCREMENT)');";
    assert.deepEqual(readCodeMigration({ text, languageId: 'javascript' }).fragments, []);
  });
});

describe('The path of a file', () => {
  const PATHS: readonly (readonly [path: string, database: OtherDatabase | undefined])[] = [
    ['packages/clickhouse/src/runs.ts', 'ClickHouse'],
    ['src/db/sqlite/store.ts', 'SQLite'],
    ['packages/store-adapter-sqlite/src/store.ts', 'SQLite'],
    ['src/store.mysql.ts', 'MySQL'],
    ['migrations/mysql2/1.sql', 'MySQL'],
    ['src/clickhouse.ts', 'ClickHouse'],
    ['src/store.ts', undefined],
    ['src/from-mysql/copy.ts', undefined],
    ['src/mysql-import/copy.ts', undefined],
    ['src/mysql-to-postgres/copy.ts', undefined],
    ['src/replaceMysql.ts', undefined],
    ['sqlitebrowser/src/store.ts', undefined],
  ];
  for (const [path, database] of PATHS) {
    it(`${database ? `names ${database}` : 'says nothing'}: ${path}`, () => {
      assert.equal(databaseOfPath(path), database);
    });
  }
});
