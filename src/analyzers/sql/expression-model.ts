import type { Span } from '../span';
import type { OrderKey, SelectNode } from './query-model';

export interface TypeName {
  /** Without `pg_catalog.`; the name PostgreSQL's catalogue has: `int8`, not `bigint`; `timestamptz`, not `timestamp with time zone`. */
  readonly name: string;
  readonly schema?: string;
  /** Number of array dimensions: 1 for `text[]`. */
  readonly arrayDimensions: number;
}

export type Expression =
  | ColumnExpression
  | ParameterExpression
  | ConstantExpression
  | OperatorExpression
  | LogicalExpression
  | NullTestExpression
  | ArrayComparisonExpression
  | InListExpression
  | BetweenExpression
  | CallExpression
  | CastExpression
  | CollateExpression
  | RowExpression
  | ArrayExpression
  | SubqueryExpression
  | CaseExpression
  | OpaqueExpression;

export interface ColumnExpression {
  readonly kind: 'column';
  /** The qualifier right before the name: an alias, a table, or `undefined`. */
  readonly qualifier?: string;
  /** `*` for a star. */
  readonly name: string;
  readonly span: Span;
}

export interface ParameterExpression {
  readonly kind: 'parameter';
  readonly number: number;
  readonly span: Span;
}

export interface ConstantExpression {
  readonly kind: 'constant';
  readonly type: 'string' | 'integer' | 'float' | 'boolean' | 'null' | 'bit';
  /** The value as PostgreSQL reads it: unquoted, unescaped; `true`, `false`, `null`. */
  readonly value: string;
  readonly span: Span;
}

/** A unary or binary operator that has no form of its own: `=`, `<`, `~~` (LIKE), `@>`, `->>`, `+`, `is distinct from`, … */
export interface OperatorExpression {
  readonly kind: 'operator';
  /** PostgreSQL's name: LIKE is `~~`, NOT LIKE `!~~`, ILIKE `~~*`, NOT ILIKE `!~~*`, `!=` is `<>`. */
  readonly operator: string;
  readonly left?: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `and` and `or` are flat: no `and` directly inside an `and`. */
export interface LogicalExpression {
  readonly kind: 'and' | 'or' | 'not';
  readonly args: readonly Expression[];
  readonly span: Span;
}

export interface NullTestExpression {
  readonly kind: 'null-test';
  readonly arg: Expression;
  readonly negated: boolean;
  readonly span: Span;
}

/** `left op ANY (right)` and `left op ALL (right)` over an array; over a sub-select it is a `subquery`. */
export interface ArrayComparisonExpression {
  readonly kind: 'array-comparison';
  readonly operator: string;
  readonly quantifier: 'any' | 'all';
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export interface InListExpression {
  readonly kind: 'in-list';
  readonly left: Expression;
  readonly list: readonly Expression[];
  readonly negated: boolean;
  readonly span: Span;
}

export interface BetweenExpression {
  readonly kind: 'between';
  readonly arg: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly negated: boolean;
  readonly symmetric: boolean;
  readonly span: Span;
}

export interface CallExpression {
  readonly kind: 'call';
  /** Lower case without `pg_catalog.`; SQL's own forms by their function: `now`, `current_timestamp`, `current_date`, `coalesce`, `greatest`, `extract`, … */
  readonly name: string;
  readonly schema?: string;
  readonly args: readonly Expression[];
  /** `count(*)`. */
  readonly star: boolean;
  readonly distinct: boolean;
  readonly windowed: boolean;
  /** What the PARTITION BY, ORDER BY and frame of its own OVER (…) read; `OVER name` is read at the WINDOW clause. Absent when nothing. */
  readonly window?: readonly Expression[];
  readonly filter?: Expression;
  /** `array_agg(x ORDER BY y)`. */
  readonly orderBy: readonly OrderKey[];
  readonly span: Span;
}

export interface CastExpression {
  readonly kind: 'cast';
  readonly arg: Expression;
  readonly type: TypeName;
  /** Of `varchar(3)`, `numeric(10,2)`: such a cast may change the value. */
  readonly modifiers?: readonly string[];
  readonly span: Span;
}

export interface CollateExpression {
  readonly kind: 'collate';
  readonly arg: Expression;
  readonly collation: string;
  /** Where the query names one; PostgreSQL's own is left out. */
  readonly schema?: string;
  readonly span: Span;
}

export interface RowExpression {
  readonly kind: 'row';
  readonly args: readonly Expression[];
  readonly span: Span;
}

export interface ArrayExpression {
  readonly kind: 'array';
  readonly elements: readonly Expression[];
  readonly span: Span;
}

export interface SubqueryExpression {
  readonly kind: 'subquery';
  readonly form: 'exists' | 'any' | 'all' | 'scalar' | 'array';
  /** Of `left = ANY (SELECT …)` and `left IN (SELECT …)`. */
  readonly left?: Expression;
  readonly operator?: string;
  readonly query: SelectNode;
  readonly span: Span;
}

export interface CaseExpression {
  readonly kind: 'case';
  readonly arg?: Expression;
  readonly whens: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise?: Expression;
  readonly span: Span;
}

/** Anything the model has no word for (IS TRUE, indirection, GROUPING, XML, …); its children still count as read. */
export interface OpaqueExpression {
  readonly kind: 'opaque';
  /** A stable word for what it is, the same from both feeders. */
  readonly what: string;
  /** What tells two of them apart beside `what` and the children, as written; absent where those say everything. */
  readonly text?: string;
  readonly children: readonly Expression[];
  readonly span: Span;
}
