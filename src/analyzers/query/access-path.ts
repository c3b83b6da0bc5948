import type {
  Expression,
  LockingClause,
  OrderKey,
  QueryStatement,
  SelectNode,
  TableReference,
} from '../sql/model';
import type { Table } from '../schema/snapshot';
import type { Span } from '../span';

/**
 * What one statement asks of one table: the thing that an index serves.
 * The letters are those of the rules: E equality, A array, R range, G containment, O order, L limit, F other filters, C columns read,
 * K locking.
 */
export interface AccessPath {
  readonly relation: TableReference;
  /** The table in the snapshot; absent when the snapshot does not know it. */
  readonly table?: Table;
  readonly statement: QueryStatement;
  /** The query block that the relation stands in; absent for the target of UPDATE and DELETE. */
  readonly block?: SelectNode;
  /** Every AND-ed condition of WHERE and ON that reads this relation and finds or filters its rows. */
  readonly conditions: readonly Condition[];
  /** The ORDER BY of the block when each key reads this relation alone; empty when there is none or it cannot be pushed down. */
  readonly order: readonly PathOrderKey[];
  /** Why an ORDER BY of the block is not this path's order. */
  readonly orderElsewhere?:
    'other-relation' | 'expression' | 'after-grouping' | 'after-distinct' | 'set-operation';
  readonly limit?: Expression;
  readonly offset?: Expression;
  /** `all` for a star. */
  readonly columns: 'all' | ReadonlySet<string>;
  readonly locking?: LockingClause;
  /** The block aggregates or groups: LIMIT does not stop the scan early. */
  readonly aggregated: boolean;
  /** The relation is alone in its block (no join): order and limit belong to it. */
  readonly alone: boolean;
  /** Some of the text was guessed, or a column could not be resolved: hint at most (gate G7). */
  readonly approximate: boolean;
}

export type Condition = IndexableCondition | ContainmentCondition | FilterCondition;

/** What a key of an ordered index may serve. */
export type IndexableCondition = EqualityCondition | ArrayCondition | RangeCondition;

interface ConditionBase {
  /** The whole conjunct. */
  readonly span: Span;
  readonly node: Expression;
}

/**
 * What a condition compares: a bare column or an expression over columns of the relation. `collation` is the one that the query names, if it
 * names one.
 */
export type Subject =
  | { readonly kind: 'column'; readonly column: string; readonly span: Span; readonly collation?: string }
  | {
      readonly kind: 'expression';
      readonly expression: Expression;
      readonly fingerprint: string;
      readonly span: Span;
      readonly collation?: string;
    };

/** The other side. Only `literal`, `literals` and `null` can imply the predicate of a partial index under a generic plan. */
export type Value =
  | { readonly kind: 'parameter'; readonly expression: Expression }
  | {
      readonly kind: 'literal';
      readonly value: string;
      readonly type: 'string' | 'integer' | 'float' | 'boolean' | 'bit';
      readonly expression: Expression;
    }
  | { readonly kind: 'literals'; readonly values: readonly string[]; readonly expression: Expression }
  /** A list whose elements are not all literals. `count` when it is written out. */
  | { readonly kind: 'list'; readonly count?: number; readonly expression: Expression }
  /** Constant within one execution: `now() - interval '1 day'`. */
  | { readonly kind: 'stable'; readonly expression: Expression }
  /** A column of another relation. `outer`: of an outer query alone, so that it is constant within one execution of the block. */
  | { readonly kind: 'join'; readonly expression: Expression; readonly outer?: true }
  | { readonly kind: 'null' }
  | { readonly kind: 'unknown'; readonly expression: Expression };

/** E: `=`, `IS NULL`, `IN` and `= ANY(ARRAY[…])` with one element count as written: only IN with one element is an equality. */
export interface EqualityCondition extends ConditionBase {
  readonly letter: 'E';
  readonly subject: Subject;
  readonly value: Value;
}

/** A: `= ANY($n)`, `IN (a, b)`. */
export interface ArrayCondition extends ConditionBase {
  readonly letter: 'A';
  readonly subject: Subject;
  readonly value: Value;
}

/** R: `<`, `<=`, `>`, `>=`, BETWEEN, row comparison (its columns in order), LIKE with a known prefix. */
export interface RangeCondition extends ConditionBase {
  readonly letter: 'R';
  readonly subject: Subject;
  readonly operator: '<' | '<=' | '>' | '>=' | 'between' | 'prefix' | 'row';
  /** The lower bound of `between`. */
  readonly value: Value;
  /** The upper bound of `between`. */
  readonly upper?: Value;
  /** The columns of a row comparison after the first. */
  readonly further?: readonly Subject[];
}

/** G: what an inverted index (GIN) finds and no btree does. The operator is the one with the subject on its left: `$1 <@ tags` is `@>`. */
export interface ContainmentCondition extends ConditionBase {
  readonly letter: 'G';
  readonly subject: Subject;
  readonly operator: ContainmentOperator;
  readonly value: Value;
}

export type ContainmentOperator = '@>' | '<@' | '&&' | '?' | '?|' | '?&' | '@?' | '@@';

/** F: anything else that no btree key serves. `columns` are those of this relation that it reads. */
export interface FilterCondition extends ConditionBase {
  readonly letter: 'F';
  readonly columns: readonly string[];
  /** Of a `pattern` that is the same for all rows: what it is looked for in. An index of trigrams finds it. */
  readonly subject?: Subject;
  /** The pattern itself, where there is a subject. */
  readonly value?: Value;
  /** Of an `or`: the conditions of each of its arms. An arm that reads no column of the relation has none. */
  readonly alternatives?: readonly (readonly Condition[])[];
  readonly what:
    | 'not-null'
    | 'not-equal'
    | 'or'
    | 'function'
    | 'json'
    | 'pattern'
    | 'subquery'
    | 'other-relation'
    | 'boolean'
    | 'other';
  /** What it would be if its value had the column's type: PostgreSQL converts the column, so that no index on it serves (`id = 5.0`). */
  readonly converted?: IndexableCondition;
  /** What is left of it when its parameter does not turn it off: `a = $1` of `$1 IS NULL OR a = $1` and of `a = coalesce($1, a)`. */
  readonly optional?: IndexableCondition;
}

export interface PathOrderKey {
  readonly subject: Subject;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  readonly key: OrderKey;
}
