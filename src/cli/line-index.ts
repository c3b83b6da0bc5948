import type { Span } from '../analyzers/span';

/** Counts from 1, as editors and compilers print places. Columns are UTF-16 code units, as VS Code counts them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Lines end at `\n`, `\r\n` and `\r`, as in VS Code. */
export class LineIndex {
  readonly #starts: readonly number[];

  constructor(readonly text: string) {
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#start(low) + 1 };
  }

  range({ start, end }: Span): { readonly start: Position; readonly end: Position } {
    return { start: this.position(start), end: this.position(end) };
  }

  /** Without its ending. */
  line(number: number): string {
    const end = this.#starts[number] ?? this.text.length;
    return this.text.slice(this.#start(number - 1), end).replace(/[\r\n]+$/, '');
  }

  #start(index: number): number {
    return this.#starts[index] ?? this.text.length;
  }
}
