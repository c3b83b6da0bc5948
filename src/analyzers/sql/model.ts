import type { Span } from '../span';
import type { DdlStatement } from './ddl-model';
import type { QueryStatement } from './query-model';

export type * from './ddl-model';
export type * from './expression-model';
export type * from './index-model';
export type * from './query-model';

/**
 * The query model: one small tree that both grammars feed (libpg-query and pgsql-ast-parser), and the only thing that shapes,
 * rules and the schema reader see. Spans count UTF-16 units of the fragment's text. Names are as PostgreSQL resolves them:
 * unquoted ones are in lower case already.
 */
export type Statement = QueryStatement | DdlStatement | OtherStatement;

/** A statement that the model does not describe (COPY, GRANT, DO, EXPLAIN, …). */
export interface OtherStatement {
  readonly kind: 'other';
  readonly span: Span;
  /** PostgreSQL's node name without `Stmt`, such as `Copy`, `Explain`, `Do`. */
  readonly what: string;
}
