import { findColumn, isTimeType } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import type { CallExpression, ColumnExpression, Expression, OperatorExpression } from '../sql/model';
import { isStableCall } from './classify-value';
import { expressionType } from './expression-type';
import { columnsIn, someExpression } from './walk-expression';

/** A step from a time to what is compared. Each but `since` keeps the order of the times. */
export type TimeStep =
  /** Another type of the same moment: `created_at::timestamp` */
  | { readonly kind: 'type'; readonly type: string }
  /** `created_at::date`, `date(created_at)`, `to_char(created_at, 'YYYY-MM-DD')` */
  | { readonly kind: 'day' }
  /** `to_char(created_at, 'YYYY-MM')` */
  | { readonly kind: 'month-text' }
  /** `extract(year FROM created_at)`; of `to_char(created_at, 'YYYY')` the text. */
  | { readonly kind: 'year'; readonly isText: boolean }
  /** `date_trunc('hour', created_at)` */
  | { readonly kind: 'trunc'; readonly interval: string }
  /** `created_at AT TIME ZONE 'UTC'`, which gives the type. */
  | { readonly kind: 'zone'; readonly zone: Expression; readonly type: string }
  /** Seconds of a time since 1970, or of an interval. */
  | { readonly kind: 'epoch' }
  /** `created_at + interval '1 day'` */
  | { readonly kind: 'plus' | 'minus'; readonly amount: Expression }
  /** `now() - created_at`, an interval, or of dates a number of days: it shrinks as the time grows. */
  | { readonly kind: 'since'; readonly clock: Expression };

/** What functions and casts make of one time column. */
export interface TimeExpression {
  readonly column: ColumnExpression;
  readonly columnType: string;
  /** From the column outwards, with the type that each starts from. */
  readonly steps: readonly { readonly step: TimeStep; readonly from: string }[];
  /** Of the whole; `text` and `numeric` too. */
  readonly type: string;
}

/** `undefined` where no window of the column's own values answers to a window of the expression's (`extract(month FROM …)`). */
export function timeExpression(expression: Expression, table: Table): TimeExpression | undefined {
  if (expression.kind === 'column') {
    const column = findColumn(table, expression.name);
    if (!column || !isTimeType(column.type)) return undefined;
    return { column: expression, columnType: column.type.name, steps: [], type: column.type.name };
  }
  for (const { inner, read } of readings(expression)) {
    const time = timeExpression(inner, table);
    const found = time && read(time.type);
    if (found) {
      const steps = [...time.steps, { step: found.step, from: time.type }];
      return { ...time, steps, type: found.type };
    }
  }
  return undefined;
}

interface Reading {
  readonly inner: Expression;
  /** The step from a value of the type to the whole. */
  readonly read: (from: string) => { readonly step: TimeStep; readonly type: string } | undefined;
}

function readings(expression: Expression): readonly Reading[] {
  switch (expression.kind) {
    case 'cast':
      return expression.modifiers || expression.type.arrayDimensions > 0
        ? []
        : [{ inner: expression.arg, read: (from) => readCast(expression.type.name, from) }];
    case 'call':
      return readCall(expression);
    case 'operator':
      return readOperator(expression);
    default:
      return [];
  }
}

function readCast(type: string, from: string): ReturnType<Reading['read']> {
  if (type === 'date') return isMoment(from) ? { step: { kind: 'day' }, type } : undefined;
  const isTime = type === 'timestamp' || type === 'timestamptz';
  return isTime && isTimeName(from) ? { step: { kind: 'type', type }, type } : undefined;
}

function isMoment(type: string): boolean {
  return type === 'timestamp' || type === 'timestamptz';
}

function isTimeName(type: string): boolean {
  return isMoment(type) || type === 'date';
}

const INTERVALS: Readonly<Record<string, string>> = {
  second: '1 second',
  minute: '1 minute',
  hour: '1 hour',
  day: '1 day',
  week: '1 week',
  month: '1 month',
  quarter: '3 months',
  year: '1 year',
};

/** How long the unit of `date_trunc` is; `undefined` for those that are too rare to read. */
export function truncInterval(unit: string): string | undefined {
  const word = unit.toLowerCase();
  return Object.hasOwn(INTERVALS, word) ? INTERVALS[word] : undefined;
}

function readCall({ name, args }: CallExpression): readonly Reading[] {
  const [first, second] = args;
  if (!first || args.length > 2) return [];
  if (name === 'date' && !second) return [{ inner: first, read: (from) => readCast('date', from) }];
  if (!second) return [];
  const word = first.kind === 'constant' && first.type === 'string' ? first.value.toLowerCase() : '';
  switch (name) {
    case 'date_trunc': {
      const interval = truncInterval(word);
      if (interval === undefined) return [];
      return [
        {
          inner: second,
          read: (from) =>
            isTimeName(from)
              ? { step: { kind: 'trunc', interval }, type: from === 'date' ? 'timestamptz' : from }
              : undefined,
        },
      ];
    }
    case 'timezone':
      return readsColumn(first) ? [] : [{ inner: second, read: (from) => readZone(first, from) }];
    case 'extract':
    case 'date_part':
      return [{ inner: second, read: (from) => readField(word, from) }];
    case 'to_char':
      return second.kind === 'constant'
        ? [{ inner: first, read: (from) => readFormat(second.value, from) }]
        : [];
    default:
      return [];
  }
}

function readZone(zone: Expression, from: string): ReturnType<Reading['read']> {
  if (!isMoment(from)) return undefined;
  const type = from === 'timestamp' ? 'timestamptz' : 'timestamp';
  return { step: { kind: 'zone', zone, type }, type };
}

function readField(field: string, from: string): ReturnType<Reading['read']> {
  if (field === 'epoch' && (isMoment(from) || from === 'interval'))
    return { step: { kind: 'epoch' }, type: 'numeric' };
  return field === 'year' && isTimeName(from)
    ? { step: { kind: 'year', isText: false }, type: 'numeric' }
    : undefined;
}

function readFormat(format: string, from: string): ReturnType<Reading['read']> {
  if (!isTimeName(from)) return undefined;
  switch (format.toUpperCase()) {
    case 'YYYY-MM-DD':
      return { step: { kind: 'day' }, type: 'text' };
    case 'YYYY-MM':
      return { step: { kind: 'month-text' }, type: 'text' };
    case 'YYYY':
      return { step: { kind: 'year', isText: true }, type: 'text' };
    default:
      return undefined;
  }
}

function readOperator({ operator, left, right }: OperatorExpression): readonly Reading[] {
  if (!left || (operator !== '+' && operator !== '-')) return [];
  if (!readsColumn(right)) {
    const kind = operator === '+' ? 'plus' : 'minus';
    return [{ inner: left, read: (from) => readSum(kind, right, from) }];
  }
  if (readsColumn(left)) return [];
  return operator === '+'
    ? [{ inner: right, read: (from) => readSum('plus', left, from) }]
    : [{ inner: right, read: (from) => readDifference(left, from) }];
}

function readSum(kind: 'plus' | 'minus', amount: Expression, from: string): ReturnType<Reading['read']> {
  return isMoment(from) && isInterval(amount) ? { step: { kind, amount }, type: from } : undefined;
}

function readDifference(clock: Expression, from: string): ReturnType<Reading['read']> {
  const isClock = clock.kind === 'call' && isStableCall(clock);
  const type = expressionType(clock, undefined);
  if (!isClock || type === undefined) return undefined;
  if (type === 'date' && from === 'date') return { step: { kind: 'since', clock }, type: 'int4' };
  return isMoment(type) && isMoment(from) ? { step: { kind: 'since', clock }, type: 'interval' } : undefined;
}

/** `interval '1 day'`, `$1::interval`, `make_interval(days => 1)`, `$1 * interval '1 hour'` */
function isInterval(amount: Expression): boolean {
  const isOne = (node: Expression): boolean =>
    expressionType(node, undefined) === 'interval' &&
    !someExpression(node, (part) => part.kind === 'call' && part.name !== 'make_interval');
  if (amount.kind !== 'operator') return isOne(amount);
  return (
    amount.left !== undefined &&
    (amount.operator === '*' || amount.operator === '/') &&
    (isOne(amount.left) || isOne(amount.right))
  );
}

function readsColumn(expression: Expression): boolean {
  return columnsIn(expression).length > 0;
}
