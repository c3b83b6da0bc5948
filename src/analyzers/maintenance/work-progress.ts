/** One process at work on an index or a table, from the server's `pg_stat_progress_…` views. */
export interface WorkProgress {
  readonly processId: number;
  /** `CREATE INDEX CONCURRENTLY`, `REINDEX CONCURRENTLY`, `VACUUM`, `ANALYZE`; absent where the role may not see it. */
  readonly command?: string;
  readonly table?: { readonly schema: string; readonly name: string };
  readonly index?: string;
  /** In the server's words: `building index: scanning table`. */
  readonly phase?: string;
  /** It has not begun: somebody holds the table. */
  readonly waitsForFirstLock?: true;
  /** Blocks where the server counts them in this phase, else rows; absent: it counts neither. */
  readonly counted?: { readonly unit: 'blocks' | 'rows'; readonly done: number; readonly total: number };
  /** Transactions that are waited for. */
  readonly waitsFor?: { readonly done: number; readonly total: number };
  /** `application_name` of who does it. */
  readonly application: string;
  /** The process has done what it was asked for, and waits for its client. */
  readonly isIdle?: true;
  readonly blockers: readonly Blocker[];
}

/** A session that is waited for. What the role may not see is absent. */
export interface Blocker {
  /** 0: a prepared transaction, which no session belongs to. */
  readonly processId: number;
  readonly user?: string;
  readonly application?: string;
  /** `active`, `idle in transaction`, … */
  readonly state?: string;
  /** The first 200 characters. */
  readonly query?: string;
  /** How long its transaction is open, in seconds. */
  readonly transactionSeconds?: number;
}

/** 0 to 100 of the phase, not of the whole; `undefined` where the server does not count. */
export function percentOf({ counted }: Pick<WorkProgress, 'counted'>): number | undefined {
  if (counted === undefined || counted.total <= 0) return undefined;
  return Math.min(100, Math.round((100 * counted.done) / counted.total));
}

export interface Counters {
  readonly blocksTotal: number;
  readonly blocksDone: number;
  readonly tuplesTotal: number;
  readonly tuplesDone: number;
}

/** The server leaves counters of an earlier phase standing at their end: rows come after blocks. */
export function countedOf(counters: Counters): WorkProgress['counted'] {
  const { blocksTotal, blocksDone, tuplesTotal, tuplesDone } = counters;
  if (blocksTotal > 0 && (blocksDone < blocksTotal || tuplesTotal === 0))
    return { unit: 'blocks', done: blocksDone, total: blocksTotal };
  return tuplesTotal > 0 ? { unit: 'rows', done: tuplesDone, total: tuplesTotal } : undefined;
}
