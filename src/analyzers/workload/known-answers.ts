import type { PlannedCost } from './tuning-problem';

/** Numbered indexes, a bit for each. */
export type IndexSet = bigint;

interface Answer {
  readonly asked: IndexSet;
  readonly used: IndexSet;
  readonly planned: PlannedCost;
}

/**
 * What a planner has said of one query, and what follows from it. A planner takes the cheapest of its plans: with fewer indexes, among them
 * all that it used, it takes the same one; with more indexes nothing gets dearer.
 */
export class KnownAnswers {
  readonly #answers: Answer[] = [];
  /** What has been found, so that it is looked for once. */
  readonly #exact = new Map<IndexSet, PlannedCost>();

  add(asked: IndexSet, used: IndexSet, planned: PlannedCost): void {
    this.#answers.push({ asked, used, planned });
    this.#exact.set(asked, planned);
  }

  exactly(indexes: IndexSet): PlannedCost | undefined {
    const known = this.#exact.get(indexes);
    if (known) return known;
    const answer = this.#answers.find(
      ({ asked, used }) => isWithin(used, indexes) && isWithin(indexes, asked),
    );
    if (answer) this.#exact.set(indexes, answer.planned);
    return answer?.planned;
  }

  /** 0 where nothing is known. */
  atLeast(indexes: IndexSet): number {
    const exact = this.exactly(indexes);
    if (exact) return exact.cost;
    let most = 0;
    for (const { asked, planned } of this.#answers) {
      if (planned.cost > most && isWithin(indexes, asked)) most = planned.cost;
    }
    return most;
  }
}

function isWithin(some: IndexSet, all: IndexSet): boolean {
  return (some & all) === some;
}
