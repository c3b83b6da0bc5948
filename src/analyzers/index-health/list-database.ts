import type { RelationName, Snapshot, Table } from '../schema/snapshot';
import { type CountersTrust, countersTrust } from './counters-trust';
import { catalogNumbersOf, indexNamesOf } from '../schema/table-read-later';

/** The tables of a server, as little of each as a list needs: there may be ten thousand. Plain data. */
export interface DatabaseListing {
  /** ISO 8601 in UTC. */
  readonly readAt: string;
  readonly versionNumber: number;
  readonly isStandby: boolean;
  /** When the counters of the database began, ISO 8601; absent: they were never reset. */
  readonly countersSince?: string;
  readonly counters: CountersTrust;
  /** pgstattuple is installed, which can measure what else is estimated. */
  readonly hasPgstattuple: boolean;
  /** In bytes. */
  readonly blockSize: number;
  readonly tables: readonly TableEntry[];
}

export type TableKind = 'table' | 'partitioned' | 'materialized-view' | 'foreign';

export interface TableEntry extends RelationName {
  readonly oid: number;
  readonly kind: TableKind;
  readonly partitionOf?: RelationName;
  /** `reltuples`; absent: never vacuumed or analyzed. */
  readonly rows?: number;
  /** Of the heap at the last VACUUM or ANALYZE. */
  readonly bytes: number;
  readonly indexNames: readonly string[];
}

/** @param snapshot what a server says, without what migrations will bring; `undefined` of anything else */
export function listDatabase(snapshot: Snapshot): DatabaseListing | undefined {
  const { source, server, tables } = snapshot;
  if (source.kind !== 'server' || !server) return undefined;
  const { statisticsReset, isStandby, blockSize, extensions } = server;
  return {
    readAt: source.readAt,
    versionNumber: source.versionNumber,
    isStandby,
    ...(statisticsReset !== undefined && { countersSince: statisticsReset }),
    counters: countersTrust(snapshot),
    hasPgstattuple: extensions.some(({ name }) => name === 'pgstattuple'),
    blockSize,
    tables: tables.flatMap((table) => entryOf(table) ?? []),
  };
}

function entryOf(table: Table): TableEntry | undefined {
  const numbers = catalogNumbersOf(table);
  if (!numbers) return undefined;
  const { schema, name, partitionOf, statistics } = table;
  return {
    schema,
    name,
    oid: numbers.table,
    kind: kindOf(table),
    ...(partitionOf && { partitionOf }),
    ...(statistics?.rows !== undefined && { rows: statistics.rows }),
    bytes: statistics?.heapBytes ?? 0,
    indexNames: indexNamesOf(table),
  };
}

export function kindOf({ partitioning, materializes, foreign }: Table): TableKind {
  if (partitioning) return 'partitioned';
  if (materializes) return 'materialized-view';
  return foreign === true ? 'foreign' : 'table';
}
