import type { IndexDefinition } from '../analyzers/indexes/index-definition';
import type { Message } from '../analyzers/message';
import type { QueryText } from '../analyzers/query/explainable-query';
import type { RelationName } from '../analyzers/schema/snapshot';

/**
 * Asks a planner what it would do if indexes were there that are not, or were gone that are. Nothing is ever run or built on a user's
 * server for it.
 */
export interface Planner {
  /** What it is, and what it knows. Rejects with a PlannerUnavailable. */
  facts(options?: PlannerOptions): Promise<PlannerFacts>;
  /** Rejects with a PlannerUnavailable, with the planner's own error about the query, or with the signal's reason. */
  plan(question: PlannerQuestion, options?: PlannerOptions): Promise<PlannerAnswer>;
  dispose(): Promise<void>;
}

export interface PlannerOptions {
  readonly signal?: AbortSignal;
}

export interface PlannerQuestion {
  readonly query: QueryText;
  /** The plan for every value, or for these: as text, by the parameters' numbers. */
  readonly values: 'generic' | readonly (string | null)[];
  readonly added?: readonly IndexDefinition[];
  readonly dropped?: readonly RelationName[];
  /** Many questions will be about the same added indexes. */
  readonly keepsAdded?: boolean;
}

export interface PlannerAnswer {
  /** EXPLAIN (FORMAT JSON), as the planner wrote it. */
  readonly document: string;
  /** How large the added indexes were taken to be, in their order; of a partitioned table's the sum of its partitions'. */
  readonly added: readonly AddedIndex[];
}

export interface AddedIndex extends RelationName {
  readonly bytes: number;
  /** By the arithmetic of the build; otherwise by a rule of thumb. */
  readonly isExact: boolean;
}

export interface PlannerFacts {
  /** `server_version_num` of the planner itself. */
  readonly versionNumber: number;
  /** As a person knows it: `PGlite 0.5.16`. */
  readonly name: string;
  /** Where its plans may differ from those of the server that the statistics are of. */
  readonly differences: readonly Message[];
  /** Statements of the schema that it does not have, and why. */
  readonly skipped: readonly SkippedStatement[];
  /** Types that it does not know: texts stand for their values. */
  readonly standInTypes: readonly string[];
  /** Tables whose size is assumed, because no statistics have it: their full names. */
  readonly assumedTables: readonly string[];
}

export interface SkippedStatement {
  readonly file: string;
  /** How it begins. */
  readonly text: string;
  /** What the planner said. */
  readonly reason: string;
}

/** There is no planner, and why; the sentence is for a person. */
export class PlannerUnavailable extends Error {
  override readonly name = 'PlannerUnavailable';

  constructor(
    readonly sentence: Message,
    cause?: unknown,
  ) {
    super(sentence.template, { cause });
  }
}
