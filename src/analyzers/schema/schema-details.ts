import type { RelationName } from './snapshot';

/**
 * What a planner without the server has to know of a schema beyond its snapshot, in which no rule asks for it. Types are as `format_type`
 * prints them, expressions as the server prints them: both by the search path of the session.
 */
export interface SchemaDetails {
  /** In the order of creation, each with the schema that its objects are in. */
  readonly extensions: readonly RelationName[];
  /** In the order of creation: one may be made of another. */
  readonly types: readonly TypeDetails[];
  readonly sequences: readonly RelationName[];
  readonly columnTypes: readonly ColumnTypes[];
  readonly partitions: readonly PartitionDetails[];
  readonly checks: readonly CheckDetails[];
  readonly functions: readonly FunctionDetails[];
  /** In the order of creation. */
  readonly views: readonly ViewDetails[];
}

export interface TypeDetails extends RelationName {
  readonly kind: 'enum' | 'domain' | 'range' | 'composite';
  /** Labels; what a domain or a range is of; fields with their types. */
  readonly parts: readonly string[];
}

/** Of columns whose types have a length, a precision or the like. */
export interface ColumnTypes extends RelationName {
  readonly columns: readonly string[];
  readonly types: readonly string[];
}

export interface PartitionDetails extends RelationName {
  /** `RANGE (day)`, of a partitioned table. */
  readonly key: string | null;
  /** `FOR VALUES FROM (…) TO (…)`, of a partition. */
  readonly bound: string | null;
}

/** A CHECK that is not inherited. */
export interface CheckDetails extends RelationName {
  readonly constraint: string;
  /** `null`: its table is locked. */
  readonly definition: string | null;
}

export interface FunctionDetails extends RelationName {
  /** `null`: its body is no text. */
  readonly definition: string | null;
}

export interface ViewDetails extends RelationName {
  /** `null`: what it reads is locked. */
  readonly definition: string | null;
}
