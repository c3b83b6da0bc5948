import type { IndexDefinition } from '../indexes/index-definition';
import { leadsTo } from '../indexes/leading-index';
import { printIndexForm } from '../indexes/print-ddl';
import { findTable, type Snapshot, type Table } from '../schema/snapshot';
import type { WorkloadQuery } from './find-workload';
import { columnsOfIndex, plainColumns } from './index-columns';
import type { TableWrite } from './table-write';
import { tableKey } from './tuned-query';
import {
  indexKey,
  type IndexColumns,
  type NeededSearch,
  type TunedQuery,
  type TuningProblem,
} from './tuning-problem';

export type PlannedQuery = Extract<WorkloadQuery, { readonly kind: 'query' }>;

/** What is asked about the indexes of a workspace. */
export interface WorkspaceProblem {
  readonly problem: Omit<TuningProblem, 'whatIf' | 'budgetBytes'>;
  /** What `IndexColumns.as` stands for. */
  readonly definitions: ReadonlyMap<string, IndexDefinition>;
  /** Those of them that exist. */
  readonly existing: ReadonlyMap<string, IndexDefinition>;
  readonly writes: readonly TableWrite[];
}

/** Wider keys seldom pay, and each column more multiplies what there is to ask. Proposals may be as wide as they are. */
const MOST_COLUMNS = 3;

export function workspaceProblem(queries: readonly PlannedQuery[], snapshot: Snapshot): WorkspaceProblem {
  const tables = new Map(snapshot.tables.map((table) => [tableKey(table), table]));
  const used = [...new Set(queries.flatMap(({ tuned }) => [...tuned.columns.keys()]))].sort();
  const droppable = used
    .flatMap((key) => tables.get(key) ?? [])
    .flatMap((table) => table.indexes.filter(mayGo));
  const existing = new Map(droppable.map((index) => [`${index.schema}.${index.name}`, index]));
  const proposed = queries.flatMap((query) => query.proposed).filter((index) => isNew(index, snapshot));
  const wished = proposed.map(tunedIndex);
  const definitions = new Map([
    ...existing,
    ...wished.flatMap(({ as }, place) => {
      const index = proposed[place];
      return as !== undefined && index ? [[as, index] as const] : [];
    }),
  ]);
  return {
    problem: {
      queries: queries.map(({ tuned }) => ofTables(tuned, tables)),
      proposed: [...new Map(wished.map((index) => [indexKey(index), index])).values()],
      mostColumns: MOST_COLUMNS,
      start: [...existing].map(([as, index]) => ({ ...columnsOf(index), as })),
      built: new Set([...tables.values()].flatMap(builtKeys)),
      needed: used
        .flatMap((key) => tables.get(key) ?? [])
        .flatMap((table) => neededSearches(table, definitions, existing)),
    },
    definitions,
    existing,
    writes: queries.flatMap(({ writes }) => writes),
  };
}

/** A server may have tables that the planner's schema has not. */
function ofTables(tuned: TunedQuery, tables: ReadonlyMap<string, Table>): TunedQuery {
  return { ...tuned, columns: new Map([...tuned.columns].filter(([table]) => tables.has(table))) };
}

/** It does nothing but find rows: neither a constraint, uniqueness nor replication needs it. */
function mayGo({ unique, constraint, replicaIdentity, partitionOf, valid }: IndexDefinition): boolean {
  return !unique && !constraint && replicaIdentity !== true && !partitionOf && valid;
}

/** The searches for rows of foreign keys that only indexes serve which may go. */
function neededSearches(
  table: Table,
  definitions: ReadonlyMap<string, IndexDefinition>,
  existing: ReadonlyMap<string, IndexDefinition>,
): readonly NeededSearch[] {
  const isOfTable = ({ schema, table: name }: IndexDefinition): boolean =>
    schema === table.schema && name === table.name;
  return table.constraints.flatMap(({ kind, columns, references }) => {
    if (kind !== 'foreign-key' || !references) return [];
    const serving = table.indexes.filter((index) => leadsTo(index, columns));
    const staying = serving.filter(({ schema, name }) => !existing.has(`${schema}.${name}`));
    if (serving.length === 0 || staying.length > 0) return [];
    const servedBy = [...definitions].filter(([, index]) => isOfTable(index) && leadsTo(index, columns));
    return [{ table: tableKey(table), columns, servedBy: new Set(servedBy.map(([as]) => as)) }];
  });
}

function isNew({ schema, table: name, ...index }: IndexDefinition, snapshot: Snapshot): boolean {
  const form = printIndexForm({ schema, table: name, ...index });
  const table = findTable(snapshot, { schema, name });
  return table?.indexes.every((other) => printIndexForm(other) !== form) ?? false;
}

function tunedIndex(index: IndexDefinition): IndexColumns {
  const columns = plainColumns(index);
  const { table } = columnsOf(index);
  return columns
    ? { table, columns }
    : { ...columnsOf(index), as: `${index.schema}.${index.table} ${printIndexForm(index)}` };
}

function columnsOf(index: IndexDefinition): IndexColumns {
  const { schema, table } = index;
  return { table: tableKey({ schema, name: table }), columns: columnsOfIndex(index) };
}

/** What a unique index or a constraint's finds, a plain one beside it would find no better. */
function builtKeys(table: Table): readonly string[] {
  return table.indexes.flatMap((index) => {
    const columns = plainColumns({ ...index, unique: false });
    return columns ? [indexKey({ table: tableKey(table), columns })] : [];
  });
}
