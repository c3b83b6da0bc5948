import type { IndexDefinition } from '../indexes/index-definition';
import { printCreateIndex, printKeys } from '../indexes/print-ddl';
import { findTable, type RelationName, type Snapshot, type Table } from '../schema/snapshot';
import type { IndexActivity, TableActivity } from '../schema/statistics';
import { catalogNumbersOf } from '../schema/table-read-later';

/** A table of a server with its indexes, as it was when the server was read. Plain data. */
export interface TableDetails extends RelationName {
  readonly oid: number;
  /** Absent: the server keeps no counters for it. */
  readonly activity?: TableActivity;
  /** In the order of creation. */
  readonly indexes: readonly IndexEntry[];
}

export interface IndexEntry {
  readonly oid: number;
  /** The table's too. */
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly method: string;
  /** As DDL has them. */
  readonly keys: readonly string[];
  readonly include: readonly string[];
  readonly isUnique: boolean;
  readonly constraint?: IndexDefinition['constraint'];
  /** On a partitioned table: it has no rows of its own. */
  readonly isPartitioned: boolean;
  readonly partitionOf?: RelationName;
  readonly isValid: boolean;
  /** False: writes do not keep it. */
  readonly isReady: boolean;
  readonly isPartial: boolean;
  readonly isReplicaIdentity: boolean;
  /** `CREATE INDEX …;`. Absent: it has a part that we do not print. */
  readonly definition?: string;
  /** In blocks, at the last VACUUM or ANALYZE. */
  readonly pages: number;
  readonly rows?: number;
  readonly activity: IndexActivity;
  /** -1 to 1, how far the order of the rows on disk is that of the first key; absent: not known, or an expression. */
  readonly correlation?: number;
}

/** `undefined`: the server has no such table. */
export function describeTable(snapshot: Snapshot, name: RelationName): TableDetails | undefined {
  const table = findTable(snapshot, name);
  const numbers = table && catalogNumbersOf(table);
  if (!numbers) return undefined;
  const { activity } = table.statistics ?? {};
  return {
    schema: table.schema,
    name: table.name,
    oid: numbers.table,
    ...(activity && { activity }),
    indexes: table.indexes.map((index) => entryOf(table, index, numbers.indexes.get(index.name) ?? 0)),
  };
}

const NO_SCANS: IndexActivity = { scans: 0, rowsRead: 0, rowsFetched: 0 };

function entryOf(table: Table, index: IndexDefinition, oid: number): IndexEntry {
  const { schema, name, method, include, unique, constraint, partitionOf, statistics } = index;
  const definition = printCreateIndex(index, { concurrently: false });
  const correlation = correlationOf(table, index);
  return {
    oid,
    schema,
    table: table.name,
    name,
    method,
    keys: printKeys(index),
    include,
    isUnique: unique,
    ...(constraint && { constraint }),
    isPartitioned: table.partitioning !== undefined,
    ...(partitionOf && { partitionOf }),
    isValid: index.valid,
    isReady: index.notReady !== true,
    isPartial: index.predicate !== undefined,
    isReplicaIdentity: index.replicaIdentity === true,
    ...(definition !== undefined && { definition }),
    pages: statistics?.pages ?? 0,
    ...(statistics?.rows !== undefined && { rows: statistics.rows }),
    activity: statistics?.activity ?? NO_SCANS,
    ...(correlation !== undefined && { correlation }),
  };
}

function correlationOf({ columns }: Table, { keys: [first] }: IndexDefinition): number | undefined {
  if (first?.kind !== 'column') return undefined;
  return columns.find(({ name }) => name === first.column)?.statistics?.correlation;
}
