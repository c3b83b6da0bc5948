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

/**
 * A stretch of SQL that the program takes from somewhere else: a constant, a fragment of its own, a helper. Edits leave it whole.
 */
export interface Splice {
  readonly span: Span;
  /** What stands for it in the SQL around it, `${` and `}` included. */
  readonly documentSpan: Span;
  /** It is there at every run of the program. */
  readonly isCertain: boolean;
  /** It is written there, so that each of its positions has its own place in the document; otherwise all have the same. */
  readonly isInPlace: boolean;
}

/** SQL as it stands in the document, escapes resolved, each hole one unit long; not yet cut into statements. */
export interface Draft {
  readonly text: string;
  readonly segments: readonly Segment[];
  /** By offset. */
  readonly holes: readonly DraftHole[];
  /** By offset; none in another. */
  readonly splices: readonly Splice[];
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
  readonly #splices: Splice[] = [];
  #length = 0;
  /** Where everything stands while text from elsewhere is added. */
  #anchor: Span | undefined;
  #isSplicing = false;
  #isUncertain = false;

  get length(): number {
    return this.#length;
  }

  /** The text added last. */
  get tail(): string {
    return this.#parts.slice(-3).join('').slice(-200);
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
    this.#holes.push({ offset: this.#length, documentSpan: this.#anchor ?? documentSpan, content });
    this.#add(HOLE_STAND_IN, documentSpan, false);
  }

  /** What `write` adds comes from somewhere else. Splices within it are a part of it. */
  splice({ documentSpan, isCertain, isInPlace }: Omit<Splice, 'span'>, write: () => void): void {
    const isOutermost = !this.#isSplicing;
    const outerAnchor = this.#anchor;
    const start = this.#length;
    this.#isSplicing = true;
    if (!isInPlace) this.#anchor ??= documentSpan;
    write();
    // The tokens around it stay apart.
    if (this.#length === start) this.replace(documentSpan, ' ');
    this.#anchor = outerAnchor;
    this.#isSplicing = !isOutermost;
    if (!isCertain) this.#isUncertain = true;
    if (!isOutermost) return;
    const span = { start, end: this.#length };
    this.#splices.push({ span, documentSpan, isCertain: !this.#isUncertain, isInPlace });
    this.#isUncertain = false;
  }

  build(host: FragmentHost, operands?: readonly Operand[]): Draft {
    return {
      text: this.#parts.join(''),
      segments: this.#segments,
      holes: this.#holes,
      splices: this.#splices,
      host,
      ...(operands && { operands }),
    };
  }

  #add(text: string, document: Span, verbatim: boolean): void {
    this.#parts.push(text);
    const start = this.#length;
    this.#length += text.length;
    if (!this.#anchor) this.#segments.push({ start, end: this.#length, document, verbatim });
    else this.#addAnchored({ start, end: this.#length, document: this.#anchor, verbatim: false });
  }

  #addAnchored(segment: Segment): void {
    const last = this.#segments.at(-1);
    if (last?.document === segment.document)
      this.#segments[this.#segments.length - 1] = { ...last, end: segment.end };
    else this.#segments.push(segment);
  }
}
