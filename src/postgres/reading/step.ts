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
  /** JSON is left as the server has written it: a plan is a long document, and another thread parses it. */
  readonly keepsJson?: true;
}
