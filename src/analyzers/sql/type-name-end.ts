import { closingIndex, isAt, type TokenText, wordAt } from './token-text';

const INTERVAL_FIELDS = new Set(['year', 'month', 'day', 'hour', 'minute', 'second', 'to']);
const VARYING = new Set(['character', 'char', 'nchar', 'bit']);

/** The last token of the type name that starts at the index, with its modifiers and array bounds (gram.y, `Typename`). */
export function typeNameEnd(source: TokenText, index: number): number {
  let last = wordAt(source, index) === 'setof' ? index + 1 : index;
  const word = wordAt(source, last);
  const takes = (next: string): void => {
    if (wordAt(source, last + 1) === next) last++;
  };

  if (word === 'double') takes('precision');
  if (word === 'national') last++;
  if (word === 'national' || VARYING.has(word)) takes('varying');
  while (isAt(source, last + 1, '.')) last += 2;
  if (isAt(source, last + 1, '%') && wordAt(source, last + 2) === 'type') last += 2;
  if (isAt(source, last + 1, '(')) last = closingIndex(source, last + 1);
  if (word === 'timestamp' || word === 'time') last = timeZoneEnd(source, last);
  if (word === 'interval') last = intervalFieldsEnd(source, last);
  takes('array');
  while (isAt(source, last + 1, '[')) last = closingIndex(source, last + 1);
  return last;
}

function timeZoneEnd(source: TokenText, last: number): number {
  const next = wordAt(source, last + 1);
  return (next === 'with' || next === 'without') && wordAt(source, last + 2) === 'time' ? last + 3 : last;
}

/** `day`, `day to second(3)`. Also what may stand behind the string of `interval '1' day`. */
export function intervalFieldsEnd(source: TokenText, last: number): number {
  let end = last;
  while (INTERVAL_FIELDS.has(wordAt(source, end + 1))) end++;
  return end > last && isAt(source, end + 1, '(') ? closingIndex(source, end + 1) : end;
}
