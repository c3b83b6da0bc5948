import type { Message } from '../message';

/**
 * One query, cut out of its document, that may be sent behind EXPLAIN: the grammar has read its text as exactly one SELECT, INSERT, UPDATE,
 * DELETE, MERGE or VALUES. Made by `readExplainableQuery` only; plain data, so that a worker can hand it to the host.
 */
export interface ExplainableQuery {
  /** With `$n` for every value. */
  readonly text: string;
  readonly kind: 'select' | 'insert' | 'update' | 'delete' | 'merge';
  /** Why it must not be run (EXPLAIN ANALYZE): it writes, it locks rows, it calls a function that may write. Absent: it may. */
  readonly notRun?: Message;
  /** In the order of their numbers; those that the text leaves out (`$2` without `$1`) are among them as `unused`. */
  readonly parameters: readonly QueryParameter[];
  /** Sent with a name, so that the server may switch to the generic plan. */
  readonly isNamed: boolean;
}

export interface QueryParameter {
  /** n of its `$n`. */
  readonly number: number;
  /** As the code has it: `$1`, `:streamId`, `?`, `streamIds` for `${streamIds}`. */
  readonly label: string;
  readonly isUsed: boolean;
  /** What the query does with it, as far as one can read it; the first use counts. */
  readonly use: ParameterUse;
}

export type ParameterUse =
  /** Compared with a column of a table: `=` E, `= ANY` A, `<` and its like R. */
  | {
      readonly kind: 'column';
      readonly schema: string;
      readonly table: string;
      readonly column: string;
      readonly comparison: 'equal' | 'any' | 'less' | 'greater' | 'containment' | 'pattern';
    }
  | { readonly kind: 'limit' | 'offset' }
  /** Written into a column: INSERT and UPDATE. */
  | { readonly kind: 'written'; readonly schema: string; readonly table: string; readonly column: string }
  /** `unnest($1)`, whose elements a column is compared with, where that is known. */
  | {
      readonly kind: 'unnested';
      readonly column?: { readonly schema: string; readonly table: string; readonly column: string };
    }
  | { readonly kind: 'other' };
