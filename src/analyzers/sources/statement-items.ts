import { lexemeEnd, lexemeKindAt, type LexemeKind, type TokenKind } from '../sql/tokens';
import type { Span } from '../span';
import type { Draft, DraftHole } from './draft';
import { operatorBeforePlaceholder, placeholderAt } from './placeholders';
import { numberedSlot, quotedNameSlot, slotOfHoles, slotOfPlaceholder, type Slot } from './slots';
import { beginsClause, expectsName, expectsOperand } from './sql-words';

/** A token of the statement, or a slot. */
export interface Item {
  readonly kind: TokenKind | 'slot';
  readonly span: Span;
  /** A word that may be a keyword, in lower case; symbols and operators as they are; empty for others. */
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
  /** For each open parenthesis whether it is that of DISTINCT ON. */
  readonly #parentheses: boolean[] = [];
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
    const text = this.#textOf(kind, this.#text.slice(span.start, span.end));
    if (text === '(') this.#parentheses.push(this.#isBehindDistinct());
    if (text === '[') this.#brackets.push(this.#items.at(-1)?.endsOperand ?? false);
    else if (text === ']') this.#brackets.pop();
    this.#items.push({ kind, span, text, endsOperand: this.#endsOperand(kind, text) });
  }

  #textOf(kind: TokenKind, written: string): string {
    if (kind === 'symbol' || kind === 'operator') return written;
    // `t.order` is a name.
    return kind === 'word' && this.#items.at(-1)?.text !== '.' ? written.toLowerCase() : '';
  }

  #isBehindDistinct(): boolean {
    return this.#items.at(-1)?.text === 'on' && this.#items.at(-2)?.text === 'distinct';
  }

  #endsOperand(kind: TokenKind, text: string): boolean {
    switch (kind) {
      case 'word':
        return !expectsOperand(text) && !(text === 'first' && this.#items.at(-1)?.text === 'fetch');
      case 'symbol':
        return text === ']' || (text === ')' && this.#parentheses.pop() !== true);
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
    this.#slot(slotOfPlaceholder(placeholder));
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
    const [, before = '', after = ''] = /^([^\ue000]*)\ue000+([^\ue000]*)$/.exec(name) ?? [];
    const middle = { start: span.start + before.length, end: span.end - after.length };
    if (before !== '' && after === '' && this.#isWholeWord(before)) {
      this.#token('word', { start: span.start, end: middle.start });
      this.#hole(holes, middle, 'whole');
    } else if (before === '' && after !== '' && this.#isKeyword(after)) {
      this.#hole(holes, middle, 'whole');
      this.#token('word', { start: middle.end, end: span.end });
    } else this.#hole(holes, span, /[^\ue000]/.test(name) ? 'part-of-name' : 'whole');
  }

  /** `${tables}SELECT` */
  #isKeyword(word: string): boolean {
    return expectsOperand(word.toLowerCase()) || beginsClause(word.toLowerCase());
  }

  /** `DESC${limit}`, `a = b${more}`, but not `events_${year}` nor `FROM events${suffix}`. */
  #isWholeWord(word: string): boolean {
    if (this.#isKeyword(word)) return true;
    const before = this.#items.at(-1)?.text ?? '';
    return before !== '.' && !expectsName(before) && !word.endsWith('_');
  }

  #hole(holes: readonly DraftHole[], span: Span, form: Slot['form']): void {
    const before = this.#items.at(-1);
    if (form === 'whole' && before?.span.end === span.start && this.#isSigil(before)) {
      this.#items.pop();
      this.#slot(numberedSlot(holes, { start: before.span.start, end: span.end }));
    } else this.#slot(slotOfHoles(holes, span, form));
  }

  /** `$${n}`, `:${name}`, `@${name}` */
  #isSigil({ text }: Item): boolean {
    return text === '$' || text === '@' || (text === ':' && this.#brackets.at(-1) !== true);
  }

  /** In quotes the item is longer than its slot. */
  #slot(slot: Slot, span: Span = slot.span): void {
    this.#items.push({ kind: 'slot', span, text: '', slot, endsOperand: true });
  }

  #textWithHoles(kind: LexemeKind, holes: readonly DraftHole[], span: Span): void {
    if (kind === 'quoted-identifier') {
      // A name in quotes is unknown as a whole.
      this.#slot(quotedNameSlot(holes, span, this.#text), span);
      return;
    }
    for (const hole of holes) {
      this.#quoted.push(slotOfHoles([hole], { start: hole.offset, end: hole.offset + 1 }));
    }
    this.#token(kind, span);
  }
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
