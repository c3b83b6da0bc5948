/**
 * - `schema`: migrations; always first, since everything after them is judged by them
 * - `edit`: a document that is being typed in
 * - `command`: workspace checks and other work that a command started
 */
export type Lane = 'schema' | 'edit' | 'command';

/** First in, first out within a lane; `edit` and `command` take turns, so that a check of a thousand files delays typing by one file at most, and typing never stops the check. */
export class RequestQueue<T> {
  readonly #lanes: Record<Lane, T[]> = { schema: [], edit: [], command: [] };
  #nextTurn: 'edit' | 'command' = 'edit';

  push(lane: Lane, item: T): void {
    this.#lanes[lane].push(item);
  }

  shift(): T | undefined {
    const schema = this.#lanes.schema.shift();
    if (schema !== undefined) return schema;
    const turn = this.#nextTurn;
    const other = turn === 'edit' ? 'command' : 'edit';
    const item = this.#lanes[turn].shift();
    if (item === undefined) return this.#lanes[other].shift();
    this.#nextTurn = other;
    return item;
  }

  /** Takes out and returns the waiting items of a lane that match. */
  remove(lane: Lane, matches: (item: T) => boolean): readonly T[] {
    const removed = this.#lanes[lane].filter(matches);
    if (removed.length > 0) this.#lanes[lane] = this.#lanes[lane].filter((item) => !matches(item));
    return removed;
  }

  drain(): readonly T[] {
    const { schema, edit, command } = this.#lanes;
    return [...schema.splice(0), ...edit.splice(0), ...command.splice(0)];
  }

  get isEmpty(): boolean {
    return Object.values(this.#lanes).every((lane) => lane.length === 0);
  }
}
