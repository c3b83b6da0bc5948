import { migrationsOf } from './snapshot-source';
import { counterpartOf, driftingRelation, relationKey, type SchemaDrift } from './drift';
import {
  type Constraint,
  type DeclaredFunction,
  type Snapshot,
  type Table,
  TEMPORARY_SCHEMA,
} from './snapshot';

/**
 * A server's schema with the migrations beside it. The server is right. The migrations say where things are declared, and what they make
 * that the server lacks counts as something that will be there, marked `unapplied`.
 */
export function mergeMigrations(server: Snapshot, declared: Snapshot): Snapshot {
  const migrations = migrationsOf(declared.source);
  if (server.source.kind !== 'server' || !migrations) return server;
  const declaredTables = new Map(declared.tables.map((table) => [relationKey(table), table]));
  const known = new Set(server.tables.map(relationKey));
  const isWhole = server.source.schemas === undefined && server.source.tables === undefined;
  const ahead = declared.tables
    .filter((table) => !known.has(relationKey(table)) && table.schema !== TEMPORARY_SCHEMA)
    .map((table) => (isWhole ? unappliedTable(table) : table));
  const tables = [
    ...server.tables.map((table) => mergeTable(table, declaredTables.get(relationKey(table)))),
    ...ahead,
  ];
  return {
    ...server,
    source: { ...server.source, migrations },
    searchPath: mergePath(server, declared, tables),
    tables,
    functions: [...server.functions, ...functionsAhead(server, declared)],
    views: mergeViews(server, declared),
    problems: declared.problems,
    drift: driftOf(server, declaredTables, tables),
  };
}

function unappliedTable(table: Table): Table {
  return { ...table, indexes: table.indexes.map(unapplied), unapplied: true };
}

function unapplied<T>(part: T): T & { readonly unapplied: true } {
  return { ...part, unapplied: true };
}

function mergeTable(table: Table, declared: Table | undefined): Table {
  if (!declared) return table;
  const names = new Set(table.columns.map(({ name }) => name));
  const columns = declared.columns.filter(({ name }) => !names.has(name)).map((column) => unapplied(column));
  return {
    ...table,
    columns: columns.length > 0 ? [...table.columns, ...columns] : table.columns,
    constraints: mergeConstraints(table, declared),
    indexes: mergeIndexes(table, declared),
    ...(declared.declaredAt && { declaredAt: declared.declaredAt }),
  };
}

function mergeIndexes(table: Table, declared: Table): Table['indexes'] {
  const places = new Map<string, Table['indexes'][number]>();
  const ahead: Table['indexes'][number][] = [];
  for (const index of declared.indexes) {
    const counterpart = counterpartOf(index, table);
    if (counterpart) places.set(counterpart.name, index);
    else ahead.push(unapplied(index));
  }
  const here = table.indexes.map((index) => {
    const declaredAt = places.get(index.name)?.declaredAt;
    return declaredAt ? { ...index, declaredAt } : index;
  });
  return [...here, ...ahead];
}

/** Constraints that the server lacks hold for none of its rows yet, so that nothing may rest on them. */
function mergeConstraints(table: Table, declared: Table): readonly Constraint[] {
  const places = new Map(declared.constraints.map(({ name, declaredAt }) => [name, declaredAt]));
  return table.constraints.map((constraint) => {
    const declaredAt = places.get(constraint.name);
    return declaredAt ? { ...constraint, declaredAt } : constraint;
  });
}

/** Where migrations tell sessions to look, unqualified names of the program's queries are found too. */
function mergePath(server: Snapshot, declared: Snapshot, tables: readonly Table[]): readonly string[] {
  const schemas = new Set(tables.map(({ schema }) => schema));
  return [...new Set([...server.searchPath, ...declared.searchPath.filter((name) => schemas.has(name))])];
}

function functionsAhead(server: Snapshot, declared: Snapshot): readonly DeclaredFunction[] {
  const known = new Set(server.functions.map(signatureOf));
  return declared.functions.filter((each) => !known.has(signatureOf(each)));
}

function signatureOf({ schema, name, inputs }: DeclaredFunction): string {
  const types = inputs.map((type) => `${type.name}${'[]'.repeat(type.arrayDimensions)}`);
  return `${schema}.${name}(${types.join(', ')})`;
}

function mergeViews(server: Snapshot, declared: Snapshot): Snapshot['views'] {
  const known = new Set(server.views.map(relationKey));
  return [...server.views, ...declared.views.filter((view) => !known.has(relationKey(view)))];
}

function driftOf(
  server: Snapshot,
  declared: ReadonlyMap<string, Table>,
  merged: readonly Table[],
): SchemaDrift {
  const isDeclared = (table: Table): boolean => declared.has(relationKey(table));
  const extra = server.tables.filter((table) => !isDeclared(table) && !table.partitionOf);
  const inBoth = merged.filter((table) => isDeclared(table) && table.unapplied !== true);
  const undeclaredIndexes = inBoth.flatMap(({ indexes }) =>
    indexes.filter(({ declaredAt, partitionOf }) => !declaredAt && !partitionOf),
  );
  return {
    undeclared: {
      tables: extra.map(driftingRelation),
      indexes: undeclaredIndexes.map(driftingRelation),
    },
    unapplied: {
      tables: merged.filter((table) => table.unapplied === true).map(driftingRelation),
      indexes: inBoth
        .flatMap(({ indexes }) => indexes)
        .filter((index) => index.unapplied === true)
        .map(driftingRelation),
    },
  };
}
