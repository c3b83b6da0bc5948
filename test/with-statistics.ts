import type { Snapshot, Table } from '../src/analyzers/schema/snapshot';
import { migrationsOf } from '../src/analyzers/schema/snapshot-source';
import type {
  ColumnStatistics,
  IndexStatistics,
  ServerFacts,
  TableStatistics,
} from '../src/analyzers/schema/statistics';

/** What a server says of the tables of a schema: a `.statistics.json` beside it. Tables and columns that it leaves out were never analyzed. */
export interface StatisticsFixture {
  /** `server_version_num`. */
  readonly versionNumber: number;
  readonly server?: Partial<ServerFacts>;
  readonly tables: Readonly<Record<string, TableFigures>>;
}

type TableFigures = Partial<TableStatistics> & {
  readonly columnStatistics?: Readonly<Record<string, ColumnStatistics>>;
  readonly indexes?: Readonly<Record<string, Partial<IndexStatistics> & { readonly valid?: boolean }>>;
};

const BLOCK_SIZE = 8192;

export function withStatistics(
  snapshot: Snapshot,
  { versionNumber, server, tables }: StatisticsFixture,
): Snapshot {
  const migrations = migrationsOf(snapshot.source);
  return {
    ...snapshot,
    source: {
      kind: 'server',
      target: 'shop@db.example:5432',
      versionNumber,
      readAt: '2026-02-01T12:00:00Z',
      ...(migrations && { migrations }),
    },
    tables: snapshot.tables.map((table) => withFigures(table, tables[table.name] ?? {})),
    server: {
      blockSize: BLOCK_SIZE,
      isStandby: false,
      databaseCollation: { name: 'C.UTF-8', isC: false },
      extensions: [],
      settings: {},
      ...server,
    },
  };
}

function withFigures(table: Table, { columnStatistics = {}, indexes = {}, ...figures }: TableFigures): Table {
  const pages = figures.pages ?? 0;
  return {
    ...table,
    columns: table.columns.map((column) => {
      const statistics = columnStatistics[column.name];
      return statistics ? { ...column, statistics } : column;
    }),
    indexes: table.indexes.map((index) => {
      const { valid = index.valid, ...own } = indexes[index.name] ?? {};
      return { ...index, valid, statistics: { pages: 0, ...own } };
    }),
    statistics: {
      pages,
      allVisiblePages: pages,
      heapBytes: pages * BLOCK_SIZE,
      columns: 'readable',
      ...figures,
    },
  };
}
