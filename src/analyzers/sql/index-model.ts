import type { Span } from '../span';
import type { Expression } from './expression-model';
import type { QualifiedName } from './query-model';

export interface IndexKeyDefinition {
  /** A plain column, or absent for an expression. */
  readonly column?: string;
  readonly expression?: Expression;
  readonly opclass?: string;
  /** Where the query names one; PostgreSQL's own is left out. */
  readonly opclassSchema?: string;
  /** Of `gist_trgm_ops (siglen = 32)`. */
  readonly opclassOptions?: Readonly<Record<string, string>>;
  readonly collation?: string;
  readonly collationSchema?: string;
  readonly descending: boolean;
  /** Resolved default: first for DESC, last for ASC. */
  readonly nullsFirst: boolean;
  readonly span: Span;
}

export interface CreateIndex {
  readonly kind: 'create-index';
  readonly span: Span;
  /** Absent: PostgreSQL chooses the name. */
  readonly name?: string;
  readonly nameSpan?: Span;
  readonly table: QualifiedName;
  readonly only: boolean;
  readonly method: string;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  readonly keys: readonly IndexKeyDefinition[];
  readonly include: readonly string[];
  readonly where?: Expression;
  readonly options: Readonly<Record<string, string>>;
  /** Where the word INDEX ends: CONCURRENTLY goes right behind it. */
  readonly afterIndexKeyword: number;
}
