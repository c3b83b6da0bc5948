import type { IndexDefinition } from '../indexes/index-definition';
import type { KeyConstraint } from '../indexes/print-ddl';
import type { RelationName } from '../schema/snapshot';

/** Something that is done to a table or its indexes on request. Plain data: it is shown, kept and sent between threads. */
export type MaintenanceAction =
  | CreateIndexAction
  | { readonly kind: 'reindex'; readonly table: RelationName; readonly index: string }
  | ReplaceIndexAction
  | DropIndexAction
  | {
      readonly kind: 'rename-index';
      readonly table: RelationName;
      readonly index: string;
      readonly to: string;
    }
  | { readonly kind: 'analyze'; readonly table: RelationName; readonly columns?: readonly string[] }
  | { readonly kind: 'vacuum'; readonly table: RelationName }
  | SetStatisticsAction
  | SetTableOptionsAction
  | { readonly kind: 'summarize-brin'; readonly table: RelationName; readonly index: string }
  | IndexPartitionsAction
  | AddConstraintAction
  | DropConstraintAction;

export type ActionKind = MaintenanceAction['kind'];

export interface CreateIndexAction {
  readonly kind: 'create-index';
  readonly table: RelationName;
  readonly index: IndexDefinition;
}

/** Built beside the old one, which is dropped then: for where REINDEX CONCURRENTLY cannot serve, or the definition changes. */
export interface ReplaceIndexAction {
  readonly kind: 'replace-index';
  readonly table: RelationName;
  /** What is there. */
  readonly old: string;
  /** How the old one is built again, where it can be printed. */
  readonly oldDefinition?: IndexDefinition;
  /** Under the name that it is to have in the end, which may be the old one's. */
  readonly index: IndexDefinition;
}

export interface DropIndexAction {
  readonly kind: 'drop-index';
  readonly table: RelationName;
  readonly index: string;
  /** For the reverse. Absent where it cannot be printed, and for a leftover that nobody wants back. */
  readonly definition?: IndexDefinition;
  /** The index of a partitioned parent: PostgreSQL drops it with those of all partitions, and not CONCURRENTLY. */
  readonly ofPartitioned?: true;
  /** Those that go with it, for the reverse. */
  readonly partitions?: readonly PartitionIndex[];
}

export interface SetStatisticsAction {
  readonly kind: 'set-statistics';
  readonly table: RelationName;
  /** Or the expression of an index, as it is shown. */
  readonly column: string;
  /** The key of an index that the expression is; counts from 1. */
  readonly ofIndex?: { readonly name: string; readonly position: number };
  /** 0 to 10,000; -1 for the server's default. */
  readonly target: number;
  /** What it is now. */
  readonly before: number;
}

export interface SetTableOptionsAction {
  readonly kind: 'set-autovacuum';
  readonly table: RelationName;
  /** By the names of the storage parameters; `null` goes back to the server's default. */
  readonly options: Readonly<Record<string, string | null>>;
  /** What they are now; `null`: not set. */
  readonly before: Readonly<Record<string, string | null>>;
}

/** An index on a partitioned table, without a lock that lasts: the parent's alone, each partition's, then they are attached. */
export interface IndexPartitionsAction {
  readonly kind: 'index-partitions';
  readonly table: RelationName;
  readonly index: IndexDefinition;
  readonly partitions: readonly PartitionIndex[];
}

export interface PartitionIndex {
  readonly index: IndexDefinition;
  /** The partition has it already, and it is valid: it is only attached. */
  readonly isThere?: true;
  /** Of a partition that is partitioned itself. */
  readonly partitions?: readonly PartitionIndex[];
}

/** A PRIMARY KEY or UNIQUE whose index is built before, without blocking. */
export interface AddConstraintAction {
  readonly kind: 'add-constraint';
  readonly table: RelationName;
  readonly constraint: KeyConstraint;
  /** Unique, a plain btree over columns. */
  readonly index: IndexDefinition;
  /** The constraint is there, and its index is rebuilt: the old one goes in the same moment. */
  readonly replaces: boolean;
}

/** What undoes that a constraint was added: its index goes with it. PostgreSQL refuses while a foreign key needs it. */
export interface DropConstraintAction {
  readonly kind: 'drop-constraint';
  readonly table: RelationName;
  readonly constraint: KeyConstraint;
  /** For the reverse. */
  readonly index: IndexDefinition;
}
