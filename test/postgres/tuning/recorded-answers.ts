import { indexKey, type IndexColumns, type WhatIf } from '../../../src/analyzers/workload/tuning-problem';

/** A planner's answers, so that a search among indexes can be run again without it. */
export interface RecordedAnswers {
  /** `lineitem.l_orderkey+l_suppkey` with its bytes; the others name an index by its place here. */
  readonly indexes: [name: string, bytes: number][];
  /** By `3` or `3: 0 17`, the query's place and the indexes': the cost, then the indexes that the plan reads. */
  readonly answers: Record<string, readonly [cost: number, ...used: number[]]>;
}

/** Answers from what was recorded; anything else is asked and recorded. Without anybody to ask it fails. */
export class Recording implements WhatIf {
  constructor(
    private readonly recorded: RecordedAnswers,
    private readonly ask?: WhatIf,
  ) {}

  async bytes(index: IndexColumns): Promise<number> {
    const [, bytes] = this.recorded.indexes[await this.#placeOf(index)] ?? [];
    if (bytes === undefined) throw new RangeError(`${nameOf(index)} has no size.`);
    return bytes;
  }

  async cost(query: number, indexes: readonly IndexColumns[]): ReturnType<WhatIf['cost']> {
    const placed = new Map<number, IndexColumns>();
    for (const index of indexes) placed.set(await this.#placeOf(index), index);
    const places = [...placed.keys()].sort((one, other) => one - other);
    const question = [query, ...(places.length > 0 ? [places.join(' ')] : [])].join(': ');
    let known = this.recorded.answers[question];
    if (known === undefined) {
      // In one order, whoever asks: it may decide between plans of one cost.
      const ordered = places.flatMap((place) => placed.get(place) ?? []);
      const { cost, used } = await this.#askFor(question).cost(query, ordered);
      known = [cost, ...(await Promise.all(used.map((index) => this.#placeOf(index))))];
      this.recorded.answers[question] = known;
    }
    const [cost, ...used] = known;
    return { cost, used: used.flatMap((place) => placed.get(place) ?? []) };
  }

  upkeep(): number {
    return 0;
  }

  async #placeOf(index: IndexColumns): Promise<number> {
    const { indexes } = this.recorded;
    const name = nameOf(index);
    const known = indexes.findIndex(([other]) => other === name);
    if (known >= 0) return known;
    const bytes = await this.#askFor(name).bytes(index);
    return indexes.push([name, bytes]) - 1;
  }

  #askFor(question: string): WhatIf {
    if (this.ask) return this.ask;
    throw new Error(`Not recorded: ${question}. Run node scripts/tpch/record-answers.mjs.`);
  }
}

/** The same with every question written once for each budget. */
export function printRecorded(recorded: object): string {
  const groups = Object.entries(recorded).map(([key, group]: [string, object]) => {
    const isList = Array.isArray(group);
    const lines = Object.entries(group).map(
      ([name, value]) => `    ${isList ? '' : `${JSON.stringify(name)}: `}${JSON.stringify(value)}`,
    );
    const [open, close] = isList ? '[]' : '{}';
    return `  ${JSON.stringify(key)}: ${open}\n${lines.join(',\n')}\n  ${close}`;
  });
  return `{\n${groups.join(',\n')}\n}\n`;
}

function nameOf(index: IndexColumns): string {
  const [table = '', ...columns] = JSON.parse(indexKey(index)) as readonly string[];
  const [, name = ''] = JSON.parse(table) as readonly string[];
  return `${name}.${columns.join('+')}`;
}
