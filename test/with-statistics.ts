import type { Snapshot, Table } from '../src/analyzers/schema/snapshot';
import { columnKey, type IndexDefinition } from '../src/analyzers/indexes/index-definition';
import { migrationsOf } from '../src/analyzers/schema/snapshot-source';
import type {
  ColumnStatistics,
  IndexStatistics,
  ServerFacts,
  TableStatistics,
} from '../src/analyzers/schema/statistics';

/** What a server says of the tables of a schema: a file of test/fixtures/statistics. Tables and columns that it leaves out were never analyzed. */
export interface StatisticsFixture {
  /** `server_version_num`. */
  readonly versionNumber: number;
  readonly server?: Partial<ServerFacts>;
  readonly tables: Readonly<Record<string, TableFigures>>;
}

type TableFigures = Partial<TableStatistics> & {
  readonly columnStatistics?: Readonly<Record<string, ColumnStatistics>>;
  readonly indexes?: Readonly<Record<string, IndexFigures>>;
};

type IndexFigures = Partial<IndexStatistics> & {
  readonly valid?: boolean;
  /** Of an index that no migration declares: its columns. */
  readonly keys?: readonly string[];
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
    indexes: [...table.indexes, ...undeclaredIndexes(table, indexes)].map((index) => {
      const { valid = index.valid, pages = 0, rows, bytes, activity } = indexes[index.name] ?? {};
      const statistics = {
        pages,
        ...(rows !== undefined && { rows }),
        ...(bytes !== undefined && { bytes }),
        ...(activity && { activity }),
      };
      return { ...index, valid, statistics };
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

function undeclaredIndexes(
  { schema, name: table }: Table,
  indexes: Readonly<Record<string, IndexFigures>>,
): readonly IndexDefinition[] {
  return Object.entries(indexes).flatMap(([name, { keys }]) =>
    keys
      ? [
          {
            schema,
            table,
            name,
            method: 'btree',
            unique: false,
            nullsNotDistinct: false,
            keys: keys.map((column) => columnKey(column)),
            include: [],
            options: {},
            valid: true,
          },
        ]
      : [],
  );
}
