import { hashPartitions, type PartitionBound } from '../indexes/partition-bounds';
import { isCreationTime, isTimeType } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';

/** What tells the partitions apart, besides the column. Plain data, it crosses threads. */
export type PartitionWay =
  | { readonly kind: 'hash'; readonly count: number }
  /** A partition for each day, week, month or year. */
  | {
      readonly kind: 'range';
      readonly step: TimeStep;
      /** A day of the first, `2026-01-31`: what is older is in one partition. */
      readonly first: string;
      readonly count: number;
    }
  /** A partition for each value, as text. */
  | { readonly kind: 'list'; readonly values: readonly string[] };

export const TIME_STEPS = ['month', 'day', 'week', 'year'] as const;
export type TimeStep = (typeof TIME_STEPS)[number];

/** Columns that tell when: those that are filled once, as a row is written, first. */
export function timeColumns({ columns }: Pick<Table, 'columns'>): readonly string[] {
  const times = columns.filter(({ type }) => isTimeType(type));
  const written = times.filter(isCreationTime);
  return [...written, ...times.filter((column) => !written.includes(column))].map(({ name }) => name);
}

/** What no other partition takes goes to the default one; of hashes there is no such thing. */
export function boundsOf(way: PartitionWay): readonly PartitionBound[] {
  switch (way.kind) {
    case 'hash':
      return hashPartitions(way.count);
    case 'range':
      return [...timeBounds(way.step, way.first, way.count), DEFAULT];
    case 'list':
      return [...valueBounds(way.values), DEFAULT];
  }
}

const DEFAULT: PartitionBound = { suffix: 'default', bound: { kind: 'default' } };

function timeBounds(step: TimeStep, day: string, count: number): readonly PartitionBound[] {
  const first = startOf(step, new Date(day));
  const starts = Array.from({ length: count + 1 }, (_, place) => dayOf(later(step, first, place)));
  const past: PartitionBound = { suffix: 'past', bound: { kind: 'range', to: dayOf(first) } };
  const each = starts.slice(0, -1).map((from, place): PartitionBound => {
    const bound = { kind: 'range', from, to: starts[place + 1] ?? from } as const;
    return { suffix: from.slice(0, DIGITS[step]).replaceAll('-', '_'), bound };
  });
  return [past, ...each];
}

/** Of `2026-01-31`, as many characters as tell one partition from the next. */
const DIGITS: Readonly<Record<TimeStep, number>> = { day: 10, week: 10, month: 7, year: 4 };

/** The first day of the week (a Monday, as in ISO 8601), month or year that a day is in. */
export function startOf(step: TimeStep, day: Date): Date {
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  switch (step) {
    case 'day':
      return new Date(Date.UTC(year, month, date));
    case 'week':
      return new Date(Date.UTC(year, month, date - ((day.getUTCDay() + 6) % 7)));
    case 'month':
      return new Date(Date.UTC(year, month));
    case 'year':
      return new Date(Date.UTC(year, 0));
  }
}

function later(step: TimeStep, day: Date, count: number): Date {
  const months = step === 'month' ? count : step === 'year' ? 12 * count : 0;
  const days = step === 'day' ? count : step === 'week' ? 7 * count : 0;
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, day.getUTCDate() + days));
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** By their places: a value may have characters, or a length, that a name had better not have. */
function valueBounds(values: readonly string[]): readonly PartitionBound[] {
  return [...new Set(values)].map((value, place) => {
    const word = /^\w{1,16}$/.test(value) ? value.toLowerCase() : '';
    const suffix = word === '' ? String(place + 1) : `${place + 1}_${word}`;
    return { suffix, bound: { kind: 'list', value } };
  });
}
