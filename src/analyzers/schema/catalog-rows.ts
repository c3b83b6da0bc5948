import type { PackedCatalog } from './packed-rows';

/**
 * What was read from a server's catalogues, as rows: plain data on its way from the session to the engine. Fields have the names of the
 * catalogues' columns where they hold the same; vectors are texts of numbers with blanks between them. The readings are statements of
 * their own, so rows may name relations that are not here (dropped meanwhile): they count for nothing. What there is most of is packed;
 * `catalog-layouts` says how.
 */
export interface CatalogRows {
  /** As people read it, without user and password: `shop@db.example:5432`. */
  readonly target: string;
  /** ISO 8601 in UTC. */
  readonly readAt: string;
  /** The schemas that were read; absent: all but the system's. */
  readonly schemas?: readonly string[];
  /** Patterns of the names of the tables that were read; absent: all. */
  readonly tables?: readonly string[];
  readonly server: ServerRow;
  readonly settings: readonly SettingRow[];
  readonly extensions: readonly ExtensionRow[];
  readonly types: readonly TypeRow[];
  readonly collations: readonly CollationRow[];
  readonly opclasses: readonly OpclassRow[];
  readonly functions: readonly FunctionRow[];
  readonly relations: readonly RelationRow[];
  readonly inherits: readonly InheritsRow[];
  readonly columns: PackedCatalog;
  readonly defaults: PackedCatalog;
  readonly constraints: PackedCatalog;
  readonly indexes: PackedCatalog;
  readonly indexExpressions: readonly IndexExpressionRow[];
  readonly opclassOptions: readonly OpclassOptionsRow[];
  readonly viewReads: readonly ViewReadRow[];
  readonly viewDefinitions: readonly ViewDefinitionRow[];
  readonly tableActivity: readonly TableActivityRow[];
  readonly indexActivity: PackedCatalog;
  readonly columnStatistics: PackedCatalog;
}

export interface ServerRow {
  readonly versionNumber: number;
  readonly blockSize: number;
  readonly isStandby: boolean;
  readonly statisticsReset: string | null;
  readonly datcollate: string;
  /** `c`, `i` (ICU), `b` (builtin). */
  readonly datlocprovider: string;
  /** `current_schemas(false)` */
  readonly searchPath: readonly string[];
  /** What `search_path` is set to for the database and for roles: the program's may be another than ours. */
  readonly otherSearchPaths: readonly string[];
}

export interface SettingRow {
  readonly name: string;
  readonly setting: string;
}

export interface ExtensionRow {
  readonly extname: string;
  readonly nspname: string;
  readonly extversion: string;
}

export interface TypeRow {
  readonly oid: number;
  readonly typname: string;
  readonly nspname: string;
  /** `b`, `c`, `d`, `e`, `p`, `r`, `m` */
  readonly typtype: string;
  /** Of an array its elements' type, else 0. */
  readonly element: number;
  /** Of a domain what it is of, else 0. */
  readonly typbasetype: number;
  readonly typcollation: number;
}

export interface CollationRow {
  readonly oid: number;
  readonly collname: string;
  readonly nspname: string;
  readonly collisdeterministic: boolean;
}

export interface OpclassRow {
  readonly oid: number;
  readonly opcname: string;
  readonly nspname: string;
  readonly opcdefault: boolean;
}

export interface FunctionRow {
  readonly proname: string;
  readonly nspname: string;
  /** `i`, `s`, `v` */
  readonly provolatile: string;
  readonly lanname: string;
  readonly proargtypes: string;
  /** `pg_get_functiondef` of a function in SQL whose body is a text. */
  readonly definition: string | null;
}

export interface RelationRow {
  readonly oid: number;
  readonly nspname: string;
  readonly relname: string;
  /** `r`, `p`, `m`, `v`, `f` */
  readonly relkind: string;
  /** `p`, `u` */
  readonly relpersistence: string;
  readonly relispartition: boolean;
  /** -1: never analyzed. */
  readonly reltuples: number;
  readonly relpages: number;
  readonly relallvisible: number;
  readonly access: 'readable' | 'no-privilege' | 'row-security';
  /** `pg_get_partkeydef`: `RANGE (created_at)` */
  readonly partitionKey: string | null;
}

export interface InheritsRow {
  /** Tables and indexes alike. */
  readonly inhrelid: number;
  readonly inhparent: number;
}

export interface ColumnRow {
  readonly attnum: number;
  readonly attname: string;
  readonly atttypid: number;
  readonly attndims: number;
  readonly attcollation: number;
  readonly attnotnull: boolean;
  /** `a`, `d` or empty. */
  readonly attidentity: string;
  /** `s`, `v` or empty. */
  readonly attgenerated: string;
}

export interface DefaultRow {
  readonly adnum: number;
  /** `null`: the table is locked, or gone. */
  readonly expression: string | null;
}

export interface ConstraintRow {
  readonly conname: string;
  /** `p`, `u`, `f`, `c`, `x`, and since 18 `n`. */
  readonly contype: string;
  readonly conkey: string;
  readonly conindid: number;
  readonly confrelid: number;
  readonly confkey: string;
  readonly confdeltype: string;
  readonly connoinherit: boolean;
  readonly convalidated: boolean;
  readonly condeferrable: boolean;
}

export interface IndexRow {
  readonly relname: string;
  readonly indexrelid: number;
  readonly amname: string;
  readonly indkey: string;
  readonly indnkeyatts: number;
  readonly indclass: string;
  readonly indcollation: string;
  readonly indoption: string;
  readonly indisunique: boolean;
  readonly indnullsnotdistinct: boolean;
  readonly indisvalid: boolean;
  readonly indisready: boolean;
  readonly indisreplident: boolean;
  /** It has expressions or a predicate: see `indexExpressions`. */
  readonly hasExpressions: boolean;
  readonly hasPredicate: boolean;
  readonly reloptions: readonly string[] | null;
  readonly reltuples: number;
  readonly relpages: number;
}

export interface IndexExpressionRow {
  readonly indexrelid: number;
  /** `pg_get_indexdef` of an index with expressions. */
  readonly definition: string | null;
  readonly predicate: string | null;
}

export interface OpclassOptionsRow {
  readonly indexrelid: number;
  readonly attnum: number;
  readonly attoptions: readonly string[];
}

export interface ViewReadRow {
  readonly view: number;
  readonly relation: number;
}

export interface ViewDefinitionRow {
  readonly view: number;
  readonly definition: string | null;
}

export interface TableActivityRow {
  readonly oid: number;
  readonly liveRows: number;
  readonly deadRows: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly hotUpdated: number;
  readonly modifiedSinceAnalyze: number;
  readonly sequentialScans: number;
  readonly sequentialRowsRead: number;
  readonly lastVacuum: string | null;
  readonly lastAutovacuum: string | null;
  readonly lastAnalyze: string | null;
  readonly lastAutoanalyze: string | null;
}

/** Only of indexes that have been scanned. */
export interface IndexActivityRow {
  readonly indexrelid: number;
  readonly scans: number;
  readonly rowsRead: number;
  readonly rowsFetched: number;
  readonly lastScan: string | null;
}

export interface ColumnStatisticsRow {
  readonly attname: string;
  readonly nullFraction: number;
  readonly averageWidth: number;
  readonly distinct: number;
  readonly correlation: number | null;
  readonly mostCommonShare: number | null;
  /** The two of a column that tells kinds or states apart. */
  readonly values: readonly string[] | null;
  readonly shares: readonly number[] | null;
}
