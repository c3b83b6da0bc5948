import type { Span } from '../span';
import type { Expression, TypeName } from './expression-model';
import type { CreateIndex, IndexKeyDefinition } from './index-model';
import type { QualifiedName, SelectNode } from './query-model';

export type DdlStatement =
  | CreateTable
  | CreateIndex
  | DropObjects
  | AlterTable
  | Rename
  | AlterIndex
  | Reindex
  | SetVariable
  | AlterSetting
  | TransactionControl
  | CreateFunction
  | AlterFunction
  | CreateView
  | CreateSchema
  | CreateType
  | AlterSchemaOf;

export interface ColumnDefinition {
  readonly name: string;
  /** Of `serial` the integer type. With an empty name where none is written: `PARTITION OF parent (a NOT NULL)`. */
  readonly type: TypeName;
  readonly collation?: string;
  /** Written, or implied by `serial` and IDENTITY; a primary key implies it too and is not counted here. */
  readonly notNull: boolean;
  /** Of `CONSTRAINT name NOT NULL`. */
  readonly notNullName?: string;
  /** The default, or the expression of a generated column; `nextval('…')` of `serial`. */
  readonly default?: Expression;
  readonly generated: 'no' | 'stored' | 'identity' | 'virtual';
  readonly constraints: readonly ConstraintDefinition[];
  readonly span: Span;
}

export interface ConstraintDefinition {
  readonly kind: 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclude';
  readonly name?: string;
  /** For a constraint written at its column that column; empty for `check` and `exclude`. */
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  /** `ADD CONSTRAINT … UNIQUE USING INDEX name`. */
  readonly usingIndex?: string;
  readonly references?: {
    readonly table: QualifiedName;
    readonly columns: readonly string[];
    /** `cascade`, `restrict`, `set null`, `set default`; absent for NO ACTION. */
    readonly onDelete?: string;
  };
  readonly exclude?: {
    readonly method: string;
    readonly keys: readonly IndexKeyDefinition[];
    readonly where?: Expression;
  };
  readonly check?: Expression;
  /** `CHECK (…) NO INHERIT` */
  readonly noInherit?: true;
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
  readonly like: readonly LikeClause[];
  /** CREATE TABLE AS, or OF a type: the columns are not known. */
  readonly as: boolean;
}

export interface LikeClause {
  readonly table: QualifiedName;
  readonly including: readonly LikePart[];
}

/** What LIKE copies besides names, types and NOT NULL, as far as it matters here. */
export type LikePart = 'constraints' | 'defaults' | 'generated' | 'identity' | 'indexes';

export interface DropObjects {
  readonly kind: 'drop';
  readonly span: Span;
  readonly object:
    'table' | 'index' | 'schema' | 'view' | 'materialized view' | 'function' | 'type' | 'other';
  /** Empty for `other`. */
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
  /** `ALTER TABLE ONLY`: tables that inherit from it, and partitions, stay as they are. */
  readonly only: boolean;
  readonly actions: readonly AlterTableAction[];
}

export type AlterTableAction =
  | { readonly kind: 'add-column'; readonly column: ColumnDefinition; readonly ifNotExists: boolean }
  | {
      readonly kind: 'drop-column';
      readonly column: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | {
      readonly kind: 'alter-type';
      readonly column: string;
      readonly type: TypeName;
      readonly collation?: string;
    }
  | { readonly kind: 'set-not-null'; readonly column: string; readonly name?: string }
  | { readonly kind: 'set-default'; readonly column: string; readonly default: Expression }
  | {
      readonly kind: 'drop-not-null' | 'drop-default' | 'drop-expression' | 'add-identity' | 'drop-identity';
      readonly column: string;
    }
  | { readonly kind: 'add-constraint'; readonly constraint: ConstraintDefinition }
  | {
      readonly kind: 'drop-constraint';
      readonly name: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: 'inherit' | 'no-inherit'; readonly parent: QualifiedName }
  | { readonly kind: 'set-persistence'; readonly persistence: 'permanent' | 'unlogged' }
  | { readonly kind: 'attach-partition' | 'detach-partition'; readonly partition: QualifiedName }
  | { readonly kind: 'set-options'; readonly options: Readonly<Record<string, string>> }
  | { readonly kind: 'other'; readonly what: string };

export interface Rename {
  readonly kind: 'rename';
  readonly span: Span;
  readonly object:
    | 'table'
    | 'index'
    | 'column'
    | 'constraint'
    | 'schema'
    | 'view'
    | 'materialized view'
    | 'function'
    | 'type';
  readonly ifExists: boolean;
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
  readonly ifExists: boolean;
  readonly action:
    | { readonly kind: 'attach-partition'; readonly partition: QualifiedName }
    | { readonly kind: 'set-options'; readonly options: Readonly<Record<string, string>> }
    | { readonly kind: 'other' };
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
  /** Lower case: `search_path`, `lock_timeout`; `all` for RESET ALL, `transaction` for SET TRANSACTION. */
  readonly variable: string;
  readonly local: boolean;
  readonly values: readonly string[];
  /** RESET, or SET … TO DEFAULT. */
  readonly reset: boolean;
}

/** `ALTER DATABASE … SET`, `ALTER ROLE … SET`: what sessions start with. */
export interface AlterSetting extends Omit<SetVariable, 'kind' | 'local'> {
  readonly kind: 'alter-setting';
  readonly of: 'database' | 'role';
}

export interface TransactionControl {
  readonly kind: 'transaction';
  readonly span: Span;
  readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'rollback to' | 'other';
  readonly savepoint?: string;
}

/** Procedures too. */
export interface CreateFunction {
  readonly kind: 'create-function';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly replace: boolean;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly language?: string;
  /** Types of the parameters that a call gives. */
  readonly inputs: readonly TypeName[];
  readonly inlinable?: InlinableFunction;
}

/**
 * A function in SQL that returns rows and is neither STRICT nor SECURITY DEFINER and sets nothing: unless it is volatile, PostgreSQL puts its
 * query in the place of a call in FROM (`inline_set_returning_function`).
 */
export interface InlinableFunction {
  readonly parameters: readonly FunctionParameter[];
  /** Names of the columns as RETURNS TABLE or OUT parameters give them; empty for RETURNS SETOF. */
  readonly columns: readonly string[];
  readonly rowType: TypeName;
  /** What it runs, as SQL. */
  readonly body: string;
  /** The same when it is one SELECT. Its spans count from the start of the body. */
  readonly query?: SelectNode;
}

/** One that a call gives. */
export interface FunctionParameter {
  readonly name?: string;
  readonly type: TypeName;
  readonly default?: Expression;
}

/** An ALTER FUNCTION that says a volatility, or something that keeps the function from being inlined. */
export interface AlterFunction {
  readonly kind: 'alter-function';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly volatility?: CreateFunction['volatility'];
  readonly closed: boolean;
}

export interface CreateView {
  readonly kind: 'create-view';
  readonly span: Span;
  readonly name: QualifiedName;
  readonly materialized: boolean;
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  /** `CREATE VIEW v (a, b) AS …`: of the first columns. */
  readonly columnNames: readonly string[];
  readonly query: SelectNode;
}

export interface CreateSchema {
  readonly kind: 'create-schema';
  readonly span: Span;
  readonly name: string;
  /** `CREATE SCHEMA s CREATE TABLE …`: made in that schema. */
  readonly elements: readonly DdlStatement[];
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
  readonly object: 'table' | 'view' | 'materialized view' | 'function' | 'type';
  readonly ifExists: boolean;
  readonly name: QualifiedName;
  readonly schema: string;
}
