import type { IndexDefinition } from '../indexes/index-definition';
import type { Column, Snapshot, Table } from '../schema/snapshot';
import type { ColumnStatistics, IndexStatistics } from '../schema/statistics';
import type { ColumnFigures, IndexFigures, StatisticsFile, TableFigures } from './statistics-file';

/**
 * The schema of migrations with the sizes that a statistics file has of it. What the file does not have stays unknown; what only the file
 * has (a table that the migrations do not make) counts for nothing. A server's own figures are newer: such a snapshot stays as it is.
 */
export function withStatistics(snapshot: Snapshot, file: StatisticsFile): Snapshot {
  if (snapshot.source.kind !== 'migrations') return snapshot;
  const { readAt, database, server, settings } = file;
  const figures = new Map(file.tables.map((table) => [`${table.schema}.${table.name}`, table]));
  return {
    ...snapshot,
    source: {
      ...snapshot.source,
      statistics: { readAt, database, versionNumber: server.versionNumber },
    },
    tables: snapshot.tables.map((table) => {
      const known = figures.get(`${table.schema}.${table.name}`);
      return known ? tableWith(table, known, server.blockSize) : table;
    }),
    server: {
      blockSize: server.blockSize,
      isStandby: false,
      databaseCollation: server.collation,
      extensions: server.extensions,
      settings,
    },
  };
}

function tableWith(table: Table, figures: TableFigures, blockSize: number): Table {
  const { rows, pages, currentPages = pages, allVisiblePages, withheld } = figures;
  const columns = columnsByName(figures.columns, table.partitioning !== undefined);
  const indexes = new Map(figures.indexes.map((index) => [index.name, index]));
  return {
    ...table,
    columns: table.columns.map((column) => columnWith(column, columns.get(column.name))),
    indexes: table.indexes.map((index) => indexWith(index, indexes.get(index.name), blockSize)),
    statistics: {
      ...(rows !== undefined && { rows }),
      pages,
      allVisiblePages,
      heapBytes: currentPages * blockSize,
      columns: withheld ?? 'readable',
    },
  };
}

/** Of a partitioned table those over its partitions, of others their own. */
function columnsByName(
  columns: readonly ColumnFigures[],
  isPartitioned: boolean,
): ReadonlyMap<string, ColumnFigures> {
  const fitting = columns.filter(({ inherited = false }) => inherited === isPartitioned);
  return new Map(fitting.map((column) => [column.name, column]));
}

function columnWith(column: Column, figures: ColumnFigures | undefined): Column {
  return figures ? { ...column, statistics: columnStatistics(figures) } : column;
}

function columnStatistics(figures: ColumnFigures): ColumnStatistics {
  const { nullFraction, averageWidth, distinct, correlation, commonShares } = figures;
  const mostCommonShare = commonShares?.[0];
  return {
    nullFraction,
    averageWidth,
    distinct,
    ...(correlation !== undefined && { correlation }),
    ...(mostCommonShare !== undefined && { mostCommonShare }),
  };
}

function indexWith(
  index: IndexDefinition,
  figures: IndexFigures | undefined,
  blockSize: number,
): IndexDefinition {
  return figures ? { ...index, statistics: indexStatistics(figures, blockSize) } : index;
}

function indexStatistics({ rows, pages, currentPages }: IndexFigures, blockSize: number): IndexStatistics {
  return {
    ...(rows !== undefined && { rows }),
    pages,
    ...(currentPages !== undefined && { bytes: currentPages * blockSize }),
  };
}
