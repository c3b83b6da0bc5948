/**
 * A plan as EXPLAIN tells it, read from JSON or text of any server from 14 to 18. Names are the server's own (manual, "Using EXPLAIN").
 * Absent values were not told: the options of EXPLAIN decide what is.
 */
export interface Plan {
  readonly root: PlanNode;
  /** Every node, the root first, each before what is below it; `nodes[n].number` is n. */
  readonly nodes: readonly PlanNode[];
  readonly format: 'json' | 'text';
  /** The query was run (ANALYZE): rows were counted. Times may be absent still (TIMING OFF). */
  readonly isMeasured: boolean;
  /** Rows of a loop are told with two decimals (servers since 18), else rounded to whole ones. */
  readonly hasFractionalRows: boolean;
  readonly planningMs?: number;
  readonly executionMs?: number;
  readonly planningBuffers?: BufferUsage;
  readonly triggers: readonly PlanTrigger[];
  readonly jit?: PlanJit;
  /** Planner settings that are not the server's defaults (SETTINGS). */
  readonly settings: Readonly<Record<string, string>>;
  readonly queryIdentifier?: string;
}

/** How a node hangs below its parent. `InitPlan` runs once before it, `SubPlan` for its rows, `Subquery` is a subquery in FROM. */
export type ParentRelationship = 'Outer' | 'Inner' | 'Member' | 'InitPlan' | 'SubPlan' | 'Subquery';

export interface PlanNode {
  /** From 0, in the order in which EXPLAIN prints the nodes. */
  readonly number: number;
  /** As JSON has it: `Index Only Scan`, `Aggregate`, `ModifyTable`. */
  readonly nodeType: string;
  readonly parentRelationship?: ParentRelationship;
  /** `InitPlan 1 (returns $0)`, `CTE recent`. */
  readonly subplanName?: string;
  /** `Left`, `Anti`, … of a join. */
  readonly joinType?: string;
  /** `Hashed`, `Sorted`, … of an Aggregate or SetOp. */
  readonly strategy?: string;
  /** `Partial`, `Finalize` of an Aggregate. */
  readonly partialMode?: string;
  /** `Insert`, `Update`, … of a ModifyTable; the operation of a SetOp. */
  readonly operation?: string;
  readonly isParallelAware: boolean;
  readonly scanDirection?: 'Forward' | 'Backward' | 'NoMovement';
  readonly schema?: string;
  readonly relation?: string;
  readonly alias?: string;
  readonly index?: string;
  readonly cteName?: string;
  readonly functionName?: string;
  readonly estimated: PlanEstimate;
  /** Absent without ANALYZE. */
  readonly measured?: PlanMeasurement;
  /** In the server's order. */
  readonly conditions: readonly PlanCondition[];
  readonly keys: readonly PlanKeys[];
  readonly output: readonly string[];
  /** Rows that were read and thrown away, per loop as the server tells it. Absent: none. */
  readonly removed: Readonly<
    Partial<Record<'filter' | 'index-recheck' | 'join-filter' | 'conflict', number>>
  >;
  readonly sort?: PlanSort;
  readonly hash?: PlanHash;
  readonly memoize?: PlanMemoize;
  /** Of all processes; absent where no block was visited. */
  readonly bitmap?: { readonly exactBlocks: number; readonly lossyBlocks: number };
  /** Rows of an index-only scan for which the table had to be read after all. Total over all loops. */
  readonly heapFetches?: number;
  /** Descents into the index (servers since 18). Total over all loops. */
  readonly indexSearches?: number;
  /** The planner wanted another node and had none (servers since 18; before it, the cost alone tells). */
  readonly isDisabled?: boolean;
  /** Partitions that were left out when the execution began. */
  readonly subplansRemoved?: number;
  /** With everything below it, over all loops and workers. */
  readonly buffers?: BufferUsage;
  readonly wal?: WalUsage;
  readonly workersPlanned?: number;
  readonly workersLaunched?: number;
  readonly workers: readonly PlanWorker[];
  /** Whatever else the server told, by its own names: nothing of a plan is lost. */
  readonly other: Readonly<Record<string, unknown>>;
  readonly children: readonly PlanNode[];
}

/** Costs are the planner's units; rows and width (bytes) are per loop. */
export interface PlanEstimate {
  readonly startupCost: number;
  readonly totalCost: number;
  readonly rows: number;
  readonly width: number;
}

/** As the server tells it: averages for one loop (rows with decimals since 18). In parallel parts each process is a loop. */
export interface PlanMeasurement {
  /** Milliseconds; absent with TIMING OFF. */
  readonly startupMs?: number;
  readonly totalMs?: number;
  readonly rows: number;
  /** 0: never executed. */
  readonly loops: number;
}

export type ConditionKind =
  | 'Index Cond'
  | 'Recheck Cond'
  | 'Filter'
  | 'Join Filter'
  | 'Hash Cond'
  | 'Merge Cond'
  | 'TID Cond'
  | 'One-Time Filter'
  | 'Order By'
  | 'Run Condition'
  | 'Conflict Filter';

/** Text as the server prints the expression. */
export interface PlanCondition {
  readonly kind: ConditionKind;
  readonly text: string;
}

export interface PlanKeys {
  readonly kind: 'Sort Key' | 'Presorted Key' | 'Group Key' | 'Cache Key' | 'Grouping Sets';
  readonly texts: readonly string[];
}

export interface PlanSort {
  readonly method: string;
  readonly kilobytes: number;
  /** `Disk`: it did not fit into work_mem. */
  readonly space: 'Memory' | 'Disk';
}

/** Of a Hash or a hashed Aggregate. More than one batch: it did not fit into work_mem (times hash_mem_multiplier). */
export interface PlanHash {
  readonly buckets?: number;
  readonly batches: number;
  readonly originalBatches?: number;
  readonly peakKilobytes: number;
  /** Of a hashed Aggregate that wrote to disk. */
  readonly diskKilobytes?: number;
}

export interface PlanMemoize {
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly overflows: number;
  readonly peakKilobytes: number;
}

/** Numbers of blocks. Times in milliseconds, where track_io_timing is on. */
export interface BufferUsage {
  readonly sharedHit: number;
  readonly sharedRead: number;
  readonly sharedDirtied: number;
  readonly sharedWritten: number;
  readonly localHit: number;
  readonly localRead: number;
  readonly localDirtied: number;
  readonly localWritten: number;
  readonly tempRead: number;
  readonly tempWritten: number;
  readonly readMs?: number;
  readonly writeMs?: number;
}

export interface WalUsage {
  readonly records: number;
  readonly fullPageImages: number;
  readonly bytes: number;
}

export interface PlanWorker {
  readonly number: number;
  readonly measured?: PlanMeasurement;
  readonly buffers?: BufferUsage;
  readonly sort?: PlanSort;
  /** Whatever else the server told of it, by its own names. */
  readonly other: Readonly<Record<string, unknown>>;
}

export interface PlanTrigger {
  readonly name: string;
  readonly relation?: string;
  readonly constraint?: string;
  readonly ms?: number;
  readonly calls: number;
}

export interface PlanJit {
  readonly functions: number;
  /** Absent without ANALYZE. */
  readonly totalMs?: number;
}
