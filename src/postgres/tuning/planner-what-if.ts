import { setImmediate as nextTurn } from 'node:timers/promises';
import { candidateIndex } from '../../analyzers/indexes/candidates';
import { columnKey, type IndexDefinition } from '../../analyzers/indexes/index-definition';
import type { QueryText } from '../../analyzers/query/explainable-query';
import type { Snapshot, Table } from '../../analyzers/schema/snapshot';
import type { TableWrite } from '../../analyzers/workload/table-write';
import { tableKey } from '../../analyzers/workload/tuned-query';
import {
  indexKey,
  type IndexColumns,
  type PlannedCost,
  type TunedQuery,
  type WhatIf,
} from '../../analyzers/workload/tuning-problem';
import { upkeepOf } from '../../analyzers/workload/write-cost';
import type { Planner, PlannerAnswer } from '../planner';

/** What the planner is asked about. */
export interface WhatIfWorld {
  readonly snapshot: Snapshot;
  /** In the order of the problem's; values for parameters are the planner's guesses. */
  readonly queries: readonly QueryText[];
  /** By `IndexColumns.as`. */
  readonly definitions?: ReadonlyMap<string, IndexDefinition>;
  /** Those of them that exist: a question without one asks what would be if it were gone. */
  readonly existing?: ReadonlyMap<string, IndexDefinition>;
  /** Of each query, where indexes exist that may go: only those of its tables are taken away. */
  readonly tuned?: readonly TunedQuery[];
  readonly writes?: readonly TableWrite[];
}

const DEFAULT_BLOCK_SIZE = 8192;
/** So long may the search for indexes keep a thread to itself, where it knows the answers already. */
const LONGEST_TURN_MS = 15;

/** Answers what indexes are worth by asking a planner. */
export class PlannerWhatIf implements WhatIf {
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #bytes = new Map<string, Promise<number>>();
  #turnBegan = performance.now();
  /** With names that are free beside each other, so that a planner which keeps them may know them by those. */
  readonly #defined = new Map<string, IndexDefinition>();

  constructor(
    private readonly planner: Pick<Planner, 'plan'>,
    private readonly world: WhatIfWorld,
    private readonly signal?: AbortSignal,
  ) {
    this.#tables = new Map(world.snapshot.tables.map((table) => [tableKey(table), table]));
  }

  async cost(number: number, indexes: readonly IndexColumns[]): Promise<PlannedCost> {
    const { document } = await this.#ask(number, indexes);
    const { cost, names } = readPlan(document);
    return { cost, used: indexes.filter((index) => names.has(this.define(index).name)) };
  }

  /** Asked about every set that is looked at, so here others get their turn. */
  async bytes(index: IndexColumns): Promise<number> {
    if (performance.now() - this.#turnBegan > LONGEST_TURN_MS) {
      await nextTurn();
      this.#turnBegan = performance.now();
    }
    return this.#knownBytes(index);
  }

  #knownBytes(index: IndexColumns): Promise<number> {
    const key = indexKey(index);
    const known = this.#bytes.get(key) ?? this.#measure(index);
    this.#bytes.set(key, known);
    return known;
  }

  upkeep(index: IndexColumns): number {
    const { writes = [] } = this.world;
    const definition = this.define(index);
    const others = (this.#tables.get(index.table)?.indexes ?? []).filter(
      ({ name }) => name !== definition.name,
    );
    const own = writes.filter(({ table }) => table === index.table);
    return upkeepOf(definition, others, own);
  }

  /** The index as it is or would be built. */
  define(index: IndexColumns): IndexDefinition {
    const existing = this.#existingOf(index);
    if (existing) return existing;
    const key = indexKey(index);
    const defined = this.#defined.get(key) ?? this.#newIndex(index);
    this.#defined.set(key, defined);
    return defined;
  }

  #newIndex({ table: key, columns, as }: IndexColumns): IndexDefinition {
    const table = this.#tables.get(key);
    if (table === undefined) throw new RangeError(`There is no table ${key}.`);
    const special = as === undefined ? undefined : this.world.definitions?.get(as);
    const keys = special?.keys ?? columns.map((column) => columnKey(column));
    const { snapshot } = this.world;
    return candidateIndex(table, keys, snapshot, special, [...this.#defined.values()]);
  }

  #existingOf({ as }: IndexColumns): IndexDefinition | undefined {
    return as === undefined ? undefined : this.world.existing?.get(as);
  }

  /** Any query will do: the planner says with each answer how large the indexes are. */
  async #measure(index: IndexColumns): Promise<number> {
    const { snapshot } = this.world;
    const existing = this.#existingOf(index);
    if (existing?.statistics) {
      return existing.statistics.pages * (snapshot.server?.blockSize ?? DEFAULT_BLOCK_SIZE);
    }
    // One that exists is built once more, under a name that is free.
    const as = `${index.as ?? ''} again`;
    if (existing) return this.#sizeOf({ ...existing, name: this.#newIndex({ ...index, as }).name });
    return this.#sizeOf(this.define(index));
  }

  async #sizeOf(index: IndexDefinition): Promise<number> {
    const { added } = await this.#plan(0, [index], []);
    return added.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #ask(number: number, indexes: readonly IndexColumns[]): Promise<PlannerAnswer> {
    const added = indexes.filter((index) => !this.#existingOf(index)).map((index) => this.define(index));
    const kept = new Set(indexes.map(({ as }) => as));
    const tables = this.world.tuned?.[number]?.columns;
    const gone = [...(this.world.existing ?? [])]
      .filter(
        ([as, { schema, table }]) => !kept.has(as) && tables?.has(tableKey({ schema, name: table })) === true,
      )
      .map(([, index]) => index);
    return this.#plan(number, added, gone);
  }

  #plan(
    number: number,
    added: readonly IndexDefinition[],
    dropped: readonly IndexDefinition[],
  ): Promise<PlannerAnswer> {
    const query = this.world.queries[number];
    if (query === undefined) throw new RangeError(`There is no query ${number}.`);
    const options = this.signal === undefined ? {} : { signal: this.signal };
    return this.planner.plan({ query, values: 'generic', added, dropped, keepsAdded: true }, options);
  }
}

interface PlanNode {
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** The whole's cost, and the names of the indexes that it reads. */
function readPlan(document: string): { readonly cost: number; readonly names: ReadonlySet<string> } {
  const [{ Plan: plan }] = JSON.parse(document) as readonly [
    { readonly Plan: PlanNode & { readonly 'Total Cost': number } },
  ];
  return { cost: plan['Total Cost'], names: new Set(indexNames(plan)) };
}

function indexNames({ 'Index Name': name, Plans: plans = [] }: PlanNode): readonly string[] {
  return [...(name === undefined ? [] : [name]), ...plans.flatMap(indexNames)];
}
