import type { MeasuredBtree } from '../bloat/read-btree-facts';
import type { AddedIndex } from '../planner';
import type { PretendedIndex } from '../reading/step';
import { btreesByIndex, emptyTables, keyOf, type PretendedWorld, pretendTables } from './pretend-world';
import { estimateIndex, type IndexSize, pretendIndex, restoreIndex } from './pretend-index';
import { readIndexes, type SandboxRelation } from './relations';
import { restoreRelation } from './restore-statistics';
import { rowsOfPredicate } from './rows-of-predicate';
import { BLOCK_SIZE, type Sandbox } from './sandbox';

/** An index to add, with all the tables that will have a part of it, and the rows of each part. */
export interface Family {
  readonly index: PretendedIndex;
  readonly oids: readonly number[];
  readonly rows: ReadonlyMap<number, number>;
}

export async function familiesOf(
  sandbox: Sandbox,
  world: PretendedWorld,
  added: readonly PretendedIndex[],
): Promise<readonly Family[]> {
  const families: Family[] = [];
  for (const index of added) {
    const oids = world.families.get(keyOf({ schema: index.schema, name: index.table })) ?? [];
    const rows = new Map<number, number>();
    for (const oid of oids) {
      const pretended = world.tables.get(oid);
      if (!pretended) continue;
      const { predicate } = index;
      rows.set(
        oid,
        predicate === undefined
          ? pretended.size.rows
          : await rowsOfPredicate(sandbox, pretended.table, predicate),
      );
    }
    families.push({ index, oids, rows });
  }
  return families;
}

/** What was made for one of the families. */
export interface MadeIndex {
  readonly added: AddedIndex;
  /** Its own and, of a partitioned table, those of its parts. */
  readonly oids: readonly number[];
}

interface SizedIndex {
  readonly relation: SandboxRelation;
  readonly size: IndexSize;
  readonly btree: MeasuredBtree | undefined;
}

/**
 * Makes them in the transaction that is open, on tables that are emptied for it, so that a build takes no time; then all have their sizes
 * again. Of what `CREATE INDEX` writes in place (rows and blocks of the table) it finds rows of this transaction: a rollback undoes that too.
 * The files are no part of a transaction, and have their lengths again whatever happens.
 */
export async function addIndexes(
  sandbox: Sandbox,
  world: PretendedWorld,
  families: readonly Family[],
): Promise<readonly MadeIndex[]> {
  if (families.length === 0) return [];
  const oids = [...new Set(families.flatMap((family) => family.oids))];
  const tables = oids.flatMap((oid) => world.tables.get(oid) ?? []);
  try {
    await emptyTables(
      sandbox,
      tables,
      families.map(({ index }) => index.ddl),
    );
    const made: (readonly SandboxRelation[])[] = [];
    for (const { index } of families) made.push(await readIndexes(sandbox, index));
    const sized = await sizeIndexes(sandbox, world, families, made);
    await sandbox.run(
      [
        ...tables.map(({ table, size }) => restoreRelation(table, size)),
        ...sized.flat().map(({ relation, size }) => restoreIndex(relation, size)),
      ].join(';'),
    );
    for (const { relation, size, btree } of sized.flat()) pretendIndex(sandbox, relation, size, btree);
    return families.map(({ index }, i) => ({
      added: addedIndex(index, sized[i] ?? []),
      oids: (made[i] ?? []).map(({ oid }) => oid),
    }));
  } finally {
    pretendTables(sandbox, tables);
  }
}

/** Those of each family that have a file. */
async function sizeIndexes(
  sandbox: Sandbox,
  world: PretendedWorld,
  families: readonly Family[],
  made: readonly (readonly SandboxRelation[])[],
): Promise<readonly (readonly SizedIndex[])[]> {
  const btrees = await btreesByIndex(sandbox, made.flat());
  const sized: SizedIndex[][] = [];
  for (const [i, { rows }] of families.entries()) {
    const parts: SizedIndex[] = [];
    for (const relation of made[i] ?? []) {
      if (relation.path === null) continue;
      const table = world.tables.get(relation.table);
      const count = rows.get(relation.table) ?? 0;
      const btree = withRows(btrees.get(relation.oid), count, table?.size.rows ?? 0);
      const size = await estimateIndex(sandbox, relation, count, { pages: table?.pages ?? 1 }, btree);
      parts.push({ relation, size, btree });
    }
    sized.push(parts);
  }
  return sized;
}

/** The table was empty when its facts were read. */
function withRows(
  btree: MeasuredBtree | undefined,
  rows: number,
  tableRows: number,
): MeasuredBtree | undefined {
  return btree?.facts ? { ...btree, facts: { ...btree.facts, rows, tableRows } } : btree;
}

function addedIndex({ schema, name }: PretendedIndex, parts: readonly SizedIndex[]): AddedIndex {
  return {
    ...{ schema, name },
    bytes: parts.reduce((sum, { size }) => sum + size.pages * BLOCK_SIZE, 0),
    isExact: parts.every(({ size }) => size.isExact),
  };
}
