import type { Span } from '../span';

/**
 * The query model: one small tree that both grammars feed (libpg-query and pgsql-ast-parser), and the only thing that shapes,
 * rules and the schema reader see. Spans count UTF-16 units of the fragment's text. Names are as PostgreSQL resolves them:
 * unquoted ones are in lower case already.
 */
export type Statement = QueryStatement | DdlStatement | OtherStatement;

export type QueryStatement = SelectNode | InsertNode | UpdateNode | DeleteNode | MergeNode;

export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
  readonly span: Span;
}

// ---- queries

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

// ---- expressions

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

// ---- data definition

export type DdlStatement =
  | CreateTable
  | CreateIndex
  | DropObjects
  | AlterTable
  | Rename
  | AlterIndex
  | Reindex
  | SetVariable
  | TransactionControl
  | CreateFunction
  | CreateView
  | CreateSchema
  | CreateType
  | AlterSchemaOf;

export interface ColumnDefinition {
  readonly name: string;
  readonly type: TypeName;
  readonly collation?: string;
  readonly notNull: boolean;
  readonly default?: Expression;
  readonly generated: 'no' | 'stored' | 'identity' | 'virtual';
  readonly constraints: readonly ConstraintDefinition[];
  readonly span: Span;
}

export interface ConstraintDefinition {
  readonly kind: 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclude';
  readonly name?: string;
  /** Empty for a constraint written at its column (the reader fills the column in), and for `check`. */
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  /** `ADD CONSTRAINT … UNIQUE USING INDEX name`. */
  readonly usingIndex?: string;
  readonly references?: {
    readonly table: QualifiedName;
    readonly columns: readonly string[];
    readonly onDelete?: string;
  };
  readonly exclude?: {
    readonly method: string;
    readonly keys: readonly IndexKeyDefinition[];
    readonly where?: Expression;
  };
  readonly check?: Expression;
  readonly span: Span;
}

export interface PartitionSpecification {
  readonly strategy: 'range' | 'list' | 'hash';
  readonly keys: readonly Expression[];
}

export interface CreateTable {
  readonly kind: 'create-table';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly ConstraintDefinition[];
  readonly partitionBy?: PartitionSpecification;
  /** `PARTITION OF parent`. */
  readonly partitionOf?: QualifiedName;
  readonly inherits: readonly QualifiedName[];
  readonly like: readonly { readonly table: QualifiedName; readonly includingIndexes: boolean }[];
  /** CREATE TABLE AS: the columns are not known. */
  readonly as: boolean;
}

export interface IndexKeyDefinition {
  /** A plain column, or absent for an expression. */
  readonly column?: string;
  readonly expression?: Expression;
  readonly opclass?: string;
  readonly collation?: string;
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

export interface DropObjects {
  readonly kind: 'drop';
  readonly span: Span;
  readonly object:
    'table' | 'index' | 'schema' | 'view' | 'materialized view' | 'function' | 'type' | 'other';
  readonly names: readonly QualifiedName[];
  readonly concurrently: boolean;
  readonly ifExists: boolean;
  readonly cascade: boolean;
  /** Where the object's keyword (INDEX, TABLE) ends. */
  readonly afterObjectKeyword: number;
}

export interface AlterTable {
  readonly kind: 'alter-table';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly ifExists: boolean;
  readonly actions: readonly AlterTableAction[];
}

export type AlterTableAction =
  | { readonly kind: 'add-column'; readonly column: ColumnDefinition; readonly ifNotExists: boolean }
  | { readonly kind: 'drop-column'; readonly column: string; readonly ifExists: boolean }
  | {
      readonly kind: 'alter-type';
      readonly column: string;
      readonly type: TypeName;
      readonly collation?: string;
    }
  | {
      readonly kind: 'set-not-null' | 'drop-not-null' | 'set-default' | 'drop-default' | 'drop-expression';
      readonly column: string;
    }
  | { readonly kind: 'add-constraint'; readonly constraint: ConstraintDefinition }
  | { readonly kind: 'drop-constraint'; readonly name: string; readonly ifExists: boolean }
  | { readonly kind: 'attach-partition' | 'detach-partition'; readonly partition: QualifiedName }
  | { readonly kind: 'set-options'; readonly options: Readonly<Record<string, string>> }
  | { readonly kind: 'other'; readonly what: string };

export interface Rename {
  readonly kind: 'rename';
  readonly span: Span;
  readonly object: 'table' | 'index' | 'column' | 'constraint' | 'schema' | 'other';
  /** The object, or the table of a column or constraint; for a schema its name. */
  readonly name: QualifiedName;
  /** The column or constraint. */
  readonly part?: string;
  readonly to: string;
}

export interface AlterIndex {
  readonly kind: 'alter-index';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly action:
    { readonly kind: 'attach-partition'; readonly partition: QualifiedName } | { readonly kind: 'other' };
}

export interface Reindex {
  readonly kind: 'reindex';
  readonly span: Span;
  readonly object: 'index' | 'table' | 'schema' | 'database' | 'system';
  readonly name?: QualifiedName;
  readonly concurrently: boolean;
  /** Where the object's keyword (INDEX, TABLE) ends. */
  readonly afterObjectKeyword: number;
}

export interface SetVariable {
  readonly kind: 'set';
  readonly span: Span;
  /** Lower case: `search_path`, `lock_timeout`. */
  readonly variable: string;
  readonly local: boolean;
  readonly values: readonly string[];
  readonly reset: boolean;
}

export interface TransactionControl {
  readonly kind: 'transaction';
  readonly span: Span;
  readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'other';
}

export interface CreateFunction {
  readonly kind: 'create-function';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly language?: string;
}

export interface CreateView {
  readonly kind: 'create-view';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly materialized: boolean;
  readonly query: SelectNode;
}

export interface CreateSchema {
  readonly kind: 'create-schema';
  readonly span: Span;
  readonly name: string;
}

export interface CreateType {
  readonly kind: 'create-type';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly form: 'enum' | 'domain' | 'composite' | 'other';
}

/** `ALTER TABLE … SET SCHEMA`. */
export interface AlterSchemaOf {
  readonly kind: 'set-schema';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly schema: string;
}

/** A statement that the model does not describe (COPY, GRANT, DO, EXPLAIN, …). */
export interface OtherStatement {
  readonly kind: 'other';
  readonly span: Span;
  /** PostgreSQL's node name without `Stmt`, such as `Copy`, `Explain`, `Do`. */
  readonly what: string;
}
