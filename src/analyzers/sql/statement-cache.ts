import type { FeedResult } from './feeder';

/** A document's statements and those of the migrations beside it. */
const MAX_ENTRIES = 2000;
/** In UTF-16 units of SQL; a model takes some fifty times its text. */
const MAX_CHARACTERS = 1_000_000;

/** What the grammar said of the texts seen last: one keystroke changes one statement. */
export class StatementCache {
  readonly #results = new Map<string, FeedResult>();
  #characters = 0;

  get(text: string): FeedResult | undefined {
    const result = this.#results.get(text);
    if (result) {
      // A Map keeps the order of insertion: the first is the one unused for longest.
      this.#results.delete(text);
      this.#results.set(text, result);
    }
    return result;
  }

  set(text: string, result: FeedResult): void {
    if (text.length > MAX_CHARACTERS / 4) return;
    this.#delete(text);
    this.#results.set(text, result);
    this.#characters += text.length;
    for (const oldest of this.#results.keys()) {
      if (this.#results.size <= MAX_ENTRIES && this.#characters <= MAX_CHARACTERS) return;
      this.#delete(oldest);
    }
  }

  clear(): void {
    this.#results.clear();
    this.#characters = 0;
  }

  #delete(text: string): void {
    if (this.#results.delete(text)) this.#characters -= text.length;
  }
}
