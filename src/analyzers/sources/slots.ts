import type { Span } from '../span';
import type { DraftHole, HoleContent } from './draft';
import type { Placeholder } from './placeholders';

/** A part of a statement that the grammar would not accept as it is written. */
export interface Slot {
  /** What is replaced, in the draft. */
  readonly span: Span;
  /** Of the holes in it; absent for a placeholder. */
  readonly holeSpan?: Span;
  /** `numbered` is `$${n}`. */
  readonly style: 'substitution' | 'positional' | 'named' | 'numbered';
  readonly content: HoleContent;
  /** `events_${year}` is part of a name; of `"${name}"` the span is what stands between the quotes. */
  readonly form: 'whole' | 'part-of-name' | 'quoted-name';
  /** Slots of the same key are the same parameter. */
  readonly key?: string;
}

export function slotOfPlaceholder({ span, style, key, isName }: Placeholder): Slot {
  return {
    span,
    style,
    content: isName ? 'name' : 'bound',
    form: 'whole',
    ...(key !== undefined && { key }),
  };
}

export function slotOfHoles(holes: readonly DraftHole[], span: Span, form: Slot['form'] = 'whole'): Slot {
  const [first] = holes;
  return {
    span,
    holeSpan: { start: first?.documentSpan.start ?? 0, end: holes.at(-1)?.documentSpan.end ?? 0 },
    style: 'substitution',
    content: first && holes.length === 1 ? first.content : 'text',
    form,
  };
}

/** `$${n}`, `:${name}` */
export function numberedSlot(holes: readonly DraftHole[], span: Span): Slot {
  return { ...slotOfHoles(holes, span), style: 'numbered', content: 'bound' };
}

export function quotedNameSlot(holes: readonly DraftHole[], { start, end }: Span, text: string): Slot {
  const isClosed = text[end - 1] === '"' && end - 1 > start;
  const inside = { start: text.indexOf('"', start) + 1, end: isClosed ? end - 1 : end };
  return slotOfHoles(holes, inside, 'quoted-name');
}
