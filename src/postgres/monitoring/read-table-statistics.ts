import {
  type AutovacuumThresholds,
  autovacuumThresholds,
} from '../../analyzers/maintenance/autovacuum-thresholds';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { catalogue, number, orNull, text } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

/** What the planner and autovacuum know of a table. No value of a user's is in it. */
export interface TableStatisticsPage {
  readonly oid: number;
  /** `reltuples`; -1: never vacuumed or analyzed. */
  readonly rows: number;
  readonly options: Readonly<Record<string, string>>;
  readonly autovacuum: AutovacuumThresholds;
  readonly columns: readonly ColumnFigures[];
}

export interface ColumnFigures {
  readonly name: string;
  /** As `pg_stats` has it: below zero a share of the rows. `null` here and below: not analyzed, or not to be read by the role. */
  readonly distinct: number | null;
  readonly correlation: number | null;
  /** 0 to 1. */
  readonly nullFraction: number | null;
  readonly mostCommonShare: number | null;
  /** In bytes. */
  readonly averageWidth: number | null;
  /** -1: the server's default. */
  readonly target: number;
}

const TABLE = catalogue<{ oid: number; rows: number; options: unknown; settings: unknown }>(
  `SELECT c.oid, c.reltuples AS rows,
     coalesce((SELECT json_object_agg(o.option_name, o.option_value) FROM pg_catalog.pg_options_to_table(c.reloptions) o), '{}') AS options,
     (SELECT json_object_agg(s.name, s.setting) FROM pg_catalog.pg_settings s WHERE s.name ~ '^autovacuum') AS settings
   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`,
  { oid: number, rows: number, options: (value) => value, settings: (value) => value },
);

const COLUMNS = catalogue<ColumnFigures>(
  `SELECT a.attname AS name, s.n_distinct AS distinct, s.correlation, s.null_frac AS "nullFraction",
     s.most_common_freqs[1] AS "mostCommonShare", s.avg_width AS "averageWidth", coalesce(a.attstattarget, -1) AS target
   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
     AND s.inherited = (c.relkind = 'p')
   WHERE n.nspname = $1 AND c.relname = $2 ORDER BY a.attnum`,
  {
    name: text,
    distinct: orNull(number),
    correlation: orNull(number),
    nullFraction: orNull(number),
    mostCommonShare: orNull(number),
    averageWidth: orNull(number),
    target: number,
  },
);

/** `undefined`: there is no such table. */
export async function readTableStatistics(
  reader: Reader,
  { schema, name }: RelationName,
  options: ReadOptions = {},
): Promise<TableStatisticsPage | undefined> {
  const [row] = await reader.read(TABLE.text, [schema, name], options);
  if (!row) return undefined;
  const table = TABLE.decode(row);
  const ofTable = table.options as Readonly<Record<string, string>>;
  const ofServer = table.settings as Readonly<Record<string, string>>;
  const columns = await reader.read(COLUMNS.text, [schema, name], options);
  return {
    oid: table.oid,
    rows: table.rows,
    options: ofTable,
    autovacuum: autovacuumThresholds(table.rows, ofServer, ofTable),
    columns: columns.map((column) => COLUMNS.decode(column)),
  };
}
