/** What the size of a btree follows from once its rows are given: all of it stands in the catalogues and in `pg_stats`. */
export interface BtreeFacts {
  /** Rows of the index: fewer than the table's for a partial one. */
  readonly rows: number;
  readonly tableRows: number;
  /** In bytes. */
  readonly blockSize: number;
  /** 10 to 100; 90 where the index says nothing. */
  readonly fillFactor: number;
  readonly isUnique: boolean;
  /** `deduplicate_items`, on where the index says nothing. */
  readonly deduplicates: boolean;
  /** Keys first, then what INCLUDE adds. */
  readonly columns: readonly BtreeColumn[];
}

export interface BtreeColumn {
  readonly isKey: boolean;
  /** `pg_type.typlen` in bytes; absent for types of varying length. */
  readonly fixedLength?: number;
  /** `pg_type.typalign` in bytes. */
  readonly alignment: 1 | 2 | 4 | 8;
  /** Its operator class says that equal values look alike (support function 4): without it nothing is deduplicated. */
  readonly hasEqualImage: boolean;
  /** In bytes, as `pg_stats` counts for values in a row. */
  readonly averageWidth: number;
  /** 0 to 1. */
  readonly nullFraction: number;
  /** As `pg_stats.n_distinct`: negative is a share of the table's rows. */
  readonly distinct: number;
  /** Shares of the most common values in the table's rows. Empty: not known, or none is more common. */
  readonly commonShares: readonly number[];
}
