import type { EqualityCondition, RangeCondition } from '../query/access-path';
import { withoutCasts } from '../query/classify-value';
import { expressionType } from '../query/expression-type';
import { type TimeExpression, type TimeStep, truncInterval } from '../query/time-expression';
import type { Piece } from '../sources/edit';
import type { Expression } from '../sql/model';
import {
  atom,
  type Bound,
  cast,
  coerce,
  each,
  sum,
  type TimeBounds,
  wholeUnits,
  writtenBound,
} from './time-bounds';

/** Where the window differs from what was written. */
export type TimeCorner =
  | 'none'
  /** A value that is no start of a unit found nothing, and now finds its window. */
  | 'start-of-unit'
  /** Intervals of months and days are counted by the calendar from another end. */
  | 'calendar'
  /** Text that is no date becomes an error. */
  | 'date-text';

export interface TimeWindow {
  /** `created_at >= $1::date AND created_at < $1::date + 1` */
  readonly pieces: readonly Piece[];
  readonly corner: TimeCorner;
}

/** A comparison of a time expression as a window of the column itself; `undefined` where it is none. */
export function windowOf(
  time: TimeExpression,
  condition: EqualityCondition | RangeCondition,
): TimeWindow | undefined {
  if (truncsOf(time.steps).some((step) => startOf(step, condition) === 'no')) return undefined;
  let window: TimeBounds | undefined = writtenWindow(condition);
  for (const { step, from } of [...time.steps].reverse()) {
    if (!window || (isInexact(step, from) && condition.letter === 'E')) return undefined;
    window = before(step, from, window);
  }
  const column = time.column.span;
  const { lower, upper } = window ?? {};
  if (lower && upper && condition.letter === 'E' && lower.inclusive && upper.inclusive)
    return { pieces: [column, ' = ', ...lower.pieces], corner: cornerOf(time, condition) };
  const parts = [
    ...(lower ? [[column, lower.inclusive ? ' >= ' : ' > ', ...lower.pieces]] : []),
    ...(upper ? [[column, upper.inclusive ? ' <= ' : ' < ', ...upper.pieces]] : []),
  ];
  if (parts.length === 0) return undefined;
  const pieces = parts.flatMap((part, index) => (index > 0 ? [' AND ', ...part] : part));
  return { pieces, corner: cornerOf(time, condition) };
}

/** Seconds are a floating-point number on the way back, and the calendar counts months of several lengths. */
function isInexact({ kind }: TimeStep, from: string): boolean {
  return kind === 'epoch' || kind === 'plus' || kind === 'minus' || (kind === 'since' && from !== 'date');
}

function writtenWindow(condition: EqualityCondition | RangeCondition): TimeBounds | undefined {
  const { value } = condition;
  if (value.kind === 'null') return undefined;
  if (condition.letter === 'E') {
    const bound = writtenBound(value.expression, true);
    return { lower: bound, upper: bound };
  }
  const { operator, upper } = condition;
  switch (operator) {
    case '>':
    case '>=':
      return { lower: writtenBound(value.expression, operator === '>=') };
    case '<':
    case '<=':
      return { upper: writtenBound(value.expression, operator === '<=') };
    case 'between':
      if (!upper || upper.kind === 'null') return undefined;
      return { lower: writtenBound(value.expression, true), upper: writtenBound(upper.expression, true) };
    default:
      return undefined;
  }
}

/** The window of what a step starts from. */
function before(step: TimeStep, from: string, window: TimeBounds): TimeBounds | undefined {
  switch (step.kind) {
    case 'type':
      return each(window, (bound) => (bound.type === undefined ? coerce(bound, step.type) : bound));
    case 'day':
      return wholeUnits(
        window,
        (bound) => asDate(bound),
        (day) => sum(day, ' + 1', 'date'),
      );
    case 'month-text':
      return monthOf(window);
    case 'year':
      return wholeUnits(
        window,
        (bound) => yearStart(bound, step.isText, ''),
        undefined,
        (bound) => yearStart(bound, step.isText, ' + 1'),
      );
    case 'trunc':
      return wholeUnits(
        window,
        (bound) => asTime(bound, from),
        (start) =>
          sum(
            start,
            ` + interval '${step.interval}'`,
            start.type === 'date' ? 'timestamp' : (start.type ?? from),
          ),
      );
    case 'zone':
      return each(window, (bound) => {
        const local = coerce(bound, step.type);
        return (
          local && {
            ...local,
            pieces: [...local.pieces, ' AT TIME ZONE ', step.zone.span],
            type: from,
            isAtom: false,
          }
        );
      });
    case 'epoch':
      return each(window, (bound) => momentOf(bound, from));
    case 'plus':
    case 'minus':
      return each(window, (bound) => shift(bound, step, from));
    case 'since':
      return since(step.clock, from, window);
  }
}

function asDate(bound: Bound): Bound | undefined {
  return bound.type === 'text' ? cast(bound, 'date') : coerce(bound, 'date');
}

function asTime(bound: Bound, from: string): Bound | undefined {
  if (bound.type === undefined) return cast(bound, from);
  return /^(?:date|timestamp|timestamptz)$/.test(bound.type) ? bound : undefined;
}

/** `2024-05` as the days of May. */
function monthOf(window: TimeBounds): TimeBounds | undefined {
  const isText = [window.lower, window.upper].every((bound) => !bound?.type || bound.type === 'text');
  if (!isText) return undefined;
  const first = (bound: Bound): Bound => ({
    ...bound,
    pieces: ['(', ...atom(bound), " || '-01')::date"],
    type: 'date',
    isAtom: true,
  });
  return wholeUnits(window, first, (start) => sum(start, " + interval '1 month'", 'timestamp'));
}

function yearStart(bound: Bound, isText: boolean, next: string): Bound | undefined {
  const year = isText ? cast(bound, 'int') : bound;
  const isWhole = year.type === undefined || /^int\d?$/.test(year.type);
  if (!isWhole) return undefined;
  return { ...bound, pieces: ['make_date(', ...year.pieces, `${next}, 1, 1)`], type: 'date', isAtom: true };
}

function momentOf(bound: Bound, from: string): Bound {
  const call = (open: string): Bound => ({ ...bound, pieces: [open, ...bound.pieces, ')'], isAtom: true });
  if (from === 'interval') return { ...call('make_interval(secs => '), type: 'interval' };
  const moment: Bound = { ...call('to_timestamp('), type: 'timestamptz' };
  // The seconds of a time without a zone are counted as if it were UTC.
  return from === 'timestamp'
    ? { ...moment, pieces: [...moment.pieces, " AT TIME ZONE 'UTC'"], type: from, isAtom: false }
    : moment;
}

function shift(
  bound: Bound,
  { kind, amount }: Extract<TimeStep, { amount: unknown }>,
  from: string,
): Bound | undefined {
  const moment = asTime(bound, from);
  if (!moment) return undefined;
  const back = kind === 'plus' ? ' - ' : ' + ';
  const isAtom = amount.kind !== 'operator';
  return {
    ...moment,
    pieces: [...moment.pieces, back, ...(isAtom ? [amount.span] : ['(', amount.span, ')'])],
    type: moment.type === 'date' ? 'timestamp' : (moment.type ?? from),
    isAtom: false,
  };
}

/** The longer ago, the earlier: the bounds change places. */
function since(clock: Expression, from: string, { lower, upper }: TimeBounds): TimeBounds | undefined {
  const amountType = from === 'date' ? 'int4' : 'interval';
  const type = from === 'date' ? 'date' : (expressionType(clock, undefined) ?? from);
  const ago = (bound: Bound): Bound | undefined => {
    const amount =
      bound.type === amountType
        ? bound
        : bound.type === undefined
          ? cast(bound, sqlName(amountType))
          : undefined;
    return amount && { ...amount, pieces: [clock.span, ' - ', ...atom(amount)], type, isAtom: false };
  };
  return each({ ...(upper && { lower: upper }), ...(lower && { upper: lower }) }, ago);
}

function sqlName(type: string): string {
  return type === 'int4' ? 'int' : type;
}

type TruncStep = Extract<TimeStep, { kind: 'trunc' }>;

function truncsOf(steps: TimeExpression['steps']): readonly TruncStep[] {
  return steps.map(({ step }) => step).filter((step) => step.kind === 'trunc');
}

function cornerOf(
  { steps, type }: TimeExpression,
  condition: EqualityCondition | RangeCondition,
): TimeCorner {
  if (type === 'text') return 'date-text';
  const starts = truncsOf(steps).map((step) => startOf(step, condition));
  if (starts.includes('possible')) return 'start-of-unit';
  return steps.some(({ step, from }) => countsDays(step, from, condition)) && type !== 'numeric'
    ? 'calendar'
    : 'none';
}

/** Days and months are of several lengths, hours are not. */
function countsDays(step: TimeStep, from: string, { value }: EqualityCondition | RangeCondition): boolean {
  if (step.kind === 'plus' || step.kind === 'minus') return !isInHours(step.amount);
  return step.kind === 'since' && from !== 'date' && value.kind !== 'null' && !isInHours(value.expression);
}

const HOURS = /^\s*(?:\d+\s*(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\s*)+$/i;

function isInHours(amount: Expression): boolean {
  if (amount.kind === 'operator')
    return amount.left !== undefined && [amount.left, amount.right].some(isInHours);
  const bare = withoutCasts(amount);
  return bare.kind === 'constant' && bare.type === 'string' && HOURS.test(bare.value);
}

/** Whether the value is the start of such a unit: by its form, or as far as can be told. */
function startOf(
  { interval }: TruncStep,
  { value }: EqualityCondition | RangeCondition,
): 'certain' | 'possible' | 'no' {
  if (value.kind === 'null') return 'no';
  if (isStart(value.expression, interval)) return 'certain';
  return value.kind === 'parameter' || value.kind === 'literal' ? 'possible' : 'no';
}

/** `date_trunc('day', now())`, whole units before or behind it, and of days every date. */
function isStart(expression: Expression, interval: string): boolean {
  if (expressionType(expression, undefined) === 'date') return interval === '1 day';
  if (expression.kind === 'operator' && expression.left) {
    const step = withoutCasts(expression.right);
    const isWholeUnits =
      step.kind === 'constant' && step.value.replace(/^\d+ |s$/g, '') === interval.slice(2);
    return isWholeUnits && isStart(expression.left, interval);
  }
  if (expression.kind !== 'call' || expression.name !== 'date_trunc') return false;
  const [unit] = expression.args;
  return unit?.kind === 'constant' && truncInterval(unit.value) === interval;
}
