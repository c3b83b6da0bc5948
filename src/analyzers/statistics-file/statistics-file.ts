import type { ServerExtension } from '../schema/statistics';

/** The name under which projects keep the file, and the editor knows its schema. */
export const STATISTICS_FILE_NAME = 'indexwright.statistics.json';

/** Raised when an old reader would misread a new file. */
export const STATISTICS_FORMAT = 1;

/**
 * What a server's planner plans by, written down: made to be committed, so that the sizes of production are known where there is no
 * connection. Every absent value means "not known". Without `values` no row of a user's stands in it.
 */
export interface StatisticsFile {
  readonly format: typeof STATISTICS_FORMAT;
  /** When it was read, ISO 8601 in UTC. */
  readonly readAt: string;
  /** Of the database, without host and user. */
  readonly database: string;
  readonly server: {
    /** `server_version_num` */
    readonly versionNumber: number;
    /** In bytes. */
    readonly blockSize: number;
    readonly collation: { readonly name: string; readonly isC: boolean };
    readonly extensions: readonly ServerExtension[];
  };
  /** The settings of the planner, as `pg_settings` has them, in the units of the server. */
  readonly settings: Readonly<Record<string, string>>;
  readonly tables: readonly TableFigures[];
  /** Extended statistics (`CREATE STATISTICS`) that the server has and no file can carry, by their full names. */
  readonly notCarried: readonly string[];
}

/** Tables, partitioned ones, partitions and materialized views. */
export interface TableFigures extends RelationFigures {
  readonly schema: string;
  readonly allVisiblePages: number;
  /** Of the last ANALYZE, by hand or not; ISO 8601 in UTC. */
  readonly analyzedAt?: string;
  /** Why columns are missing where they are. */
  readonly withheld?: 'no-privilege' | 'row-security';
  readonly columns: readonly ColumnFigures[];
  readonly indexes: readonly IndexFigures[];
}

interface RelationFigures {
  readonly name: string;
  /** `reltuples`; absent: never analyzed. */
  readonly rows?: number;
  /** `relpages`, in blocks, at the same time. */
  readonly pages: number;
  /** Blocks of the file when it was read. Absent: locked then, or without a file. */
  readonly currentPages?: number;
}

export interface IndexFigures extends RelationFigures {
  /** Of its expressions, in the order of the keys. */
  readonly expressions?: readonly ColumnFigures[];
}

/** One row of `pg_stats`. */
export interface ColumnFigures {
  readonly name: string;
  /** Over the partitions or the tables that inherit, not the table's own rows. */
  readonly inherited?: true;
  /** 0 to 1. */
  readonly nullFraction: number;
  /** In bytes. */
  readonly averageWidth: number;
  /** `n_distinct` as it is: negative is a share of the rows. */
  readonly distinct: number;
  /** -1 to 1. */
  readonly correlation?: number;
  /** Of the rows, the largest first: how common the most common values are, not what they are. */
  readonly commonShares?: readonly number[];
  readonly values?: ColumnValues;
}

/** The user's data, of columns that somebody named: arrays in PostgreSQL's text form. */
export interface ColumnValues {
  readonly mostCommon?: string;
  readonly histogram?: string;
  readonly mostCommonElements?: string;
  readonly elementShares?: readonly number[];
  readonly elementCounts?: readonly number[];
}
