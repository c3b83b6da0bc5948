import { otherDatabaseNamedIn, type OtherDatabase } from './other-database';

/** A file that takes something from one database to another may speak to both. */
const BETWEEN =
  /(?:^|[^a-z])(?:from|to|2|import|export|migrate|migrator|sync|convert|copy|replicat\w*)(?![a-z])/i;

/** `clickhouse`, `mysql2`, `adapter-sqlite`, `store.sqlite`: the name and at most one word beside it. */
const NAMED_AFTER =
  /^(?:[a-z]+[-_.])*(?:sqlite3?|better-sqlite3|libsql|clickhouse|mysql2?|mariadb|duckdb|mssql|sqlserver|bigquery)(?:[-_.][a-z]+)?$/i;

/**
 * The database that a folder on the way, or the file itself, is named after. `path` counts from the project's root, with slashes: above it a
 * folder may have any name.
 */
export function databaseOfPath(path: string): OtherDatabase | undefined {
  const names = path.split('/');
  const file = (names.pop() ?? '').replace(/\.\w+$/, '');
  for (const name of [...names, file].reverse()) {
    if (!NAMED_AFTER.test(name) || BETWEEN.test(name)) continue;
    const database = otherDatabaseNamedIn(name);
    if (database) return database;
  }
  return undefined;
}
