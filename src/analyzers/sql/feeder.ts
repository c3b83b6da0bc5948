import type { Span } from '../span';
import type { Statement } from './model';

/** What a grammar says of the text of one statement. */
export type FeedResult =
  | { readonly kind: 'statement'; readonly statement: Statement }
  /** `offset` counts UTF-16 units of the text; the length of the text when the parser names no place. */
  | { readonly kind: 'syntax-error'; readonly message: string; readonly offset: number }
  /** The grammar will not judge this text (too large, a known fault of the second grammar): nothing is claimed about it. */
  | { readonly kind: 'declined'; readonly reason: string };

/** One grammar behind the query model. `text` holds exactly one statement, without its semicolon; spans come back relative to it. */
export interface SqlFeeder {
  readonly name: 'libpg-query' | 'pgsql-ast-parser';
  feed(text: string): FeedResult;
}

/** A statement's text in a longer text, as the splitter cuts it. */
export interface StatementText {
  readonly text: string;
  /** Without leading and trailing white space, comments and the semicolon. */
  readonly span: Span;
  /** psql variables (`:name`, `:'name'`) or meta-commands touch the statement. */
  readonly usesPsqlVariables: boolean;
}
