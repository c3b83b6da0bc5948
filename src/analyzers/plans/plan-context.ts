import type { Snapshot } from '../schema/snapshot';
import type { SqlFeeder } from '../sql/feeder';
import type { QueryStatement } from '../sql/model';

/** What is known besides the plan. Everything but the grammar may be absent: a plan may come from anywhere. */
export interface PlanContext {
  /** Reads the conditions as the server prints them. */
  readonly feeder: SqlFeeder;
  /** The query that was planned. */
  readonly query?: PlannedQuery;
  readonly snapshot?: Snapshot;
  /** Where the rows lie that the query asks for with these values. */
  readonly spread?: RowSpread;
}

/** The statement as it is written, with the text that its spans count in. */
export interface PlannedQuery {
  readonly statement: QueryStatement;
  readonly text: string;
}

/** Rows of a sample of a table's blocks that meet a condition: statistics tell how many there are, and not where. */
export interface RowSpread {
  readonly schema: string;
  readonly table: string;
  /** The column that was compared. */
  readonly column: string;
  /** How many were met in each of the equal parts that the table's blocks are divided into, from the first block to the last. */
  readonly parts: readonly number[];
}
