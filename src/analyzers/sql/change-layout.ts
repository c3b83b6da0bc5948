import { isDistinctFrom } from './query-layout';
import { closingIndex, isAt, type TokenRange, type TokenText, wordAt } from './token-text';

/** The word outside of all brackets in the range, as a keyword: not as a name behind a dot. */
export function findWord(source: TokenText, word: string, first: number, last: number): number | undefined {
  for (let i = first; i <= last; i++) {
    if (isAt(source, i, '(') || isAt(source, i, '[')) i = closingIndex(source, i);
    else if (wordAt(source, i) === word && !isAt(source, i - 1, '.') && !isDistinctFrom(source, i)) return i;
  }
  return undefined;
}

/** The query or the VALUES that an INSERT takes its rows from. `afterTable` is the token behind the table and its alias. */
export function insertSourceRange(
  source: TokenText,
  afterTable: number,
  last: number,
  hasColumns: boolean,
): TokenRange {
  let first = hasColumns ? closingIndex(source, afterTable) + 1 : afterTable;
  // OVERRIDING SYSTEM VALUE
  if (wordAt(source, first) === 'overriding') first += 3;
  const ends = [findConflict(source, first, last), findWord(source, 'returning', first, last)];
  return { first, last: Math.min(...ends.map((end) => end ?? last + 1)) - 1 };
}

function findConflict(source: TokenText, first: number, last: number): number | undefined {
  let on = findWord(source, 'on', first, last);
  while (on !== undefined && wordAt(source, on + 1) !== 'conflict') on = findWord(source, 'on', on + 1, last);
  return on;
}
