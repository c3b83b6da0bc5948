import type { Span } from '../../analyzers/span';
import { followEdits, type TextChange } from './follow-edits';
import type { QueryPlace } from './query-places';

export interface QueryLens extends QueryPlace {
  /** Stays the same while the text around it is edited. */
  readonly number: number;
}

export interface JudgedQueries {
  readonly queries: readonly QueryPlace[];
  /** Which of them get a lens. */
  readonly wanted: readonly QueryPlace[];
  /** What could not be read: a lens in it may only be in the middle of being typed. */
  readonly unread: readonly Span[];
  readonly lineOf: (offset: number) => number;
}

/**
 * The lenses of one document. A lens takes a line of the editor, so that one more or one less moves the text below it: while somebody types,
 * lenses follow the text and change their words, and none comes or goes before `settle`.
 */
export class DocumentLenses {
  #queries: readonly QueryPlace[] = [];
  #lenses: readonly QueryLens[] = [];
  /** What waits until nobody types. */
  #waiting: readonly QueryPlace[] | undefined;
  #lastNumber = 0;

  /** Those of the last judgement, where they stand by now. */
  get queries(): readonly QueryPlace[] {
    return this.#queries;
  }

  get lenses(): readonly QueryLens[] {
    return this.#lenses;
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** `isCalm`: nobody types, so that lines may move. */
  judged({ queries, wanted, unread, lineOf }: JudgedQueries, isCalm: boolean): void {
    this.#queries = queries;
    const lines = new Set(wanted.map(({ span }) => lineOf(span.start)));
    const kept = isCalm ? [] : this.#lenses.filter((lens) => isHalfTyped(lens, unread, lines, lineOf));
    const next = [...wanted, ...kept].sort((one, other) => one.span.start - other.span.start);
    const isSame =
      next.length === this.#lenses.length &&
      next.every(({ span }, index) => lineOf(span.start) === lineOf(this.#lenses[index]?.span.start ?? -1));
    this.#waiting = isCalm || isSame ? undefined : next;
    if (isCalm || isSame) this.#show(next);
  }

  edited(changes: readonly TextChange[]): void {
    const follow = <Place extends QueryPlace>(place: Place): Place => ({
      ...place,
      span: followEdits(place.span, changes),
    });
    this.#queries = this.#queries.map(follow);
    this.#lenses = this.#lenses.map(follow);
    this.#waiting = this.#waiting?.map(follow);
  }

  /** Nobody types any more. */
  settle(): void {
    if (this.#waiting !== undefined) this.#show(this.#waiting);
    this.#waiting = undefined;
  }

  #show(places: readonly QueryPlace[]): void {
    const known = new Map(this.#lenses.map(({ span, number }) => [span.start, number]));
    this.#lenses = places.map(({ span, word }) => ({
      span,
      ...(word !== undefined && { word }),
      number: known.get(span.start) ?? ++this.#lastNumber,
    }));
  }
}

function isHalfTyped(
  { span }: QueryLens,
  unread: readonly Span[],
  taken: ReadonlySet<number>,
  lineOf: (offset: number) => number,
): boolean {
  return (
    !taken.has(lineOf(span.start)) &&
    unread.some(({ start, end }) => start <= span.start && span.start <= end)
  );
}
