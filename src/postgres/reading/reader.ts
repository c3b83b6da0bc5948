import type { Message } from '../../analyzers/message';
import type { PretendedIndex, Step } from './step';

export interface ReadOptions {
  /** 10 seconds where nothing is said. */
  readonly statementTimeoutMs?: number;
  /** Even planning waits for locks: EXPLAIN of a table that is being altered would otherwise wait as long as the ALTER does. 1 second where nothing is said. */
  readonly lockTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A planner of Indexwright's own stands for the server: it knows the schema and sizes, and has no rows. Nothing can be run there. */
export interface OwnPlanner {
  /** Reads as if these indexes were there. */
  withIndexes(indexes: readonly PretendedIndex[]): Reader;
  /** What a person should know of a plan with them. */
  readonly note: Message;
}

export type Row = Readonly<Record<string, unknown>>;

/** Something that asks a server and cannot write to it. */
export interface Reader {
  /** One statement. Resolves to its rows; rejects with the server's error, a ReadFailure, or the reason of an aborted signal. */
  read(text: string, values?: readonly unknown[], options?: ReadOptions): Promise<readonly Row[]>;
  /** Several in one transaction, until one fails. Resolves to the rows of each; rejects as `read` does. */
  readSteps(steps: readonly Step[], options?: ReadOptions): Promise<readonly (readonly Row[])[]>;
  /** Absent: it is a server. */
  readonly ownPlanner?: OwnPlanner;
}
