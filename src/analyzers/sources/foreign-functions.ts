import type { OtherDatabase } from './other-database';

/** In any case. Names that PostgreSQL's extensions for compatibility define (`nvl`, `group_concat`, `date_format`) are not among them. */
const NAMES: ReadonlyMap<string, OtherDatabase> = new Map([
  ...functionsOf('SQLite', 'last_insert_rowid julianday unixepoch strftime'),
  ...functionsOf('MySQL', 'from_unixtime unix_timestamp curdate last_insert_id'),
  ...functionsOf('SQL Server', 'getdate scope_identity'),
  ...functionsOf('DuckDB', 'read_parquet read_csv_auto read_json_auto'),
]);

function functionsOf(database: OtherDatabase, names: string): readonly (readonly [string, OtherDatabase])[] {
  return names.split(' ').map((name) => [name, database] as const);
}

/** ClickHouse tells the case of letters apart, and nobody writes names of PostgreSQL's so, because it does not. */
const CLICKHOUSE = new RegExp(
  [
    '(?:count|sum|avg|min|max|any|uniq|uniqExact|argMin|argMax|quantiles?\\w*)(?:If|Merge|State)',
    'uniqExact|uniqCombined(?:64)?|arg(?:Min|Max)|group(?:Uniq)?Array|anyLast|arrayJoin|quantiles?TDigest\\w*|deltaSum\\w*',
    'toStartOf[A-Z]\\w*|to(?:U?Int|Float|Decimal|DateTime)\\d*|toUnixTimestamp\\w*|parseDateTime\\w*|formatDateTime|now64',
    'JSONExtract\\w*|currentDatabase|hasToken|multiIf|dateDiff|arrayMap|arrayFilter|arrayExists|mapKeys',
  ]
    .map((names) => `(?:${names})`)
    .join('|')
    .replace(/^.*$/, '^(?:$&)$'),
);

/** `name` as it is written, `argument` the first one when it is a string. */
export function foreignFunction(name: string, argument: string | undefined): OtherDatabase | undefined {
  const lowered = name.toLowerCase();
  if (lowered === 'datetime' && argument === "'now'") return 'SQLite';
  return NAMES.get(lowered) ?? (CLICKHOUSE.test(name) ? 'ClickHouse' : undefined);
}
