import type { Message } from '../message';
import type { Span } from '../span';

declare const isParsed: unique symbol;

/**
 * SQL that the grammar has read as exactly one query, so that it may stand behind EXPLAIN. Only `readExplainableText` makes it from other
 * text, and `castParameters` from one of its own.
 */
export type QueryText = string & { readonly [isParsed]: true };

/** One query, cut out of its document. Made by `readExplainableQuery` only; plain data, so that a worker can hand it to the host. */
export interface ExplainableQuery {
  /** With `$n` for every value; the text of the fragment, to the letter. */
  readonly text: QueryText;
  readonly kind: 'select' | 'insert' | 'update' | 'delete' | 'merge';
  /** Why it must not be run (EXPLAIN ANALYZE): it writes, it locks rows, it calls a function that acts. Absent: as far as its text says, it may. */
  readonly notRun?: Message;
  /** In the order of their numbers, from 1 to the largest; those that the text leaves out (`$2` without `$1`) are among them. */
  readonly parameters: readonly QueryParameter[];
  /** Sent with a name, so that the server may switch to the generic plan. */
  readonly isNamed: boolean;
}

export interface QueryParameter {
  /** n of its `$n`. */
  readonly number: number;
  /** As the code has it: `$1`, `:streamId`, `?`, `streamIds` for `${streamIds}`. */
  readonly label: string;
  /** False for one that the text leaves out: the server cannot tell its type, and needs none. */
  readonly isUsed: boolean;
  /** Where its `$n` stands in the text. */
  readonly spans: readonly Span[];
  /** What the query does with it, as far as one can read it; the first use counts. */
  readonly use: ParameterUse;
  /** A whole number that the code has for it, such as the default of an argument; of LIMIT and OFFSET only. */
  readonly written?: string;
}

export interface ColumnOfTable {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
}

export type ParameterUse =
  /** Compared with a column of a table: `=` E, `= ANY` A, `<` and its like R, with the column on the left. */
  | ({
      readonly kind: 'column';
      readonly comparison: 'equal' | 'any' | 'less' | 'greater' | 'containment' | 'pattern';
    } & ColumnOfTable)
  | { readonly kind: 'limit' | 'offset' }
  /** Written into a column: INSERT and UPDATE. */
  | ({ readonly kind: 'written' } & ColumnOfTable)
  /** `unnest($1)`, whose elements a column is compared with, where that is known. */
  | { readonly kind: 'unnested'; readonly column?: ColumnOfTable }
  | { readonly kind: 'other' };
