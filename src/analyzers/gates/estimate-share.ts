import type { AccessPath, Condition, Value } from '../query/access-path';
import { type ColumnStatistics, distinctValues } from '../schema/statistics';
import { findColumn } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import type { TableSize } from './table-size';

/** Of the rows of a table, each 0 to 1. */
export interface Share {
  /** As the planner estimates it (`eqsel`, `scalararraysel` of selfuncs.c). */
  readonly expected: number;
  /** With the rarest and with the most common value that may be asked for, as far as it is known. */
  readonly least: number;
  readonly most: number;
}

/** What a search in a list of unknown length is estimated with. */
interface Assumptions {
  readonly size: TableSize;
  readonly arraySize: number;
}

const ALL: Share = { expected: 1, least: 1, most: 1 };

/**
 * The rows that conditions leave, by the statistics of single columns: the planner too takes conditions for independent. `undefined`: one
 * of them is of a kind that these statistics tell nothing of (ranges, expressions, patterns), or its column has none.
 */
export function estimateShare(path: AccessPath, table: Table, assumptions: Assumptions): Share | undefined {
  const shares = path.conditions.map((condition) => shareOfCondition(condition, table, assumptions));
  const known = shares.filter((share) => share !== undefined);
  if (known.length < shares.length) return undefined;
  return known.reduce(
    (all, { expected, least, most }) => ({
      expected: all.expected * expected,
      least: all.least * least,
      most: all.most * most,
    }),
    ALL,
  );
}

export function shareOfCondition(
  condition: Condition,
  table: Table,
  assumptions: Assumptions,
): Share | undefined {
  // Conditions that nearly all rows meet find none.
  if (condition.letter === 'F') return ['not-null', 'not-equal'].includes(condition.what) ? ALL : undefined;
  if (condition.letter !== 'E' && condition.letter !== 'A') return undefined;
  if (condition.subject.kind !== 'column') return undefined;
  const statistics = findColumn(table, condition.subject.column)?.statistics;
  if (!statistics) return undefined;
  const share = shareOfValue(condition.value, statistics, assumptions);
  const isArray = condition.letter === 'A' && !['literals', 'list'].includes(condition.value.kind);
  return isArray ? times(share, assumptions.arraySize) : share;
}

function shareOfValue(value: Value, statistics: ColumnStatistics, assumptions: Assumptions): Share {
  const any = shareOfAny(statistics, assumptions.size);
  switch (value.kind) {
    case 'null':
      return exactly(statistics.nullFraction);
    case 'literal':
      return shareOfLiteral(value.value, statistics) ?? any;
    case 'literals':
      return sum(value.values.map((each) => shareOfLiteral(each, statistics) ?? any));
    case 'list':
      return times(any, value.count ?? assumptions.arraySize);
    default:
      return any;
  }
}

/** Some value: it may be the most common one, or one of the rare ones. */
function shareOfAny(statistics: ColumnStatistics, { rows }: TableSize): Share {
  const { nullFraction, mostCommonShare, mostCommon = [] } = statistics;
  const distinct = Math.max(1, distinctValues(statistics, rows) ?? 1);
  const filled = 1 - nullFraction;
  const average = filled / distinct;
  const most = Math.max(mostCommonShare ?? average, average);
  const listed = mostCommon.reduce((total, { share }) => total + share, 0) || most;
  const unlisted = distinct - Math.max(1, mostCommon.length);
  const others = Math.max(0, filled - listed) / unlisted;
  const least = unlisted > 0 ? others : (mostCommon.at(-1)?.share ?? average);
  return { expected: Math.min(average, most), least: Math.min(least, average), most };
}

/** As the output function of `boolean` writes them. */
const BOOLEANS: Readonly<Record<string, string>> = { true: 't', false: 'f' };

/** `undefined`: the statistics do not list values. */
export function shareOfLiteral(value: string, statistics: ColumnStatistics): Share | undefined {
  const { mostCommon, nullFraction, distinct } = statistics;
  if (!mostCommon || mostCommon.length === 0) return undefined;
  const text = BOOLEANS[value] ?? value;
  const common = mostCommon.find((each) => each.value === value || each.value === text);
  if (common) return exactly(common.share);
  const rest = Math.max(0, 1 - nullFraction - mostCommon.reduce((total, { share }) => total + share, 0));
  const others = distinct > 0 ? Math.max(1, distinct - mostCommon.length) : 1;
  const rarest = mostCommon.at(-1)?.share ?? 1;
  return { expected: Math.min(rest / others, rarest), least: 0, most: Math.min(rest, rarest) };
}

function exactly(share: number): Share {
  return { expected: share, least: share, most: share };
}

function sum(shares: readonly Share[]): Share {
  const of = (part: keyof Share) =>
    Math.min(
      1,
      shares.reduce((total, share) => total + share[part], 0),
    );
  return { expected: of('expected'), least: of('least'), most: of('most') };
}

function times({ expected, least, most }: Share, count: number): Share {
  return { expected: Math.min(1, expected * count), least, most: Math.min(1, most * count) };
}
