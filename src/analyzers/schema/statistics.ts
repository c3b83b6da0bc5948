/**
 * What a server knows of the contents of its tables. All of it is optional in the schema's model, and each absent value means "not known",
 * which is another thing than zero: a table that was never analyzed is no empty table.
 */
export interface TableStatistics {
  /** `pg_class.reltuples` of the last VACUUM or ANALYZE. Absent: there was none yet (-1). */
  readonly rows?: number;
  /** `relpages`, in blocks, at the same time. */
  readonly pages: number;
  readonly allVisiblePages: number;
  /** Of the heap alone, without TOAST: measured, or `pages` times the size of a block. */
  readonly heapBytes: number;
  /** Why columns have no statistics where they have none. */
  readonly columns: ColumnStatisticsAccess;
  /** Since `ServerFacts.statisticsReset`; absent where the server keeps no counters for the table. */
  readonly activity?: TableActivity;
}

/**
 * `pg_stats` shows a row only of columns that the role may SELECT, and none of a table whose row security holds for the role
 * (manual, "pg_stats").
 */
export type ColumnStatisticsAccess = 'readable' | 'no-privilege' | 'row-security';

/** `pg_stat_all_tables`. Counts of rows unless said; times are ISO 8601 in UTC and absent for "never". */
export interface TableActivity {
  readonly liveRows: number;
  readonly deadRows: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Of `updated`: those that changed no index. */
  readonly hotUpdated: number;
  readonly modifiedSinceAnalyze: number;
  /** Number of scans. */
  readonly sequentialScans: number;
  readonly sequentialRowsRead: number;
  /** Number of scans, over all indexes. */
  readonly indexScans: number;
  readonly lastVacuum?: string;
  readonly lastAutovacuum?: string;
  readonly lastAnalyze?: string;
  readonly lastAutoanalyze?: string;
}

/** One row of `pg_stats`. */
export interface ColumnStatistics {
  /** 0 to 1. */
  readonly nullFraction: number;
  /** In bytes. */
  readonly averageWidth: number;
  /** `n_distinct` as it is: positive a number of values, negative (to -1) a share of the rows. See `distinctValues`. */
  readonly distinct: number;
  /** -1 to 1: how far the order of the rows on disk is that of the values. Absent for types without an order. */
  readonly correlation?: number;
  /** The share of the rows that has the most common value, 0 to 1. Absent: no value is more common than others. */
  readonly mostCommonShare?: number;
  /**
   * Of columns that tell kinds or states apart by few values, and only of those: the values are the user's data, and never logged. The most
   * common one first.
   */
  readonly mostCommon?: readonly CommonValue[];
}

export interface CommonValue {
  /** As text. */
  readonly value: string;
  /** Of the rows, 0 to 1. */
  readonly share: number;
}

export interface IndexStatistics {
  /** `reltuples`; absent: not known. Fewer than the table's for a partial index. */
  readonly rows?: number;
  /** `relpages`, in blocks. */
  readonly pages: number;
  /** Absent where nobody has measured it: asking for the size of a table that is locked waits for the lock. */
  readonly bytes?: number;
  readonly activity?: IndexActivity;
}

/** `pg_stat_all_indexes`, since `ServerFacts.statisticsReset`. On a standby these are the standby's own. */
export interface IndexActivity {
  readonly scans: number;
  readonly rowsRead: number;
  readonly rowsFetched: number;
  /** Servers since 16; ISO 8601 in UTC, absent for "never". */
  readonly lastScan?: string;
}

/** What a server says of itself. */
export interface ServerFacts {
  /** In bytes; 8192 unless the server was built otherwise. */
  readonly blockSize: number;
  /** `pg_is_in_recovery`: it takes no writes, and its counters tell of its own queries only. */
  readonly isStandby: boolean;
  /** When the counters of this database began, ISO 8601 in UTC. Absent: never reset, they begin with the database. */
  readonly statisticsReset?: string;
  /** The collation of columns that name none. With `C`, plain btrees find what begins with a prefix. */
  readonly databaseCollation: { readonly name: string; readonly isC: boolean };
  readonly extensions: readonly ServerExtension[];
  /** Values as `pg_settings` has them, in the units of the server: `work_mem` in kB, `random_page_cost` as a number. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface ServerExtension {
  readonly name: string;
  readonly schema: string;
  readonly version: string;
}

/** How many different values a column of a table of `rows` rows has. `undefined`: the rows are not known. */
export function distinctValues(
  { distinct }: Pick<ColumnStatistics, 'distinct'>,
  rows: number | undefined,
): number | undefined {
  if (distinct > 0) return distinct;
  return rows === undefined ? undefined : Math.round(-distinct * rows);
}
