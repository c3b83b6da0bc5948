import type { IndexUsage, TableUsage } from '../../postgres/monitoring/read-usage';

/** What is asked of the server after a row is there, by oids. Absent: not known yet, or it could not be had in time. */
export interface LateFigures {
  /** In bytes, measured. */
  readonly bytes: ReadonlyMap<number, number>;
  /** Relations that somebody holds so that their size cannot be asked for. */
  readonly locked: ReadonlySet<number>;
  readonly tables: ReadonlyMap<number, TableUsage>;
  readonly indexes: ReadonlyMap<number, IndexUsage>;
}

export const NO_FIGURES: LateFigures = {
  bytes: new Map(),
  locked: new Set(),
  tables: new Map(),
  indexes: new Map(),
};
