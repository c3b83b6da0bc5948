import type { RelationName } from '../../analyzers/schema/snapshot';
import type { TableStatisticsPage } from '../../postgres/monitoring/read-table-statistics';
import type { TableUsage, Usage } from '../../postgres/monitoring/read-usage';
import type { ConnectedDatabase } from '../connected-database';
import type { PostgresRoom } from '../load-postgres';
import type { CounterSample } from './counter-samples';

/** What a server says of a table, at one moment. */
export interface TableStatistics {
  readonly table: RelationName;
  /** `user@host:port/database` */
  readonly target: string;
  readonly readAt: Date;
  readonly known: TableStatisticsPage;
  /** Absent: the server counts nothing for it, as for a partitioned table. */
  readonly usage?: TableUsage;
  readonly countersSince: string | null;
  readonly indexes: number;
  /** In bytes; absent: somebody holds the table, or there was no time. */
  readonly tableBytes?: number;
  readonly indexBytes?: number;
  readonly samples: readonly CounterSample[];
}

export interface ReadStatistics extends Omit<TableStatistics, 'samples'> {
  readonly counted: Usage;
}

const TIMEOUT_MS = 5_000;

/** `undefined`: there is no such table. Rejects as the reader does; a held lock costs the sizes and no more. */
export async function readStatisticsOf(
  { reader, target }: ConnectedDatabase,
  table: RelationName,
  postgres: PostgresRoom,
  signal: AbortSignal,
): Promise<ReadStatistics | undefined> {
  const options = { statementTimeoutMs: TIMEOUT_MS, signal };
  const known = await postgres.readTableStatistics(reader, table, options);
  if (!known) return undefined;
  const counted = await postgres.readUsage(reader, [known.oid], options);
  const oids = counted.indexes.map(({ oid }) => oid);
  const { bytes } = await postgres.readSizes(reader, [known.oid, ...oids], { withinMs: TIMEOUT_MS, signal });
  const [usage] = counted.tables;
  const tableBytes = bytes.get(known.oid);
  const sizes = oids.map((oid) => bytes.get(oid));
  const areKnown = sizes.every((size) => size !== undefined);
  return {
    table,
    target,
    readAt: new Date(),
    known,
    counted,
    ...(usage && { usage }),
    countersSince: counted.countersSince,
    indexes: oids.length,
    ...(tableBytes !== undefined && { tableBytes }),
    ...(areKnown && { indexBytes: sizes.reduce((sum, size) => sum + size, 0) }),
  };
}
