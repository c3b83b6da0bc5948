import type { TableReference } from '../sql/model';

const OF_TABLES = /^pg_stat(?:_xact|io)?_(?:user|all|sys)_tables$/;
const OF_INDEXES = /^pg_stat(?:io)?_(?:user|all|sys)_indexes$/;

/**
 * Names that other catalogue views use (`pg_indexes.tablename`, `information_schema.tables.table_name`), and what the statistics views
 * call the same (manual, "The Cumulative Statistics System"). A test asks real servers for both.
 */
const NAMES_OF_TABLES: Readonly<Record<string, string>> = {
  tablename: 'relname',
  table_name: 'relname',
  schema_name: 'schemaname',
  table_schema: 'schemaname',
};
const NAMES_OF_INDEXES: Readonly<Record<string, string>> = {
  ...NAMES_OF_TABLES,
  indexname: 'indexrelname',
  index_name: 'indexrelname',
};

/** A statistics view of PostgreSQL, with the names that it is often asked for but does not have, and its own. */
export interface StatisticsView {
  readonly of: 'tables' | 'indexes';
  readonly misnamed: Readonly<Record<string, string>>;
}

export function statisticsView({ name: { schema, name } }: TableReference): StatisticsView | undefined {
  if (schema !== undefined && schema !== 'pg_catalog') return undefined;
  if (OF_TABLES.test(name)) return { of: 'tables', misnamed: NAMES_OF_TABLES };
  return OF_INDEXES.test(name) ? { of: 'indexes', misnamed: NAMES_OF_INDEXES } : undefined;
}
