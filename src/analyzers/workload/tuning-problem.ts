/** An index that may be built, dropped or kept: by itself a plain btree, the table and the columns of its key. */
export interface IndexColumns {
  /** With its schema. */
  readonly table: string;
  readonly columns: readonly string[];
  /** Of one that exists or is more than those columns: what it is called among the tuned ones. It is taken as it is or left. */
  readonly as?: string;
}

/** A query of the workspace, as far as choosing indexes for it goes. */
export interface TunedQuery {
  /** How often it runs beside the others; 1 where nobody knows. */
  readonly weight: number;
  /** Those that it filters, joins, sorts or groups by, of each table that it reads: an index without any of them is none of its business. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface TuningProblem {
  readonly queries: readonly TunedQuery[];
  /** Indexes with several columns that the rules would propose: starting points that growing column by column may miss. */
  readonly proposed: readonly IndexColumns[];
  readonly mostColumns: number;
  /** What the indexes may take beyond those of the start, in bytes. */
  readonly budgetBytes: number;
  /** Those that exist and may go; absent: none. */
  readonly start?: readonly IndexColumns[];
  /** Keys of plain btrees that exist, whether they may go or not: they are not built again. */
  readonly built?: ReadonlySet<string>;
  /** What some index must go on serving though no query asks for it; absent: nothing. */
  readonly needed?: readonly NeededSearch[];
  readonly whatIf: WhatIf;
}

/** For the rows of a foreign key, which deletes of the other table make. */
export interface NeededSearch {
  readonly table: string;
  readonly columns: readonly string[];
  /** Those of the indexes with an `as` that serve it. */
  readonly servedBy: ReadonlySet<string>;
}

/** The planner that is asked, and what an index takes. */
export interface WhatIf {
  /** Of one run of the query (its place in the problem), in the planner's units, with these indexes beside those that exist. */
  cost(query: number, indexes: readonly IndexColumns[]): Promise<PlannedCost>;
  /** Estimated, above zero. */
  bytes(index: IndexColumns): Promise<number>;
  /** What keeping it costs in all, in the planner's units, by the rows that are written. */
  upkeep(index: IndexColumns): number;
}

export interface PlannedCost {
  /** In the planner's units. */
  readonly cost: number;
  /** Those of the indexes that the plan reads. */
  readonly used: readonly IndexColumns[];
}

/** Indexes with what the workload costs with them, upkeep included. */
export interface Choice {
  readonly indexes: readonly IndexColumns[];
  readonly cost: number;
  readonly bytes: number;
  /** Some query is dearer than at the start, or a needed search has no index any more. */
  readonly isWorseForSome: boolean;
}

/** The search comes back to the same objects again and again. */
const KEYS = new WeakMap<IndexColumns, string>();

export function indexKey(index: IndexColumns): string {
  const known =
    KEYS.get(index) ??
    JSON.stringify([index.table, ...index.columns, ...(index.as === undefined ? [] : [{ as: index.as }])]);
  KEYS.set(index, known);
  return known;
}

/** A btree that begins with the columns, in any order, finds the rows; where they are equal to something. */
export function isServed(
  { table, columns, servedBy }: NeededSearch,
  indexes: readonly IndexColumns[],
): boolean {
  return indexes.some((index) => {
    if (index.as !== undefined) return servedBy.has(index.as);
    const first = index.columns.slice(0, columns.length);
    return index.table === table && columns.every((column) => first.includes(column));
  });
}

/** Whether the wide one does the narrow one's work: its key begins with all of the other's. */
export function beginsWith(wide: IndexColumns, narrow: IndexColumns): boolean {
  if (wide.as !== undefined || narrow.as !== undefined) return false;
  return (
    wide.table === narrow.table && narrow.columns.every((column, place) => column === wide.columns[place])
  );
}
