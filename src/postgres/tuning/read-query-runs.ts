import type { QueryRuns } from '../../analyzers/workload/query-runs';
import { quoteIdentifier } from '../../analyzers/sql/identifiers';
import type { Reader, ReadOptions } from '../reading/reader';

const EXTENSION = `SELECT n.nspname AS schema FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'`;

/**
 * How often the database has run each query since its counters were reset; `undefined` where it has no extension pg_stat_statements. Of queries of
 * others a role sees the text only with pg_read_all_stats. Rejects as the reader does, among others where the server does not load the extension.
 */
export async function readQueryRuns(
  reader: Reader,
  options: ReadOptions = {},
): Promise<readonly QueryRuns[] | undefined> {
  const [extension] = await reader.read(EXTENSION, [], options);
  if (extension === undefined) return undefined;
  const schema = quoteIdentifier(String(extension['schema']));
  const rows = await reader.read(
    `SELECT s.query, sum(s.calls)::float8 AS calls, sum(s.rows)::float8 AS rows FROM ${schema}.pg_stat_statements s
  WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
    AND s.query <> '<insufficient privilege>'
  GROUP BY s.query`,
    [],
    options,
  );
  return rows.map(({ query, calls, rows: count }) => ({
    query: String(query),
    calls: Number(calls),
    rows: Number(count),
  }));
}
