import { type IndexSet, KnownAnswers } from './known-answers';
import {
  type Choice,
  indexKey,
  isServed,
  type IndexColumns,
  type PlannedCost,
  type TunedQuery,
  type TuningProblem,
} from './tuning-problem';

/** The planner takes the first of plans whose costs it cannot tell apart; less than this is no difference. */
const TOLERANCE = 1.001;

/** What a workload costs with some indexes. The planner is asked only for what does not follow from what it said before. */
export class WorkloadCost {
  readonly #known: readonly KnownAnswers[];
  readonly #bits = new Map<string, IndexSet>();
  #questions = 0;

  constructor(private readonly problem: TuningProblem) {
    this.#known = problem.queries.map(() => new KnownAnswers());
  }

  /** How often the planner has been asked. */
  get questions(): number {
    return this.#questions;
  }

  /** One after another, so that what is asked does not depend on how fast the planner answers. */
  async of(indexes: readonly IndexColumns[]): Promise<Choice> {
    let cost = this.#upkeepOf(indexes);
    let isWorseForSome = (this.problem.needed ?? []).some((search) => !isServed(search, indexes));
    for (const [number, { weight }] of this.problem.queries.entries()) {
      const planned = await this.planned(number, indexes);
      const before = await this.planned(number, this.problem.start ?? []);
      cost += weight * planned.cost;
      isWorseForSome ||= planned.cost > before.cost * TOLERANCE;
    }
    return { indexes, cost, bytes: await this.bytesOf(indexes), isWorseForSome };
  }

  /** No more than what `of` says: what it says, where all of it is known. */
  leastOf(indexes: readonly IndexColumns[]): number {
    let cost = this.#upkeepOf(indexes);
    for (const [number, query] of this.problem.queries.entries()) {
      cost += query.weight * (this.#known[number]?.atLeast(this.#setOf(relevantTo(query, indexes))) ?? 0);
    }
    return cost;
  }

  async bytesOf(indexes: readonly IndexColumns[]): Promise<number> {
    let bytes = 0;
    for (const index of indexes) bytes += await this.problem.whatIf.bytes(index);
    return bytes;
  }

  /**
   * Asks for all of some indexes at once beside others, without those that the plan took, and so on until it takes none: whatever is left
   * then changes nothing alone either, and need not be asked for one by one.
   */
  async learn(beside: readonly IndexColumns[], indexes: readonly IndexColumns[]): Promise<void> {
    const known = new Set(beside.map(indexKey));
    const added = [...new Map(indexes.map((index) => [indexKey(index), index])).values()];
    for (const [number, query] of this.problem.queries.entries()) {
      let rest = relevantTo(query, added).filter((index) => !known.has(indexKey(index)));
      while (rest.length > 1) {
        const planned = await this.planned(number, [...beside, ...rest]);
        const used = new Set(planned.used.map(indexKey));
        const left = rest.filter((index) => !used.has(indexKey(index)));
        if (left.length === rest.length) break;
        rest = left;
      }
    }
  }

  /** Of one run of each query, by its place. */
  async ofEach(indexes: readonly IndexColumns[]): Promise<readonly PlannedCost[]> {
    const plans: PlannedCost[] = [];
    for (const number of this.problem.queries.keys()) plans.push(await this.planned(number, indexes));
    return plans;
  }

  /** @param number the query's place in the problem */
  async planned(number: number, indexes: readonly IndexColumns[]): Promise<PlannedCost> {
    const query = this.problem.queries[number];
    const known = this.#known[number];
    if (!query || !known) throw new RangeError(`There is no query ${number}.`);
    const relevant = relevantTo(query, indexes);
    const asked = this.#setOf(relevant);
    const answer = known.exactly(asked);
    if (answer) return answer;
    this.#questions += 1;
    const planned = await this.problem.whatIf.cost(number, relevant);
    known.add(asked, this.#setOf(planned.used), planned);
    return planned;
  }

  #setOf(indexes: readonly IndexColumns[]): IndexSet {
    return indexes.reduce((set, index) => set | this.#bitOf(index), 0n);
  }

  #bitOf(index: IndexColumns): IndexSet {
    const key = indexKey(index);
    const bit = this.#bits.get(key) ?? 1n << BigInt(this.#bits.size);
    this.#bits.set(key, bit);
    return bit;
  }

  #upkeepOf(indexes: readonly IndexColumns[]): number {
    return indexes.reduce((sum, index) => sum + this.problem.whatIf.upkeep(index), 0);
  }
}

function relevantTo(query: TunedQuery, indexes: readonly IndexColumns[]): readonly IndexColumns[] {
  return indexes.filter((index) => mayMatter(query, index));
}

export function mayMatter({ columns }: TunedQuery, index: IndexColumns): boolean {
  const used = columns.get(index.table);
  if (index.as !== undefined) return used !== undefined;
  return used !== undefined && index.columns.some((column) => used.has(column));
}
