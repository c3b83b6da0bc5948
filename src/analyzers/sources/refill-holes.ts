import type { Span } from '../span';
import type { Fragment, HoleRole } from './fragment';

export interface Refill {
  /** In the fragment as it is. */
  readonly span: Span;
  readonly text: string;
  /** Its index, and what the text says of it. Absent: a splice that is left out. */
  readonly hole?: { readonly index: number; readonly role: HoleRole };
}

/** The fragment with other texts in some of its holes and splices; every position keeps its place in the document. */
export function refillHoles(fragment: Fragment, refills: readonly Refill[]): Fragment {
  const shifts: Shift[] = [];
  let text = '';
  let at = 0;
  for (const { span, text: written } of [...refills].sort(outermostFirst)) {
    if (span.start < at) continue;
    text += fragment.text.slice(at, span.start);
    shifts.push({ before: span, now: { start: text.length, end: text.length + written.length } });
    text += written;
    at = span.end;
  }
  text += fragment.text.slice(at);
  return { ...fragment, text, ...movePlaces(fragment, refills, shifts), approximate: true };
}

/** A hole in a splice that is left out is gone with it. */
function outermostFirst({ span: one }: Refill, { span: other }: Refill): number {
  return one.start - other.start || other.end - one.end;
}

/** Where a hole's text was, and where the new one is. */
interface Shift {
  readonly before: Span;
  readonly now: Span;
}

type Places = Pick<Fragment, 'map' | 'holes' | 'splices' | 'operands'>;

function movePlaces(fragment: Fragment, refills: readonly Refill[], shifts: readonly Shift[]): Places {
  const { map, holes, splices, operands } = fragment;
  const back = shifts.map(({ before, now }) => ({ before: now, now: before }));
  const toDocument = (offset: number, bias: 'start' | 'end'): number =>
    map.toDocument(move(offset, bias, back), bias);
  const forward = ({ start, end }: Span): Span => ({
    start: move(start, 'start', shifts),
    end: move(end, 'end', shifts),
  });
  return {
    map: {
      toDocument,
      spanToDocument({ start, end }) {
        if (start < end) return { start: toDocument(start, 'start'), end: toDocument(end, 'end') };
        const place = toDocument(end, 'end');
        return { start: place, end: place };
      },
      toFragment(offset) {
        const found = map.toFragment(offset);
        return found === undefined ? undefined : move(found, 'start', shifts);
      },
    },
    holes: holes.map((hole, index) => ({
      ...hole,
      role: refills.find((refill) => refill.hole?.index === index)?.hole?.role ?? hole.role,
      span: forward(hole.span),
    })),
    splices: splices.map((splice) => ({ ...splice, span: forward(splice.span) })),
    ...(operands && { operands: operands.map((operand) => ({ ...operand, span: forward(operand.span) })) }),
  };
}

/** An offset within a text that was replaced goes to the start or the end of the new one. */
function move(offset: number, bias: 'start' | 'end', shifts: readonly Shift[]): number {
  let moved = offset;
  for (const { before, now } of shifts) {
    const isReached = bias === 'start' ? before.start <= offset : before.start < offset;
    if (!isReached) break;
    if (offset < before.end) return bias === 'start' ? now.start : now.end;
    moved = offset - before.end + now.end;
  }
  return moved;
}
