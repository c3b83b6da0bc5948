import { hashPartitions, type PartitionBound } from '../indexes/partition-bounds';
import { isCreationTime, isTimeType } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';

/** What tells the partitions apart, besides the column. Plain data, it crosses threads. */
export type PartitionWay =
  | { readonly kind: 'hash'; readonly count: number }
  /** A partition for each month. */
  | {
      readonly kind: 'range';
      /** `2026-01`: what is older is in one partition. */
      readonly firstMonth: string;
      readonly months: number;
    }
  /** A partition for each value, as text. */
  | { readonly kind: 'list'; readonly values: readonly string[] };

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
      return [...monthBounds(way.firstMonth, way.months), DEFAULT];
    case 'list':
      return [...valueBounds(way.values), DEFAULT];
  }
}

const DEFAULT: PartitionBound = { suffix: 'default', bound: { kind: 'default' } };

function monthBounds(firstMonth: string, months: number): readonly PartitionBound[] {
  const starts = Array.from({ length: months + 1 }, (_, place) => monthAfter(firstMonth, place));
  const [first = firstMonth] = starts;
  const past: PartitionBound = { suffix: 'past', bound: { kind: 'range', to: `${first}-01` } };
  const each = starts.slice(0, -1).map((month, place): PartitionBound => {
    const next = starts[place + 1] ?? month;
    const bound = { kind: 'range', from: `${month}-01`, to: `${next}-01` } as const;
    return { suffix: month.replace('-', '_'), bound };
  });
  return [past, ...each];
}

/** `2026-11`, 2: `2027-01` */
function monthAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const months = year * 12 + number - 1 + count;
  const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
  return `${pad(Math.floor(months / 12), 4)}-${pad((months % 12) + 1, 2)}`;
}

/** By their places: a value may have characters, or a length, that a name had better not have. */
function valueBounds(values: readonly string[]): readonly PartitionBound[] {
  return [...new Set(values)].map((value, place) => {
    const word = /^\w{1,16}$/.test(value) ? value.toLowerCase() : '';
    const suffix = word === '' ? String(place + 1) : `${place + 1}_${word}`;
    return { suffix, bound: { kind: 'list', value } };
  });
}
