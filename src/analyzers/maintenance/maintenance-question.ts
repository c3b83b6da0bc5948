import type { Message } from '../message';
import type { RelationName, Table } from '../schema/snapshot';
import type { CreateIndexAction, IndexPartitionsAction, PartitionIndex } from './maintenance-action';
import type { PartitionWay } from './partition-way';
import type { PartitioningPlan } from './partitioning-plan';

/** What a person who changes a database's indexes asks of what is known of it. Plain data, it crosses threads. */
export type MaintenanceQuestion =
  | { readonly kind: 'relations' }
  | { readonly kind: 'table'; readonly table: RelationName }
  | { readonly kind: 'attached-indexes'; readonly table: RelationName; readonly index: string }
  | { readonly kind: 'draft-index'; readonly draft: IndexDraft }
  | {
      readonly kind: 'plan-partitioning';
      readonly table: RelationName;
      readonly column: string;
      readonly way: PartitionWay;
    };

/** What each question is answered with. */
export interface MaintenanceAnswers {
  readonly relations: readonly KnownRelation[];
  /** `undefined`: there is none of that name. */
  readonly table: KnownTable | undefined;
  /** Those of the partitions, that go with an index of a partitioned table; `undefined`: the table is none. */
  readonly 'attached-indexes': readonly PartitionIndex[] | undefined;
  readonly 'draft-index': DraftedIndex;
  readonly 'plan-partitioning': PartitioningPlan | undefined;
}

/** A table that is there, and what it has. */
export interface KnownRelation extends RelationName {
  readonly isPartitioned: boolean;
  readonly indexes: readonly string[];
}

export interface KnownTable {
  /** Without what only migrations say. */
  readonly table: Table;
  /** Columns that it can be partitioned by with the keys that it has, the best first. */
  readonly partitionColumns: readonly string[];
  /** Ways that it can be partitioned, the best first. */
  readonly partitionWays: readonly PartitionWay['kind'][];
  /** In bytes, as of the last VACUUM or ANALYZE; absent: not known. */
  readonly bytes?: number;
}

/** An index in words: of a finding, or as a person has picked them. */
export interface IndexDraft {
  readonly schema: string;
  readonly table: string;
  readonly method: string;
  readonly unique: boolean;
  /** Each as DDL has it: `"Total" DESC NULLS LAST`. */
  readonly keys: readonly string[];
  readonly include: readonly string[];
  /** The condition of a partial index, as a person writes it. */
  readonly predicate?: string;
}

export type DraftedIndex =
  /** On a partitioned table the recipe for it and its partitions. */
  | { readonly kind: 'action'; readonly action: CreateIndexAction | IndexPartitionsAction }
  | { readonly kind: 'problem'; readonly message: Message };
