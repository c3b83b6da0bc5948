/** A database that is not PostgreSQL and takes SQL as well, as its makers write it. */
export type OtherDatabase =
  | 'BigQuery'
  | 'ClickHouse'
  | 'DuckDB'
  | 'MySQL'
  | 'Oracle'
  | 'Snowflake'
  | 'SQL Server'
  | 'SQLite'
  /** Several have what was seen. */
  | 'another database';

/** How packages, folders, classes and variables name them. */
const NAMES: readonly (readonly [name: RegExp, database: OtherDatabase])[] = [
  [/sqlite|libsql|^drizzle-orm\/d1$|^sql\.js$/i, 'SQLite'],
  [/clickhouse/i, 'ClickHouse'],
  [/mysql|mariadb|planetscale/i, 'MySQL'],
  [/duckdb/i, 'DuckDB'],
  [/mssql|sql-?server|^tedious$/i, 'SQL Server'],
  [/big-?query/i, 'BigQuery'],
  [/oracledb/i, 'Oracle'],
  [/snowflake-sdk/i, 'Snowflake'],
];

/** `pg` is a word of its own: `pg-pool`, `PgClient`, `drizzle-orm/pg-core`, but no part of `jpg`. */
const POSTGRES =
  /[pP]ostgre|POSTGRE|pglite|PGlite|slonik|timescale|cockroach|redshift|supabase|neondatabase|(?:^|[^a-z])pg(?![a-z])|(?:^|[^A-Z])P[gG](?![a-z])/;

export function namesPostgres(name: string): boolean {
  return POSTGRES.test(name);
}

/** `undefined` for a name that says nothing, and for one that names PostgreSQL too: `mysqlToPostgres`. */
export function otherDatabaseNamedIn(name: string): OtherDatabase | undefined {
  const found = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  return found && !namesPostgres(name) ? found : undefined;
}

/** Why nothing is said of a text, for the person who asks. */
export function otherDatabaseReason(database: OtherDatabase, sign: string): string {
  return `It is for ${database}, not for PostgreSQL: ${sign} (other-database).`;
}

/** The sign of a document whose path names the database. */
export const NAMED_FOLDER = 'a folder or the file is named after it';
