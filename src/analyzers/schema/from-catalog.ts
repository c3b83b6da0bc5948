import type { SqlFeeder } from '../sql/feeder';
import { materializedView } from './apply/relation';
import { viewWindow } from './apply/view-window';
import type { CatalogRows, FunctionRow } from './catalog-rows';
import { CatalogColumns } from './catalog/catalog-columns';
import { CatalogExpressions } from './catalog/catalog-expressions';
import type { CatalogReading } from './catalog/catalog-indexes';
import { CatalogNames, numbersOf } from './catalog/catalog-names';
import { catalogTables, readsByView } from './catalog/catalog-tables';
import { plainExpression } from './catalog/plain-expression';
import type { DeclaredFunction, DeclaredView, Snapshot, ViewWindow } from './snapshot';
import type { ServerFacts } from './statistics';

/** The schema that a server has. */
export function snapshotFromCatalog(rows: CatalogRows, feeder: SqlFeeder): Snapshot {
  const names = new CatalogNames(rows);
  const expressions = new CatalogExpressions(feeder);
  const columns = new CatalogColumns(rows, names, expressions);
  const reading: CatalogReading = { rows, names, expressions, columns };
  const tables = catalogTables(reading);
  const { target, readAt, schemas, tables: patterns, server } = rows;
  return {
    source: {
      kind: 'server',
      target,
      versionNumber: server.versionNumber,
      readAt,
      ...(schemas && { schemas }),
      ...(patterns && { tables: patterns }),
    },
    searchPath: searchPathOf(rows),
    tables,
    functions: rows.functions.map((row) => catalogFunction(row, reading)),
    views: [...catalogViews(reading), ...tables.flatMap(materializedView)],
    problems: [],
    server: serverFacts(rows),
  };
}

/** Ours, and behind it what other roles look in. */
function searchPathOf({ server, relations }: CatalogRows): readonly string[] {
  const schemas = new Set(relations.map(({ nspname }) => nspname));
  const others = server.otherSearchPaths
    .flatMap((path) => path.split(','))
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    .filter((name) => schemas.has(name));
  return [...new Set([...server.searchPath, ...others])];
}

function catalogFunction(row: FunctionRow, { names, expressions }: CatalogReading): DeclaredFunction {
  const { nspname, proname, provolatile, lanname, proargtypes, definition } = row;
  const routine = definition === null ? undefined : expressions.routine(definition);
  return {
    schema: nspname,
    name: proname,
    volatility: provolatile === 'i' ? 'immutable' : provolatile === 's' ? 'stable' : 'volatile',
    language: lanname,
    inputs: numbersOf(proargtypes).map((oid) => names.typeName(oid)),
    ...(routine?.inlinable?.query && { inlinable: routine.inlinable }),
  };
}

function catalogViews(reading: CatalogReading): readonly DeclaredView[] {
  const { rows } = reading;
  const reads = readsByView(reading);
  const definitions = new Map(rows.viewDefinitions.map(({ view, definition }) => [view, definition]));
  const relations = new Map(rows.viewReads.map(({ view, relation }) => [view, relation]));
  return rows.relations
    .filter(({ relkind }) => relkind === 'v')
    .map(({ oid, nspname, relname }) => {
      const definition = definitions.get(oid);
      const window =
        typeof definition === 'string' ? windowOf(definition, relations.get(oid) ?? 0, reading) : undefined;
      return {
        schema: nspname,
        name: relname,
        materialized: false,
        reads: reads.get(oid) ?? [],
        ...(window && { window }),
      };
    });
}

function windowOf(
  definition: string,
  relation: number,
  { expressions, columns }: CatalogReading,
): ViewWindow | undefined {
  const statement = expressions.view(definition);
  const window = statement && viewWindow(statement);
  return (
    window && {
      ...window,
      ...(window.where && { where: plainExpression(window.where, columns.of(relation)) }),
    }
  );
}

function serverFacts({ server, settings, extensions }: CatalogRows): ServerFacts {
  const { blockSize, isStandby, statisticsReset, datcollate, datlocprovider } = server;
  // The builtin provider's locales all compare bytes.
  const isC = datlocprovider === 'b' || (datlocprovider === 'c' && /^(?:C|POSIX)$/.test(datcollate));
  return {
    blockSize,
    isStandby,
    ...(statisticsReset !== null && { statisticsReset }),
    databaseCollation: { name: datcollate, isC },
    extensions: extensions.map(({ extname, nspname, extversion }) => ({
      name: extname,
      schema: nspname,
      version: extversion,
    })),
    settings: Object.fromEntries(settings.map(({ name, setting }) => [name, setting])),
  };
}
