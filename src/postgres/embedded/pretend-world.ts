import type {
  IndexFigures,
  StatisticsFile,
  TableFigures,
} from '../../analyzers/statistics-file/statistics-file';
import { hasSkipScan, majorVersion } from '../../analyzers/schema/server-version';
import { quoteIdentifier } from '../../analyzers/sql/identifiers';
import { type MeasuredBtree, readOwnBtreeFacts } from '../bloat/read-btree-facts';
import { number } from '../catalog/catalogue';
import { assumeFigures } from './assumed-figures';
import { estimateIndex, type IndexSize, pretendIndex, restoreIndex } from './pretend-index';
import type { PlannerWorld } from './protocol';
import { readParts, readRelations, type SandboxRelation } from './relations';
import { type RelationSize, restoreColumn, restoreRelation } from './restore-statistics';
import { rowsOfPredicate } from './rows-of-predicate';
import type { Sandbox } from './sandbox';

/** A table with the size that is pretended of it. */
export interface PretendedTable {
  readonly table: SandboxRelation;
  readonly size: RelationSize;
  /** Blocks of its file. */
  readonly pages: number;
}

export interface PretendedWorld {
  /** By their oids. */
  readonly tables: ReadonlyMap<number, PretendedTable>;
  /** Tables by their full names, each with all its partitions: oids. */
  readonly families: ReadonlyMap<string, readonly number[]>;
  readonly assumedTables: readonly string[];
  /** Whether the server that the statistics are of skips over leading keys; without statistics it may. */
  readonly hasSkipScan: boolean;
}

/**
 * Gives every table and index of the sandbox the figures and the size that it has where the statistics are from. Indexes are built anew
 * on the way: whatever was planned so far has read their first blocks into memory, and only new files are read again.
 */
export async function pretendWorld(
  sandbox: Sandbox,
  { statistics, assumed }: Pick<PlannerWorld, 'statistics' | 'assumed'>,
): Promise<PretendedWorld> {
  const before = await readRelations(sandbox);
  const figures = new Map(statistics?.tables.map((table) => [keyOf(table), table]));
  const tables = new Map<number, PretendedTable>();
  const assumedTables: string[] = [];
  for (const table of before.filter(({ isIndex }) => !isIndex)) {
    const known = figures.get(keyOf(table));
    if (known && (known.rows !== undefined || table.isPartitioned)) {
      const size = sizeOf(known);
      await restoreAll(sandbox, [restoreRelation(table, size), ...columnStatements(known)]);
      tables.set(table.oid, { table, size, pages: known.currentPages ?? known.pages });
    } else if (!table.isPartitioned) {
      const { size, statements } = await assumeFigures(sandbox, table, assumed);
      await restoreAll(sandbox, statements);
      tables.set(table.oid, { table, size, pages: size.pages });
      assumedTables.push(keyOf(table));
    }
  }
  pretendTables(sandbox, tables.values());
  const figuresOfIndexes = indexFiguresByName(statistics);
  const rows = await rowsByIndex(sandbox, before, tables, figuresOfIndexes);
  await rebuildIndexes(sandbox, tables);
  await pretendIndexes(sandbox, { tables, rows, figures: figuresOfIndexes });
  const major = statistics && majorVersion(statistics.server.versionNumber);
  return {
    tables,
    families: await familiesByName(sandbox, before),
    assumedTables,
    hasSkipScan: major === undefined || hasSkipScan(major),
  };
}

async function familiesByName(
  sandbox: Sandbox,
  relations: readonly SandboxRelation[],
): Promise<PretendedWorld['families']> {
  const parts = await readParts(sandbox);
  const tables = relations.filter(({ isIndex }) => !isIndex);
  return new Map(tables.map((table) => [keyOf(table), parts.get(table.oid) ?? [table.oid]]));
}

/**
 * The figures are written so that the server looks at the files again: it remembers how many a table of more than 1 GB has.
 *
 * @param next statements that are run in the same go
 */
export async function emptyTables(
  sandbox: Sandbox,
  tables: readonly PretendedTable[],
  next: readonly string[] = [],
): Promise<void> {
  for (const { table } of tables) if (table.path !== null) sandbox.pretendPages(table.path, 0);
  const emptied = tables.map(({ table }) =>
    restoreRelation(table, { rows: 0, pages: 0, allVisiblePages: 0 }),
  );
  await sandbox.run([...emptied, ...next].join(';'));
}

async function rebuildIndexes(sandbox: Sandbox, tables: PretendedWorld['tables']): Promise<void> {
  await emptyTables(sandbox, [...tables.values()]);
  const schemas = new Set([...tables.values()].map(({ table }) => table.schema));
  for (const schema of schemas) await sandbox.run(`REINDEX SCHEMA ${quoteIdentifier(schema)}`);
  // Building them has counted no rows.
  await restoreAll(
    sandbox,
    [...tables.values()].map(({ table, size }) => restoreRelation(table, size)),
  );
  pretendTables(sandbox, tables.values());
}

export function keyOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}

function sizeOf({ rows = 0, pages, allVisiblePages }: TableFigures): RelationSize {
  return { rows, pages, allVisiblePages };
}

function columnStatements(table: TableFigures): readonly string[] {
  return table.columns.map((column) => restoreColumn(table, column.name, column));
}

/** In one go; where something in it is refused (a column that the schema does not have), one by one. */
export async function restoreAll(sandbox: Sandbox, statements: readonly string[]): Promise<void> {
  try {
    await sandbox.run(statements.join(';'));
  } catch {
    for (const statement of statements) await sandbox.run(statement).catch(() => undefined);
  }
}

export function pretendTables(sandbox: Sandbox, tables: Iterable<PretendedTable>): void {
  for (const { table, pages } of tables) {
    if (table.path !== null) sandbox.pretendPages(table.path, pages);
  }
}

function indexFiguresByName(statistics: StatisticsFile | undefined): ReadonlyMap<string, IndexFigures> {
  const named = (statistics?.tables ?? []).flatMap(({ schema, indexes }) =>
    indexes.map((index) => [keyOf({ schema, name: index.name }), index] as const),
  );
  return new Map(named.filter(([, { rows }]) => rows !== undefined));
}

async function rowsByIndex(
  sandbox: Sandbox,
  relations: readonly SandboxRelation[],
  tables: PretendedWorld['tables'],
  figures: ReadonlyMap<string, IndexFigures>,
): Promise<ReadonlyMap<number, number>> {
  const rows = new Map<number, number>();
  for (const index of relations.filter(({ isIndex, isPartitioned }) => isIndex && !isPartitioned)) {
    const known = figures.get(keyOf(index))?.rows;
    rows.set(index.oid, known ?? (await rowsIn(sandbox, index, tables)));
  }
  return rows;
}

async function pretendIndexes(
  sandbox: Sandbox,
  world: {
    readonly tables: PretendedWorld['tables'];
    readonly rows: ReadonlyMap<number, number>;
    readonly figures: ReadonlyMap<string, IndexFigures>;
  },
): Promise<void> {
  const relations = await readRelations(sandbox);
  const indexes = relations.filter(({ isIndex, isPartitioned }) => isIndex && !isPartitioned);
  const sizes = new Map<number, IndexSize>();
  for (const index of indexes) {
    const { pages = 1, expressions = [] } = world.figures.get(keyOf(index)) ?? {};
    const size = { rows: world.rows.get(index.oid) ?? 0, pages, isExact: world.figures.has(keyOf(index)) };
    sizes.set(index.oid, size);
    await restoreAll(sandbox, [
      restoreIndex(index, size),
      ...(await expressionStatements(sandbox, index, expressions)),
    ]);
  }
  const btrees = await btreesByIndex(sandbox, indexes);
  for (const index of indexes) {
    const btree = btrees.get(index.oid);
    const known = sizes.get(index.oid) ?? { rows: 0, pages: 1, isExact: false };
    const table = world.tables.get(index.table);
    const figures = world.figures.get(keyOf(index));
    const size = figures
      ? known
      : await estimateIndex(sandbox, index, known.rows, { pages: table?.pages ?? 1 }, btree);
    if (!figures) await sandbox.run(restoreIndex(index, size));
    pretendIndex(sandbox, index, { ...size, pages: figures?.currentPages ?? size.pages }, btree);
  }
}

/** Of the btrees among these, by their oids. */
export async function btreesByIndex(
  sandbox: Sandbox,
  indexes: readonly SandboxRelation[],
): Promise<ReadonlyMap<number, MeasuredBtree>> {
  const btrees = await readOwnBtreeFacts(
    sandbox,
    indexes.map(({ oid }) => oid),
  );
  return new Map(btrees.map((btree) => [btree.indexrelid, btree]));
}

/** Rows of an index: the table's, or those that the predicate keeps. */
export async function rowsIn(
  sandbox: Sandbox,
  { table, predicate }: SandboxRelation,
  tables: ReadonlyMap<number, PretendedTable>,
): Promise<number> {
  const pretended = tables.get(table);
  if (!pretended) return 0;
  if (predicate === null) return pretended.size.rows;
  return rowsOfPredicate(sandbox, pretended.table, predicate);
}

/** Expressions stand in the order of the keys, and their columns in the index have names of the server's making. */
async function expressionStatements(
  sandbox: Sandbox,
  index: SandboxRelation,
  expressions: NonNullable<TableFigures['indexes'][number]['expressions']>,
): Promise<readonly string[]> {
  if (expressions.length === 0) return [];
  const rows = await sandbox.read(
    `SELECT k.place FROM pg_catalog.pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
     WHERE i.indexrelid = $1::int AND k.attnum = 0 ORDER BY k.place`,
    [String(index.oid)],
  );
  return rows.flatMap(({ place }, i) => {
    const figures = expressions[i];
    return figures ? [restoreColumn(index, number(place), figures)] : [];
  });
}
