import type { Span } from '../span';
import { placesOfSlots } from './clauses';
import type { Draft, Splice } from './draft';
import type { Hole, Operand } from './fragment';
import { createOffsetMap, sliceSegments, type Segment } from './offset-map';
import { fillSlot, QUOTED, type Filling } from './slot-filling';
import type { Slot } from './slots';
import type { StatementItems } from './statement-items';

interface FilledSlot {
  readonly slot: Slot;
  readonly filling: Filling;
  readonly number: number;
}

/** A statement of a draft as the grammar gets it. */
export interface FilledStatement {
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly holes: readonly Hole[];
  readonly splices: readonly Splice[];
  readonly operands?: readonly Operand[];
}

/** Writes what each slot stands for in its place. Numbers go on from the largest `$n` of the text itself. */
export function replaceSlots(draft: Draft, span: Span, statement: StatementItems): FilledStatement {
  const result: Result = { text: '', segments: [], holes: [], seams: [] };
  let at = span.start;
  for (const filled of fillSlots(statement, draft.text.slice(span.start, span.end))) {
    copy(result, draft, { start: at, end: filled.slot.span.start });
    fill(result, draft, filled);
    at = filled.slot.span.end;
  }
  copy(result, draft, { start: at, end: span.end });
  const { text, segments, holes, seams } = result;
  return {
    text,
    segments,
    holes,
    splices: splicesOf(draft.splices, span, seams),
    ...(draft.operands && { operands: operandsOf(draft.operands, span, seams, text.length) }),
  };
}

function fillSlots({ items, quoted }: StatementItems, written: string): readonly FilledSlot[] {
  const filled: { slot: Slot; filling: Filling }[] = quoted.map((slot) => ({
    slot,
    filling: QUOTED,
  }));
  for (const { slot, place } of placesOfSlots(items)) filled.push({ slot, filling: fillSlot(slot, place) });
  filled.sort((one, other) => one.slot.span.start - other.slot.span.start);
  let next = largestParameter(written) + 1;
  const numbers = new Map<string, number>();
  return filled.map(({ slot, filling }) => {
    const number = numbers.get(slot.key ?? '') ?? next++;
    if (slot.key !== undefined) numbers.set(slot.key, number);
    return { slot, filling, number };
  });
}

function largestParameter(text: string): number {
  let largest = 0;
  for (const [, digits] of text.matchAll(/\$(\d{1,5})(?!\d)/g)) largest = Math.max(largest, Number(digits));
  return largest;
}

interface Result {
  text: string;
  readonly segments: Segment[];
  readonly holes: Hole[];
  /** Where an offset of the draft has come to: the ends of what was copied and filled, in order. */
  readonly seams: { readonly draft: Span; readonly text: Span }[];
}

function copy(result: Result, draft: Draft, span: Span): void {
  if (span.start >= span.end) return;
  const start = result.text.length;
  result.text += draft.text.slice(span.start, span.end);
  for (const segment of sliceSegments(draft.segments, span)) {
    result.segments.push({ ...segment, start: segment.start + start, end: segment.end + start });
  }
  result.seams.push({ draft: span, text: { start, end: result.text.length } });
}

function fill(result: Result, draft: Draft, { slot, filling, number }: FilledSlot): void {
  const start = result.text.length;
  result.text += filling.write(number);
  const span = { start, end: result.text.length };
  const document = createOffsetMap(draft.segments).spanToDocument(slot.span);
  result.segments.push({ ...span, document, verbatim: false });
  result.seams.push({ draft: slot.span, text: span });
  result.holes.push({
    number,
    role: filling.role,
    span,
    documentSpan: slot.holeSpan ?? document,
    origin: slot.holeSpan ? 'substitution' : 'placeholder',
  });
}

/** The operands within the statement, by where their text has come to. */
function operandsOf(
  operands: readonly Operand[],
  statement: Span,
  seams: Result['seams'],
  length: number,
): readonly Operand[] {
  const placed: Operand[] = [];
  let seam = 0;
  let start = 0;
  for (const { span, host } of operands) {
    if (span.end <= statement.start) continue;
    while ((seams[seam]?.draft.end ?? span.end) < span.end) seam++;
    const end = placeInSeam(seams[seam], span.end) ?? length;
    if (end > start) placed.push({ span: { start, end }, host });
    start = end;
    if (span.end >= statement.end) break;
  }
  return placed;
}

/** The splices within the statement, by where their text has come to. */
function splicesOf(splices: readonly Splice[], statement: Span, seams: Result['seams']): readonly Splice[] {
  const within = splices.filter(({ span }) => span.start < statement.end && statement.start < span.end);
  return within.map((splice) => {
    const { start, end } = splice.span;
    const first = seams.find(({ draft }) => start < draft.end);
    const last = seams.find(({ draft }) => end <= draft.end) ?? seams.at(-1);
    return {
      ...splice,
      span: {
        start:
          first && start > first.draft.start ? (placeInSeam(first, start) ?? 0) : (first?.text.start ?? 0),
        end: placeInSeam(last, end) ?? 0,
      },
    };
  });
}

function placeInSeam(seam: Result['seams'][number] | undefined, offset: number): number | undefined {
  if (!seam) return undefined;
  const { draft, text } = seam;
  if (offset >= draft.end) return text.end;
  const isCopied = draft.end - draft.start === text.end - text.start;
  // A name can be put together from two operands: its first letter stands in the one, the last in the other.
  return isCopied ? text.start + offset - draft.start : text.start + 1;
}
