import type { Expression, InlinableFunction, TypeName } from '../sql/model';
import type { Span } from '../span';
import type { IndexDefinition } from '../indexes/index-definition';
import type { SchemaDrift } from './drift';
import type { SnapshotSource } from './snapshot-source';
import type { ColumnStatistics, ServerFacts, TableStatistics } from './statistics';

/** Schema (and, from a server, statistics) as they were at one moment, with where they came from. Plain data: it crosses threads. */
export interface Snapshot {
  readonly source: SnapshotSource;
  /** Schemas that an unqualified name is looked up in, in order. */
  readonly searchPath: readonly string[];
  /** Materialized views too: they can have indexes; their columns are not known. */
  readonly tables: readonly Table[];
  /** Volatility of the functions the schema declares itself, by lower-case name. */
  readonly functions: readonly DeclaredFunction[];
  readonly views: readonly DeclaredView[];
  /** What could not be read: a statement with a syntax error, an ALTER of an unknown table. Shown in the log and in "Check workspace". */
  readonly problems: readonly SnapshotProblem[];
  /** What the server says of itself, where the schema was read from one. */
  readonly server?: ServerFacts;
  /** Where the server and the migrations beside it differ. */
  readonly drift?: SchemaDrift;
}

export interface SnapshotProblem {
  readonly file: string;
  readonly span: Span;
  readonly text: string;
}

/** A place in a file of the workspace; `file` is the name the file was given to the engine with (a URI in the editor, a path in the CLI). */
export interface SourceLocation {
  readonly file: string;
  readonly span: Span;
}

/** A table or an index by its full name. */
export interface RelationName {
  readonly schema: string;
  readonly name: string;
}

export interface Table extends RelationName {
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  /** Every index, those behind constraints included, in the order of creation. */
  readonly indexes: readonly IndexDefinition[];
  readonly partitioning?: {
    readonly strategy: 'range' | 'list' | 'hash';
    readonly keys: readonly Expression[];
  };
  /** The partitioned parent. */
  readonly partitionOf?: RelationName;
  /** The parents named by INHERITS. */
  readonly inherits?: readonly RelationName[];
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  /** Of a materialized view: what its query names. */
  readonly materializes?: readonly RelationName[];
  /** Columns are not known whole (CREATE TABLE AS, LIKE or INHERITS of an unknown table). */
  readonly incomplete: boolean;
  /** Its rows are elsewhere: it has no indexes of its own. */
  readonly foreign?: true;
  /** A migration declares it, and the server that the rest is known from does not have it yet. */
  readonly unapplied?: true;
  /** Absent: not read from a server. */
  readonly statistics?: TableStatistics;
  readonly declaredAt?: SourceLocation;
}

export interface Column {
  readonly name: string;
  readonly type: TypeName;
  readonly collation?: string;
  readonly notNull: boolean;
  /** Where a statement gives NOT NULL a name. */
  readonly notNullName?: string;
  readonly default?: Expression;
  readonly generated: 'no' | 'stored' | 'identity' | 'virtual';
  /** Of a column of a domain what the domain is of. */
  readonly baseType?: TypeName;
  readonly isEnum?: true;
  /** Values that differ may be equal in its collation: neither LIKE nor patterns work with it before 18. */
  readonly nondeterministic?: true;
  /** A migration declares it, and the server that the rest is known from does not have it yet. */
  readonly unapplied?: true;
  /** Absent: never analyzed, not to be read by this role, or not read from a server. */
  readonly statistics?: ColumnStatistics;
}

export interface Constraint {
  readonly kind: 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclude';
  readonly name: string;
  readonly columns: readonly string[];
  readonly references?: {
    readonly schema: string;
    readonly table: string;
    readonly columns: readonly string[];
    readonly onDelete?: string;
  };
  /** A check that does not hold for tables that inherit. */
  readonly noInherit?: true;
  /** Rows that were there before it may break it. */
  readonly notValid?: true;
  readonly deferrable?: true;
  readonly declaredAt?: SourceLocation;
}

export interface DeclaredFunction {
  readonly schema: string;
  readonly name: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  /** Lower case, as far as it is written. */
  readonly language?: string;
  /** Types of the parameters that a call gives. */
  readonly inputs: readonly TypeName[];
  readonly inlinable?: InlinableFunction;
}

export interface DeclaredView {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  /** The tables and views that its query names: when one of them is dropped, so is the view. */
  readonly reads: readonly RelationName[];
  /** It only selects columns and rows of the one relation that it reads: a query on it is a query on that. */
  readonly window?: ViewWindow;
}

export interface ViewWindow {
  /** The relation's columns by the names that the view gives them; `all` under their own names. */
  readonly columns: 'all' | Readonly<Record<string, string>>;
  readonly where?: Expression;
}

export const EMPTY_SNAPSHOT: Snapshot = {
  source: { kind: 'none' },
  searchPath: ['public'],
  tables: [],
  functions: [],
  views: [],
  problems: [],
};

/** Where temporary tables are: PostgreSQL looks there before it follows the search path. */
export const TEMPORARY_SCHEMA = 'pg_temp';

/** The table that a name means: with a schema exactly that one, without one the first along the search path. */
export function findTable(
  { searchPath, tables }: Snapshot,
  name: { readonly schema?: string; readonly name: string },
): Table | undefined {
  const schemas = name.schema === undefined ? [TEMPORARY_SCHEMA, ...searchPath] : [name.schema];
  const named = tablesByName(tables).get(name.name) ?? [];
  for (const schema of schemas) {
    const table = named.find((candidate) => candidate.schema === schema);
    if (table) return table;
  }
  return undefined;
}

/** Every name in every query is looked up, and schemas of thousands of tables exist. */
const BY_NAME = new WeakMap<readonly Table[], ReadonlyMap<string, readonly Table[]>>();

function tablesByName(tables: readonly Table[]): ReadonlyMap<string, readonly Table[]> {
  const known = BY_NAME.get(tables);
  if (known) return known;
  const byName = new Map<string, Table[]>();
  for (const table of tables) {
    const named = byName.get(table.name);
    if (named) named.push(table);
    else byName.set(table.name, [table]);
  }
  BY_NAME.set(tables, byName);
  return byName;
}
