import { message } from '../../analyzers/message';
import { beyondAll } from './made-up-values';
import type { WantedSet } from './set-kinds';
import type { TypeFacts } from './type-facts';
import { byFrequency, columnOf, type PickedValues, type ValueSource } from './value-source';

/** Where one end of a range is to be put. */
export interface WantedEnd {
  readonly column: string;
  readonly type: TypeFacts;
  /** `greater`: of `> $1`, so that rows beyond the value are asked for. */
  readonly comparison: 'less' | 'greater';
  /** The query has the other end too. */
  readonly isBetween: boolean;
  readonly kind: WantedSet['kind'];
}

/** Rows of the newest that a range over the newest ones is to have. */
const NEWEST = 100;

/** The value of one end. Both ends of a range ask with the same kind, and get values that belong together. */
export function pickRangeEnd(source: ValueSource, wanted: WantedEnd): PickedValues | undefined {
  if (wanted.kind === 'absent') return absentEnd(source, wanted);
  if (wanted.kind === 'newest') return newestEnd(source, wanted);
  const { values, origin } = inOrder(source, wanted);
  if (values.length === 0) return undefined;
  const text = values[wanted.kind === 'cold' ? narrow(values.length, wanted) : wide(values.length, wanted)];
  return text === undefined ? undefined : { texts: [text], origin };
}

/** The whole of it, but for what is beyond the outermost value. */
function wide(count: number, { comparison }: WantedEnd): number {
  return comparison === 'greater' ? 0 : count - 1;
}

/** One part of a hundred in the middle, or at the end where the range is open. */
function narrow(count: number, { comparison, isBetween }: WantedEnd): number {
  if (isBetween) return Math.floor((count - 1) / 2) + (comparison === 'less' && count > 1 ? 1 : 0);
  return comparison === 'greater' ? Math.max(0, count - 2) : Math.min(1, count - 1);
}

function newestEnd({ newest }: ValueSource, { column, comparison }: WantedEnd): PickedValues | undefined {
  const rows = newest.rows.filter((row) => typeof row[column] === 'string');
  const row = comparison === 'greater' ? (rows[NEWEST - 1] ?? rows.at(-1)) : rows[0];
  const text = row?.[column];
  return typeof text === 'string' ? { texts: [text], origin: newest.origin } : undefined;
}

/** Both ends of a range beyond everything leave no row. */
function absentEnd(
  source: ValueSource,
  { column, type, comparison, isBetween }: WantedEnd,
): PickedValues | undefined {
  const known = inOrder(source, { column, type }).values.at(-1);
  const newest = newestEnd(source, { column, type, comparison: 'less', isBetween, kind: 'newest' });
  const largest = newest?.texts[0] ?? known;
  const text = beyondAll(type, largest, isBetween || comparison === 'greater' ? 'last' : 'first');
  return text === undefined
    ? undefined
    : { texts: [text], origin: message('Made up, beyond all values that are known of {0}.', column) };
}

function inOrder(
  source: ValueSource,
  { column, type }: Pick<WantedEnd, 'column' | 'type'>,
): { readonly values: readonly string[]; readonly origin: PickedValues['origin'] } {
  const { common = [], bounds = [] } = columnOf(source, column)?.statistics ?? {};
  const origin = message('The limits of equal parts in the statistics of {0}.', source.facts.table);
  if (bounds.length > 0) return { values: bounds, origin };
  const known = common.map(({ text }) => text);
  if (known.length > 0) return { values: sorted(known, type), origin };
  const rows = byFrequency(source.some.rows, column).map(([text]) => text);
  return { values: sorted(rows, type), origin: source.some.origin };
}

function sorted(values: readonly string[], type: TypeFacts): readonly string[] {
  if (type.category === 'N') return [...values].sort((one, other) => Number(one) - Number(other));
  return [...values].sort();
}
