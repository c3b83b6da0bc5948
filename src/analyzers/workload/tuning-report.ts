import type { IndexDefinition } from '../indexes/index-definition';
import { printIndexForm } from '../indexes/print-ddl';
import { proposeCreateIndex, proposeDropIndex } from '../indexes/propose-ddl';
import { replacedBy } from '../indexes/redundancy';
import { findTable, type Snapshot } from '../schema/snapshot';
import type { StatisticsFile } from '../statistics-file/statistics-file';
import type { ChosenIndexes } from './choose-indexes';
import type { TableWrite } from './table-write';
import { tableKey } from './tuned-query';
import { indexKey, type IndexColumns } from './tuning-problem';
import type { PlannedQuery } from './workspace-problem';
import { isSetBy } from './write-cost';

/** What a workspace's queries gain by which indexes. Plain data. */
export interface TuningReport {
  /** Of all queries once each, in the planner's units. */
  readonly costBefore: number;
  readonly costAfter: number;
  readonly created: readonly CreatedIndex[];
  readonly dropped: readonly DroppedIndex[];
  /** The largest gain first. */
  readonly queries: readonly QueryGain[];
  readonly refused: readonly { readonly place: string; readonly reason: string }[];
  /** Statements to run, in this order; empty: nothing is worth changing. */
  readonly up: string;
  readonly down: string;
  readonly questions: number;
  readonly basis: TuningBasis;
}

export interface CreatedIndex {
  readonly name: string;
  readonly table: string;
  /** `(stream_id, version)` */
  readonly form: string;
  /** About. */
  readonly bytes: number;
  /** Of the index for each row that is inserted. Absent: nobody knows how many rows there are. */
  readonly bytesPerRow?: number;
  /** INSERTs and UPDATEs of the workspace that have to keep it. */
  readonly insertedBy: number;
  readonly updatedBy: number;
  readonly replaces: readonly string[];
}

export interface DroppedIndex {
  readonly name: string;
  readonly table: string;
  readonly form: string;
  readonly bytes: number;
  readonly replacedBy?: string;
}

export interface QueryGain {
  /** `src/events.ts:12` */
  readonly place: string;
  readonly before: number;
  readonly after: number;
}

export interface TuningBasis {
  /** The planner's: `PGlite 0.5.16`. */
  readonly name: string;
  readonly assumedTables: readonly string[];
  readonly assumedRows: number;
  readonly skipped: readonly { readonly file: string; readonly text: string; readonly reason: string }[];
  readonly statistics?: Pick<StatisticsFile, 'database' | 'readAt'>;
}

export interface TuningResult {
  readonly chosen: ChosenIndexes;
  readonly planned: readonly (PlannedQuery & { readonly place: string })[];
  readonly refused: TuningReport['refused'];
  readonly snapshot: Snapshot;
  readonly writes: readonly TableWrite[];
  readonly definitionOf: (index: IndexColumns) => IndexDefinition;
  /** In bytes, by the names of the indexes. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly basis: TuningBasis;
}

export function tuningReport(result: TuningResult): TuningReport {
  const { chosen, planned, refused, basis, definitionOf } = result;
  const { before, after } = chosen;
  const created = definitionsBut(after.indexes, before.indexes, definitionOf);
  const dropped = definitionsBut(before.indexes, after.indexes, definitionOf);
  const queries = planned.map(({ place }, number) => ({
    place,
    before: chosen.costsBefore[number] ?? 0,
    after: chosen.costsAfter[number] ?? 0,
  }));
  return {
    costBefore: queries.reduce((sum, query) => sum + query.before, 0),
    costAfter: queries.reduce((sum, query) => sum + query.after, 0),
    created: created.map((index) => describeCreated(index, dropped, result)),
    dropped: dropped.map((index) => describeDropped(index, created, result)),
    queries: queries.sort((one, other) => other.before - other.after - (one.before - one.after)),
    refused: refused.map(({ place, reason }) => ({ place, reason })),
    ...migrationOf(created, dropped, result),
    questions: chosen.questions,
    basis: {
      name: basis.name,
      assumedTables: basis.assumedTables,
      assumedRows: basis.assumedRows,
      skipped: basis.skipped,
      ...(basis.statistics && {
        statistics: { database: basis.statistics.database, readAt: basis.statistics.readAt },
      }),
    },
  };
}

function definitionsBut(
  indexes: readonly IndexColumns[],
  others: readonly IndexColumns[],
  definitionOf: TuningResult['definitionOf'],
): readonly IndexDefinition[] {
  const known = new Set(others.map(indexKey));
  return indexes.filter((index) => !known.has(indexKey(index))).map(definitionOf);
}

function tableOf({ schema, table }: IndexDefinition): string {
  return schema === 'public' ? table : `${schema}.${table}`;
}

function describeCreated(
  index: IndexDefinition,
  dropped: readonly IndexDefinition[],
  { snapshot, writes, sizes, basis }: TuningResult,
): CreatedIndex {
  const { schema, table: name } = index;
  const table = findTable(snapshot, { schema, name });
  const assumed = basis.assumedTables.includes(`${schema}.${name}`) ? basis.assumedRows : undefined;
  const rows = table?.statistics?.rows ?? assumed;
  const bytes = sizes.get(index.name) ?? 0;
  const own = writes.filter((write) => write.table === tableKey({ schema, name }));
  return {
    name: index.name,
    table: tableOf(index),
    form: printIndexForm(index),
    bytes,
    ...(rows !== undefined && rows > 0 && !index.predicate && { bytesPerRow: bytes / rows }),
    insertedBy: own.filter(({ kind }) => kind === 'insert').length,
    updatedBy: own.filter((write) => isSetBy(write, index)).length,
    replaces: dropped.filter((other) => doesWorkOf(index, other, snapshot)).map((other) => other.name),
  };
}

function describeDropped(
  index: IndexDefinition,
  created: readonly IndexDefinition[],
  { snapshot, sizes }: TuningResult,
): DroppedIndex {
  const by = created.find((other) => doesWorkOf(other, index, snapshot));
  return {
    name: index.name,
    table: tableOf(index),
    form: printIndexForm(index),
    bytes: sizes.get(index.name) ?? 0,
    ...(by && { replacedBy: by.name }),
  };
}

function doesWorkOf(wide: IndexDefinition, narrow: IndexDefinition, snapshot: Snapshot): boolean {
  const table = findTable(snapshot, { schema: wide.schema, name: wide.table });
  return table !== undefined && replacedBy(wide, table).some(({ name }) => name === narrow.name);
}

/** New ones first, so that no query is ever without. */
function migrationOf(
  created: readonly IndexDefinition[],
  dropped: readonly IndexDefinition[],
  { snapshot }: TuningResult,
): Pick<TuningReport, 'up' | 'down'> {
  const steps = [
    ...created.map((index) => {
      const table = findTable(snapshot, { schema: index.schema, name: index.table });
      const reason = 'Chosen for all queries of the workspace together.';
      return table && proposeCreateIndex(index, table, { snapshot, createdHere: false, reason });
    }),
    ...dropped.map((index) => {
      const reason = 'No query of the workspace is dearer without it. Make sure that nobody else needs it.';
      return proposeDropIndex(index, { snapshot, createdHere: false, reason });
    }),
  ].filter((step) => step !== undefined);
  return {
    up: steps.map(({ up }) => up).join('\n'),
    down: [...steps]
      .reverse()
      .map(({ down }) => down)
      .join('\n'),
  };
}
