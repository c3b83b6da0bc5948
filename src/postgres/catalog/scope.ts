/** Which part of a database is read; the system's schemas and temporary ones never are. */
export interface CatalogScope {
  /** Absent: all. */
  readonly schemas?: readonly string[];
  /** Names of tables and views, with `*` for any characters. Absent: all. */
  readonly tables?: readonly string[];
}

/** The parameters of `IN_SCOPE`. */
export function scopeParameters({ schemas, tables }: CatalogScope): readonly unknown[] {
  return [schemas ?? null, tables?.map(likePattern) ?? null];
}

function likePattern(name: string): string {
  return name.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}

/** Of functions, which no pattern of tables concerns. */
export const IN_SCHEMAS = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text[] IS NULL OR n.nspname = ANY ($1::text[]))`;

/** Of the relation `c` in the schema `n`. */
export const IN_SCOPE = `c.relkind IN ('r', 'p', 'm', 'v', 'f') AND c.relpersistence <> 't' AND ${IN_SCHEMAS}
  AND ($2::text[] IS NULL OR c.relname LIKE ANY ($2::text[]))`;

/** The relations of the scope as `c`, for statements about what belongs to them. */
export const SCOPE = `pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND ${IN_SCOPE}`;

/**
 * Relations that nobody else may use now. Printing an expression opens its relation, and would wait for that lock
 * (`set_relation_column_names`, ruleutils.c).
 */
export const LOCKED = `locked AS MATERIALIZED (SELECT l.relation FROM pg_catalog.pg_locks l
  WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid <> pg_backend_pid()
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database()))`;
