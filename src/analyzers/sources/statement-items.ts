import { lexemeEnd, lexemeKindAt, type LexemeKind, type TokenKind } from '../sql/tokens';
import type { Span } from '../span';
import { HOLE_STAND_IN, type Draft, type DraftHole, type HoleContent } from './draft';
import { operatorBeforePlaceholder, placeholderAt } from './placeholders';
import { expectsName, expectsOperand } from './sql-words';

/** A part of a statement that the grammar would not accept as it is written. */
export interface Slot {
  /** What is replaced, in the draft. */
  readonly span: Span;
  /** Of the holes in it; absent for a placeholder. */
  readonly holeSpan?: Span;
  /** `numbered` is `$${n}`. */
  readonly style: 'substitution' | 'positional' | 'named' | 'numbered';
  readonly content: HoleContent;
  /** Slots of the same key are the same parameter. */
  readonly key?: string;
  /** Letters stand around the hole: `events_${year}`. */
  readonly isPartOfName: boolean;
  /** `"${name}"`; the span is what stands between the quotes. */
  readonly isQuotedName: boolean;
}

/** A token of the statement, or a slot. */
export interface Item {
  readonly kind: TokenKind | 'slot';
  readonly span: Span;
  /** A word in lower case; symbols and operators as they are; empty for others. */
  readonly text: string;
  readonly slot?: Slot;
  /** An expression may end here, so that an operator or a clause follows, not an operand. */
  readonly endsOperand: boolean;
}

export interface StatementItems {
  readonly items: readonly Item[];
  /** Slots inside strings and comments; what they stand for is text. */
  readonly quoted: readonly Slot[];
}

/** Reads a statement of a draft. */
export function readItems(draft: Draft, statement: Span): StatementItems {
  const reader = new ItemReader(draft, statement);
  return reader.read();
}

class ItemReader {
  readonly #text: string;
  readonly #holes: readonly DraftHole[];
  readonly #end: number;
  readonly #items: Item[] = [];
  readonly #quoted: Slot[] = [];
  /** For each open bracket whether it is a subscript. */
  readonly #brackets: boolean[] = [];
  #at: number;
  #nextHole: number;

  constructor({ text, holes }: Draft, { start, end }: Span) {
    this.#text = text;
    this.#holes = holes;
    this.#at = start;
    this.#end = end;
    this.#nextHole = firstHoleFrom(holes, start);
  }

  read(): StatementItems {
    while (this.#at < this.#end) this.#step();
    return { items: this.#items, quoted: this.#quoted };
  }

  #step(): void {
    const start = this.#at;
    const kind = lexemeKindAt(this.#text, start);
    const end = Math.min(lexemeEnd(this.#text, start, kind), this.#end);
    const holes = this.#holesUntil(end);
    this.#at = end;
    if (holes.length > 0 && kind === 'word') this.#nameWithHoles(holes, { start, end });
    else if (holes.length > 0) this.#textWithHoles(kind, holes, { start, end });
    else if (this.#placeholder(kind, { start, end })) return;
    else this.#token(kind, { start, end });
  }

  #holesUntil(end: number): readonly DraftHole[] {
    const first = this.#nextHole;
    while ((this.#holes[this.#nextHole]?.offset ?? end) < end) this.#nextHole++;
    return this.#holes.slice(first, this.#nextHole);
  }

  #token(kind: LexemeKind, span: Span): void {
    if (kind === 'white-space' || kind === 'comment') return;
    const written = this.#text.slice(span.start, span.end);
    const text =
      kind === 'word' ? written.toLowerCase() : kind === 'symbol' || kind === 'operator' ? written : '';
    if (text === '[') this.#brackets.push(this.#items.at(-1)?.endsOperand ?? false);
    else if (text === ']') this.#brackets.pop();
    this.#items.push({ kind, span, text, endsOperand: this.#endsOperand(kind, text) });
  }

  #endsOperand(kind: TokenKind, text: string): boolean {
    switch (kind) {
      case 'word':
        return !expectsOperand(text) && !(text === 'first' && this.#items.at(-1)?.text === 'fetch');
      case 'symbol':
        return text === ')' || text === ']';
      case 'operator':
        // `SELECT *`, `count(*)`, `t.*`
        return text === '*' && this.#items.at(-1)?.endsOperand !== true;
      default:
        return true;
    }
  }

  #placeholder(kind: LexemeKind, span: Span): boolean {
    if (kind !== 'symbol' && kind !== 'operator' && kind !== 'word') return false;
    const place = {
      afterOperand: this.#items.at(-1)?.endsOperand ?? false,
      inSubscript: this.#brackets.at(-1) ?? false,
    };
    const placeholder = placeholderAt(this.#text, span.start, place);
    const isWhole = placeholder && (kind !== 'word' || placeholder.span.end > span.end);
    const reach = this.#holes[this.#nextHole]?.offset ?? this.#end;
    if (!isWhole || placeholder.span.end > reach)
      return kind === 'operator' && this.#operatorAndPlaceholder(span);
    this.#at = placeholder.span.end;
    const { style, key, isName } = placeholder;
    this.#slot({
      span: placeholder.span,
      style,
      ...(key !== undefined && { key }),
      content: isName ? 'name' : 'bound',
      isPartOfName: false,
      isQuotedName: false,
    });
    return true;
  }

  /** Takes the operator; the placeholder is the next step's. */
  #operatorAndPlaceholder({ start, end }: Span): boolean {
    const length = operatorBeforePlaceholder(this.#text.slice(start, end), this.#text[end] ?? '');
    if (length === 0) return false;
    this.#at = start + length;
    this.#token('operator', { start, end: this.#at });
    return true;
  }

  #nameWithHoles(holes: readonly DraftHole[], span: Span): void {
    const name = this.#text.slice(span.start, span.end);
    const letters = name.indexOf(HOLE_STAND_IN);
    const isPrefixed = letters > 0 && /^\ue000+$/.test(name.slice(letters));
    if (isPrefixed && this.#isWholeWord(name.slice(0, letters))) {
      this.#token('word', { start: span.start, end: span.start + letters });
      this.#hole(holes, { start: span.start + letters, end: span.end }, false);
    } else this.#hole(holes, span, /[^\ue000]/.test(name));
  }

  /** `DESC${limit}`, `a = b${more}`, but not `events_${year}` nor `FROM events${suffix}`. */
  #isWholeWord(word: string): boolean {
    if (expectsOperand(word.toLowerCase())) return true;
    const before = this.#items.at(-1)?.text ?? '';
    return before !== '.' && !expectsName(before) && !word.endsWith('_');
  }

  #hole(holes: readonly DraftHole[], span: Span, isPartOfName: boolean): void {
    const before = this.#items.at(-1);
    const sigil =
      !isPartOfName && before?.span.end === span.start && this.#isSigil(before) ? before : undefined;
    if (sigil) this.#items.pop();
    this.#slot({
      ...substitution(holes, sigil ? { start: sigil.span.start, end: span.end } : span, contentOf(holes)),
      ...(sigil && { style: 'numbered', content: 'bound' }),
      isPartOfName,
    });
  }

  /** `$${n}`, `:${name}`, `@${name}` */
  #isSigil({ text }: Item): boolean {
    return text === '$' || text === '@' || (text === ':' && this.#brackets.at(-1) !== true);
  }

  #slot(slot: Slot): void {
    this.#items.push({ kind: 'slot', span: slot.span, text: '', slot, endsOperand: true });
  }

  #textWithHoles(kind: LexemeKind, holes: readonly DraftHole[], span: Span): void {
    if (kind === 'quoted-identifier') {
      // A name in quotes is unknown as a whole.
      const slot = { ...substitution(holes, insideQuotes(this.#text, span), 'name'), isQuotedName: true };
      this.#items.push({ kind: 'slot', span, text: '', slot, endsOperand: true });
      return;
    }
    for (const hole of holes) {
      this.#quoted.push(substitution([hole], { start: hole.offset, end: hole.offset + 1 }, 'text'));
    }
    this.#token(kind, span);
  }
}

function substitution(holes: readonly DraftHole[], span: Span, content: HoleContent): Slot {
  return {
    span,
    holeSpan: coveringSpanOf(holes),
    style: 'substitution',
    content,
    isPartOfName: false,
    isQuotedName: false,
  };
}

function insideQuotes(text: string, { start, end }: Span): Span {
  const isClosed = text[end - 1] === '"' && end - 1 > start;
  return { start: text.indexOf('"', start) + 1, end: isClosed ? end - 1 : end };
}

function coveringSpanOf(holes: readonly DraftHole[]): Span {
  return { start: holes[0]?.documentSpan.start ?? 0, end: holes.at(-1)?.documentSpan.end ?? 0 };
}

function contentOf(holes: readonly DraftHole[]): HoleContent {
  const [first, ...others] = holes;
  return first && others.length === 0 ? first.content : 'text';
}

/** Holes come in order of their offset. */
function firstHoleFrom(holes: readonly DraftHole[], offset: number): number {
  let low = 0;
  let high = holes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((holes[middle]?.offset ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
