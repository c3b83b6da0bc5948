import {
  type ColumnFigures,
  type ColumnValues,
  type IndexFigures,
  STATISTICS_FORMAT,
  type StatisticsFile,
  type TableFigures,
} from '../../analyzers/statistics-file/statistics-file';
import type { Catalogue } from '../catalog/catalogue';
import { type CatalogScope, scopeParameters } from '../catalog/scope';
import { EXTENSIONS, SERVER } from '../catalog/server-catalogues';
import type { Reader, ReadOptions } from '../reading/reader';
import {
  COLUMN_FIGURES,
  type ColumnFiguresRow,
  DATABASE_NAME,
  EXTENDED_STATISTICS,
  indexFigures,
  PLANNER_SETTINGS,
  type RelationFiguresRow,
  tableFigures,
} from './figure-catalogues';

export interface ExportRequest {
  readonly scope?: CatalogScope;
  readonly readAt: Date;
  /** Columns whose values are read, too: `table.column` or `schema.table.column`. The user's data: only those that a person has named. */
  readonly valuesOf?: readonly string[];
  readonly options?: ReadOptions;
}

export interface ExportedStatistics {
  readonly file: StatisticsFile;
  /** Names of `valuesOf` that no column with statistics has. */
  readonly unknownColumns: readonly string[];
}

/** Of a column without values: how common the first few are says how uneven it is, and hundreds of shares would fill the file. */
const SHARES_WITHOUT_VALUES = 20;
const LOCK_NOT_AVAILABLE = '55P03';

/** By any role: what it may not SELECT is said to be withheld. Rejects as the reader does. */
export async function exportStatistics(
  reader: Reader,
  { scope = {}, readAt, valuesOf = [], options = {} }: ExportRequest,
): Promise<ExportedStatistics> {
  const parameters = [...scopeParameters(scope), valuesOf];
  const rows = async <T>({ text, decode }: Catalogue<T>, count: number): Promise<readonly T[]> =>
    (await reader.read(text, parameters.slice(0, count), options)).map(decode);
  const [server] = await rows(SERVER, 0);
  const [database] = await rows(DATABASE_NAME, 0);
  if (!server || !database) throw new Error('The server did not say what it is.');
  const tables = await measured((sizes) => rows(tableFigures(sizes), 2));
  const indexes = await measured((sizes) => rows(indexFigures(sizes), 2));
  const columns = await rows(COLUMN_FIGURES, 3);
  const { versionNumber, blockSize, datcollate, datlocprovider } = server;
  const file: StatisticsFile = {
    format: STATISTICS_FORMAT,
    readAt: readAt.toISOString(),
    database: database.name,
    server: {
      versionNumber,
      blockSize,
      collation: { name: datcollate, isC: isC(datcollate, datlocprovider) },
      extensions: (await rows(EXTENSIONS, 0)).map(({ extname, nspname, extversion }) => ({
        name: extname,
        schema: nspname,
        version: extversion,
      })),
    },
    settings: Object.fromEntries(
      (await rows(PLANNER_SETTINGS, 0)).map(({ name, setting }) => [name, setting]),
    ),
    tables: figuresOfTables(tables, indexes, columns),
    notCarried: (await rows(EXTENDED_STATISTICS, 2)).map(({ name }) => name),
  };
  return { file, unknownColumns: unknownColumns(valuesOf, file) };
}

/** The builtin provider's locales all compare bytes. */
function isC(collation: string, provider: string): boolean {
  return provider === 'b' || (provider === 'c' && /^(?:C|POSIX)$/.test(collation));
}

/** A table that is locked right between the look and the asking costs the sizes, not the file. */
async function measured<T>(read: (sizes: boolean) => Promise<T>): Promise<T> {
  try {
    return await read(true);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) return read(false);
    throw error;
  }
}

function figuresOfTables(
  tables: readonly RelationFiguresRow[],
  indexes: readonly RelationFiguresRow[],
  columns: readonly ColumnFiguresRow[],
): readonly TableFigures[] {
  const columnsOf = grouped(columns, ({ relation }) => relation);
  const indexesOf = grouped(indexes, ({ table }) => table);
  return tables.map((row) => ({
    schema: row.schema,
    ...relationFigures(row),
    allVisiblePages: row.allVisiblePages,
    ...(row.analyzedAt !== null && { analyzedAt: row.analyzedAt }),
    ...((row.withheld === 'no-privilege' || row.withheld === 'row-security') && { withheld: row.withheld }),
    columns: (columnsOf.get(row.oid) ?? []).map(columnFigures),
    indexes: (indexesOf.get(row.oid) ?? []).map((index): IndexFigures => {
      const expressions = (columnsOf.get(index.oid) ?? []).map(columnFigures);
      return { ...relationFigures(index), ...(expressions.length > 0 && { expressions }) };
    }),
  }));
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => number): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

function relationFigures({ name, rows, pages, currentPages }: RelationFiguresRow) {
  return {
    name,
    ...(rows >= 0 && { rows }),
    // A partitioned table has no file; ANALYZE sets its pages to -1.
    pages: Math.max(0, pages),
    ...(currentPages !== null && { currentPages }),
  };
}

function columnFigures(row: ColumnFiguresRow): ColumnFigures {
  const { name, nullFraction, averageWidth, distinct, correlation, hasValues } = row;
  const shares = hasValues ? row.commonShares : row.commonShares?.slice(0, SHARES_WITHOUT_VALUES);
  return {
    name,
    ...(row.inherited && { inherited: true }),
    nullFraction,
    averageWidth,
    distinct,
    ...(correlation !== null && { correlation }),
    ...(shares && { commonShares: shares }),
    ...(hasValues && { values: valuesIn(row) }),
  };
}

function valuesIn(row: ColumnFiguresRow): ColumnValues {
  const { mostCommon, histogram, mostCommonElements, elementShares, elementCounts } = row;
  return {
    ...(mostCommon !== null && { mostCommon }),
    ...(histogram !== null && { histogram }),
    ...(mostCommonElements !== null && { mostCommonElements }),
    ...(elementShares && { elementShares }),
    ...(elementCounts && { elementCounts }),
  };
}

function unknownColumns(names: readonly string[], { tables }: StatisticsFile): readonly string[] {
  const known = new Set(
    tables.flatMap(({ schema, name, columns }) =>
      columns.flatMap((column) => [`${name}.${column.name}`, `${schema}.${name}.${column.name}`]),
    ),
  );
  return names.filter((name) => !known.has(name));
}
