import { expressionType } from '../query/expression-type';
import type { Piece } from '../sources/edit';
import type { Expression } from '../sql/model';

/** A bound as SQL, with its type where that is known: a parameter and a string take the type of what they meet. */
export interface Bound {
  readonly pieces: readonly Piece[];
  readonly type?: string;
  /** Holds together next to `::`, `+` and AT TIME ZONE. */
  readonly isAtom: boolean;
  readonly inclusive: boolean;
}

/** The values between two bounds. */
export interface TimeBounds {
  readonly lower?: Bound;
  readonly upper?: Bound;
}

export function writtenBound(expression: Expression, inclusive: boolean): Bound {
  const type = expressionType(expression, undefined);
  const isAtom = /^(?:parameter|constant|call|column|cast|subquery)$/.test(expression.kind);
  // A negative number does not: `-1::int` casts first.
  const isNegative = expression.kind === 'constant' && expression.value.startsWith('-');
  // AT TIME ZONE reads as a call, and binds less than a cast does.
  const isZone = expression.kind === 'call' && expression.name === 'timezone';
  const holds = isAtom && !isNegative && !isZone;
  return { pieces: [expression.span], ...(type !== undefined && { type }), isAtom: holds, inclusive };
}

export function each(window: TimeBounds, read: (bound: Bound) => Bound | undefined): TimeBounds | undefined {
  const lower = window.lower && read(window.lower);
  const upper = window.upper && read(window.upper);
  if ((window.lower && !lower) || (window.upper && !upper)) return undefined;
  return { ...(lower && { lower }), ...(upper && { upper }) };
}

/** Half-open: from the start of a unit to the start of the one behind it. */
export function wholeUnits(
  window: TimeBounds,
  start: (bound: Bound) => Bound | undefined,
  next: ((start: Bound) => Bound) | undefined,
  startOfNext: (bound: Bound) => Bound | undefined = (bound) => {
    const first = start(bound);
    return first && next?.(first);
  },
): TimeBounds | undefined {
  const { lower, upper } = window;
  const from = lower && (lower.inclusive ? start(lower) : startOfNext(lower));
  const to = upper && (upper.inclusive ? startOfNext(upper) : start(upper));
  if ((lower && !from) || (upper && !to)) return undefined;
  return {
    ...(from && { lower: { ...from, inclusive: true } }),
    ...(to && { upper: { ...to, inclusive: false } }),
  };
}

export function atom({ pieces, isAtom }: Bound): readonly Piece[] {
  return isAtom ? pieces : ['(', ...pieces, ')'];
}

export function sum(bound: Bound, text: string, type: string): Bound {
  return { ...bound, pieces: [...atom(bound), text], type, isAtom: false };
}

export function cast(bound: Bound, type: string): Bound {
  return { ...bound, pieces: [...atom(bound), `::${type}`], type, isAtom: true };
}

/** As the type; `undefined` for a value of another one, which would mean another moment. A day is its midnight. */
export function coerce(bound: Bound, type: string): Bound | undefined {
  if (bound.type === type) return bound;
  return bound.type === undefined || (bound.type === 'date' && type !== 'interval')
    ? cast(bound, type)
    : undefined;
}
