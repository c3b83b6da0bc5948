import type { Span } from '../span';
import type { Expression } from './expression-model';

export type QueryStatement = SelectNode | InsertNode | UpdateNode | DeleteNode | MergeNode;

export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
  readonly span: Span;
}

export interface SelectNode {
  readonly kind: 'select';
  /** From SELECT, VALUES, TABLE or WITH to the last token of this query block, without enclosing parentheses. */
  readonly span: Span;
  readonly clauses: ClauseSpans;
  readonly with: readonly CommonTableExpression[];
  readonly distinct: 'none' | 'all' | readonly Expression[];
  readonly targets: readonly Target[];
  readonly from: readonly FromItem[];
  readonly where?: Expression;
  readonly groupBy: readonly Expression[];
  readonly having?: Expression;
  /** What the windows of the WINDOW clause read. Absent when nothing. */
  readonly windows?: readonly Expression[];
  /** Of this block; for a set operation, of the whole operation (not of its last arm). */
  readonly orderBy: readonly OrderKey[];
  readonly limit?: Expression;
  readonly offset?: Expression;
  readonly withTies: boolean;
  readonly locking: readonly LockingClause[];
  readonly setOperation?: {
    readonly operator: 'union' | 'intersect' | 'except';
    readonly all: boolean;
    readonly left: SelectNode;
    readonly right: SelectNode;
  };
  readonly values?: readonly (readonly Expression[])[];
}

/** Where the clauses of one SELECT stand, keyword included, for edits in place. Absent when the clause is. */
export interface ClauseSpans {
  /** From the first target to the last. */
  readonly targets?: Span;
  readonly from?: Span;
  readonly where?: Span;
  readonly groupBy?: Span;
  readonly having?: Span;
  readonly orderBy?: Span;
  readonly limit?: Span;
  readonly offset?: Span;
  readonly locking?: Span;
}

export interface CommonTableExpression {
  readonly name: string;
  readonly columns: readonly string[];
  readonly materialized: 'default' | 'always' | 'never';
  readonly recursive: boolean;
  readonly query: QueryStatement;
  readonly span: Span;
}

export interface Target {
  readonly expression: Expression;
  readonly alias?: string;
  readonly span: Span;
}

export interface OrderKey {
  readonly expression: Expression;
  readonly descending: boolean;
  /** Resolved: PostgreSQL's default is last for ASC and first for DESC. */
  readonly nullsFirst: boolean;
  /** The key with its ASC, DESC, NULLS words. */
  readonly span: Span;
}

export interface LockingClause {
  readonly strength: 'update' | 'no key update' | 'share' | 'key share';
  readonly wait: 'block' | 'skip locked' | 'nowait';
  readonly of: readonly string[];
}

export type FromItem = TableReference | SubqueryReference | FunctionReference | JoinNode;

export interface TableReference {
  readonly kind: 'table';
  readonly name: QualifiedName;
  readonly alias?: string;
  readonly only: boolean;
  readonly span: Span;
}

export interface SubqueryReference {
  readonly kind: 'subquery';
  readonly query: QueryStatement;
  readonly alias?: string;
  readonly columnAliases: readonly string[];
  readonly lateral: boolean;
  readonly span: Span;
}

export interface FunctionReference {
  readonly kind: 'function';
  readonly calls: readonly Expression[];
  readonly alias?: string;
  readonly columnAliases: readonly string[];
  readonly lateral: boolean;
  readonly withOrdinality?: true;
  readonly span: Span;
}

export interface JoinNode {
  readonly kind: 'join';
  readonly join: 'inner' | 'left' | 'right' | 'full' | 'cross';
  readonly natural: boolean;
  readonly left: FromItem;
  readonly right: FromItem;
  readonly on?: Expression;
  readonly using: readonly string[];
  readonly alias?: string;
  readonly span: Span;
}

export interface InsertNode {
  readonly kind: 'insert';
  readonly span: Span;
  readonly with: readonly CommonTableExpression[];
  readonly into: TableReference;
  readonly columns: readonly string[];
  readonly source?: SelectNode;
  readonly onConflict?: { readonly action: 'nothing' | 'update'; readonly columns: readonly string[] };
  readonly returning: readonly Target[];
}

export interface UpdateNode {
  readonly kind: 'update';
  readonly span: Span;
  readonly with: readonly CommonTableExpression[];
  readonly table: TableReference;
  readonly assignments: readonly { readonly column: string; readonly value: Expression }[];
  readonly from: readonly FromItem[];
  readonly where?: Expression;
  readonly returning: readonly Target[];
}

export interface DeleteNode {
  readonly kind: 'delete';
  readonly span: Span;
  readonly with: readonly CommonTableExpression[];
  readonly table: TableReference;
  readonly using: readonly FromItem[];
  readonly where?: Expression;
  readonly returning: readonly Target[];
}

export interface MergeNode {
  readonly kind: 'merge';
  readonly span: Span;
  readonly with: readonly CommonTableExpression[];
  readonly into: TableReference;
  readonly using: FromItem;
  readonly on: Expression;
}
