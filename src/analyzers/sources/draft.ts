import type { Span } from '../span';
import type { FragmentHost, Operand } from './fragment';
import type { Segment } from './offset-map';

/**
 * What the source says of the expression in a hole:
 * - `bound`: the library that the tag belongs to sends it as a parameter
 * - `text`: its text becomes part of the SQL, whatever it is
 * - `piece`: a piece of SQL of its own, put together elsewhere
 * - `name`: a name, quoted by the library
 */
export type HoleContent = 'bound' | 'text' | 'piece' | 'name';

export interface DraftHole {
  /** Of the one unit that stands for it in the draft's text. */
  readonly offset: number;
  /** `${` and `}` included; in a concatenation the expression. */
  readonly documentSpan: Span;
  readonly content: HoleContent;
}

/** SQL as it stands in the document, escapes resolved, each hole one unit long; not yet cut into statements. */
export interface Draft {
  readonly text: string;
  readonly segments: readonly Segment[];
  /** By offset. */
  readonly holes: readonly DraftHole[];
  readonly host: FragmentHost;
  readonly operands?: readonly Operand[];
}

/** Stands for a hole in a draft: SQL's lexer takes it for a letter, so a name with a hole in it stays one token. */
export const HOLE_STAND_IN = '\ue000';

/** A draft in the making. */
export class DraftBuilder {
  readonly #parts: string[] = [];
  readonly #segments: Segment[] = [];
  readonly #holes: DraftHole[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Text that the document has just so. */
  copy(documentText: string, document: Span): void {
    if (document.start >= document.end) return;
    this.#add(documentText.slice(document.start, document.end), document, true);
  }

  /** Text that stands for another one in the document: an escape, the value of a constant. */
  replace(document: Span, text: string): void {
    if (text !== '') this.#add(text, document, false);
  }

  hole(documentSpan: Span, content: HoleContent): void {
    this.#holes.push({ offset: this.#length, documentSpan, content });
    this.#add(HOLE_STAND_IN, documentSpan, false);
  }

  build(host: FragmentHost, operands?: readonly Operand[]): Draft {
    return {
      text: this.#parts.join(''),
      segments: this.#segments,
      holes: this.#holes,
      host,
      ...(operands && { operands }),
    };
  }

  #add(text: string, document: Span, verbatim: boolean): void {
    this.#parts.push(text);
    const start = this.#length;
    this.#length += text.length;
    this.#segments.push({ start, end: this.#length, document, verbatim });
  }
}
