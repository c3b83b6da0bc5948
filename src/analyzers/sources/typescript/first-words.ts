import type { Span } from '../../span';

/** The first words of statements that are read; an escape may stand right before one. */
const FIRST_WORD =
  /select|insert|update|delete|merge|with|values|create|alter|drop|explain|truncate|reindex|set(?=\s+(?:(?:session|local)\s+)?enable_)/gi;

/** Whether a part of the text has the first word of a statement in it: most of a module's tree need not be walked. */
export function firstWordsIn(text: string): (span: Span) => boolean {
  const offsets = Array.from(text.matchAll(FIRST_WORD), ({ index }) => index);
  return ({ start, end }) => {
    let low = 0;
    let high = offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((offsets[middle] ?? end) < start) low = middle + 1;
      else high = middle;
    }
    return (offsets[low] ?? end) < end;
  };
}
