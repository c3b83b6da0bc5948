import type { DdlProposal } from '../finding';
import type { IndexDefinition } from '../indexes/index-definition';
import { printIndexForm } from '../indexes/print-ddl';
import type { Message } from '../message';
import { findTable, type Snapshot } from '../schema/snapshot';
import type { StatisticsFile } from '../statistics-file/statistics-file';
import type { ChosenIndexes } from './choose-indexes';
import { proposeChange } from './propose-change';
import type { CountedQuery } from './query-runs';
import { type IndexChange, indexesBut, replacementOf } from './replacement';
import type { TableWrite } from './table-write';
import { tableKey } from './tuned-query';
import { indexKey, type IndexColumns } from './tuning-problem';
import type { PlannedQuery } from './workspace-problem';
import { isSetBy } from './write-cost';

/** What a workspace's queries gain by which indexes. Plain data. */
export interface TuningReport {
  /** Of all queries together, each as often as it is known to run and otherwise once, in the planner's units. */
  readonly costBefore: number;
  readonly costAfter: number;
  readonly created: readonly CreatedIndex[];
  readonly dropped: readonly DroppedIndex[];
  /** The largest gain first. */
  readonly queries: readonly QueryGain[];
  readonly refused: readonly RefusedQuery[];
  /** All of it as one migration; absent: nothing is worth changing. */
  readonly change?: DdlProposal;
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
  /** Those of the UPDATEs that leave all other indexes alone: they are HOT without this one, and with it no longer. */
  readonly hotLost: number;
  readonly replaces: readonly string[];
}

export interface DroppedIndex {
  readonly name: string;
  readonly table: string;
  readonly form: string;
  readonly bytes: number;
  readonly replacedBy?: string;
}

export interface QueryGain extends CountedQuery {
  /** `src/events.ts:12` */
  readonly place: string;
  /** Of one run. */
  readonly before: number;
  readonly after: number;
  /** New indexes that its plan reads then. */
  readonly by: readonly string[];
}

export interface RefusedQuery {
  readonly place: string;
  readonly reason: Message;
}

export interface TuningBasis {
  /** The planner's: `PGlite 0.5.16`. */
  readonly name: string;
  readonly assumedTables: readonly string[];
  readonly assumedRows: number;
  readonly skipped: readonly { readonly file: string; readonly text: string; readonly reason: string }[];
  readonly statistics?: Pick<StatisticsFile, 'database' | 'readAt'>;
  /** Where how often the queries run is known from; absent: each counts once. */
  readonly runsFrom?: string;
  /** What else one has to know. */
  readonly remarks: readonly Message[];
}

export interface TuningResult {
  readonly chosen: ChosenIndexes;
  readonly planned: readonly (PlannedQuery & CountedQuery & { readonly place: string })[];
  readonly refused: readonly RefusedQuery[];
  readonly snapshot: Snapshot;
  readonly writes: readonly TableWrite[];
  readonly definitionOf: (index: IndexColumns) => IndexDefinition;
  /** In bytes, by the names of the indexes. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly basis: TuningBasis;
}

export function tuningReport(result: TuningResult): TuningReport {
  const { chosen, refused, basis, definitionOf, snapshot } = result;
  const { before, after } = chosen;
  const created = definitionsBut(after.indexes, before.indexes, definitionOf);
  const dropped = definitionsBut(before.indexes, after.indexes, definitionOf);
  const indexes = { created, dropped, snapshot };
  const queries = gainsOf(result, created);
  const change = proposeChange(indexes);
  return {
    costBefore: queries.reduce((sum, { before: cost, runs = 1 }) => sum + runs * cost, 0),
    costAfter: queries.reduce((sum, { after: cost, runs = 1 }) => sum + runs * cost, 0),
    created: created.map((index) => describeCreated(index, indexes, result)),
    dropped: dropped.map((index) => describeDropped(index, indexes, result)),
    queries,
    refused: refused.map(({ place, reason }) => ({ place, reason })),
    ...(change && { change }),
    questions: chosen.questions,
    basis,
  };
}

function gainsOf(
  { chosen, planned, definitionOf }: TuningResult,
  created: readonly IndexDefinition[],
): readonly QueryGain[] {
  const names = new Set(created.map(({ name }) => name));
  const gains = planned.map(({ place, runs }, number) => ({
    place,
    before: chosen.costsBefore[number] ?? 0,
    after: chosen.costsAfter[number] ?? 0,
    by: (chosen.usedAfter[number] ?? [])
      .map((index) => definitionOf(index).name)
      .filter((name) => names.has(name)),
    ...(runs !== undefined && { runs }),
  }));
  const gainOf = ({ before, after, runs = 1 }: QueryGain): number => runs * (before - after);
  return gains.sort((one, other) => gainOf(other) - gainOf(one));
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
  change: IndexChange,
  { snapshot, writes, sizes, basis }: TuningResult,
): CreatedIndex {
  const { schema, table: name } = index;
  const table = findTable(snapshot, { schema, name });
  const assumed = basis.assumedTables.includes(`${schema}.${name}`) ? basis.assumedRows : undefined;
  const rows = table?.statistics?.rows ?? assumed;
  const bytes = sizes.get(index.name) ?? 0;
  const own = writes.filter((write) => write.table === tableKey({ schema, name }));
  const updates = own.filter((write) => isSetBy(write, index));
  const others = table ? indexesBut(table, change.dropped) : [];
  return {
    name: index.name,
    table: tableOf(index),
    form: printIndexForm(index),
    bytes,
    ...(rows !== undefined && rows > 0 && !index.predicate && { bytesPerRow: bytes / rows }),
    insertedBy: own.filter(({ kind }) => kind === 'insert').length,
    updatedBy: updates.length,
    hotLost: updates.filter((write) => !others.some((other) => isSetBy(write, other))).length,
    replaces: change.dropped
      .filter((other) => replacementOf(other, change) === index)
      .map((other) => other.name),
  };
}

function describeDropped(index: IndexDefinition, change: IndexChange, { sizes }: TuningResult): DroppedIndex {
  const by = replacementOf(index, change);
  return {
    name: index.name,
    table: tableOf(index),
    form: printIndexForm(index),
    bytes: sizes.get(index.name) ?? 0,
    ...(by && { replacedBy: by.name }),
  };
}
