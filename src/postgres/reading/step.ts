/** Asks in a transaction that is open already, under its limits. */
export interface InsideReader {
  read(text: string, values?: readonly unknown[]): Promise<InsideRows>;
  readSteps(steps: readonly Step[]): Promise<readonly InsideRows[]>;
}

type InsideRows = readonly Readonly<Record<string, unknown>>[];

/** One statement of those that share a transaction. */
export interface Step {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** OIDs of the parameters' types, 0 for those that the server infers. Absent: it infers all. */
  readonly types?: readonly number[];
  /**
   * The simple protocol takes several statements in one text, and a COMMIT among them would end the transaction that cannot write: only a text
   * that the grammar has read as one statement (`QueryText`) may go this way. Absent: the extended one, which refuses a second statement.
   */
  readonly protocol?: 'simple';
  /** It makes a prepared statement of this name. That outlives the transaction, so the door takes it away again. */
  readonly prepares?: string;
  /**
   * It makes hypothetical indexes with hypopg, which is in this schema. They are of the server process, whatever becomes of the transaction, so
   * the door takes them away again.
   */
  readonly hypotheticalBy?: string;
  /** What has to be found out in the same transaction before it is sent; where that rejects, it never is. */
  readonly before?: (inside: InsideReader) => Promise<void>;
  /** JSON is left as the server has written it: a plan is a long document, and another thread parses it. */
  readonly keepsJson?: true;
}

/** An index for a planner of its own to plan with, as it is made there. */
export interface PretendedIndex {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly ddl: string;
  /** Of a partial index, as SQL. */
  readonly predicate?: string;
}

/** What steps leave in the server process that no rollback takes away. */
export interface Leftovers {
  /** Names of prepared statements. */
  readonly prepared: readonly string[];
  /** Where hypopg is. Absent: no step has made hypothetical indexes. */
  readonly hypotheticalBy?: string;
}

/** @param done those that have ended well @param sent with the one that has not */
export function leftoversOf(done: readonly Step[], sent: readonly Step[]): Leftovers {
  // An index may be there although its answer has never come; a statement that is not there must not be taken away.
  const hypotheticalBy = sent.find((step) => step.hypotheticalBy !== undefined)?.hypotheticalBy;
  return {
    prepared: done.flatMap(({ prepares }) => prepares ?? []),
    ...(hypotheticalBy !== undefined && { hypotheticalBy }),
  };
}
