import * as vscode from 'vscode';
import type { Span } from '../analyzers/span';

/** Places in a text that no open document may hold any more: a closed file, or the version that was judged. */
export class TextPositions {
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
  }

  at(offset: number): vscode.Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return new vscode.Position(low, offset - (this.#starts[low] ?? 0));
  }

  range({ start, end }: Span): vscode.Range {
    return new vscode.Range(this.at(start), this.at(end));
  }
}
