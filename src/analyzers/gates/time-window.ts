import type { RangeCondition } from '../query/access-path';
import type { Snapshot, Table } from '../schema/snapshot';
import type { Expression } from '../sql/model';
import { countersAge } from './counters-age';
import type { TableSize } from './table-size';

/** Of the counters: a shorter time is not told from a good or a bad day. */
const FEWEST_DAYS = 1;

const DAYS_OF: Readonly<Record<string, number>> = {
  second: 1 / 86_400,
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
  year: 365,
};

/**
 * The share of the rows that a window of the last days reads: rows are inserted as evenly as the counters say. `undefined`: the window is
 * not written, or the counters are too young.
 */
export function shareOfWindow(
  condition: RangeCondition,
  table: Table,
  { rows }: TableSize,
  snapshot: Snapshot,
): number | undefined {
  const days =
    condition.operator === '>' || condition.operator === '>=' ? daysBack(condition.value) : undefined;
  const perDay = insertedPerDay(table, snapshot);
  if (days === undefined || perDay === undefined || rows <= 0) return undefined;
  return Math.min(1, (days * perDay) / rows);
}

/** Of `now() - interval '7 days'`. */
function daysBack(value: RangeCondition['value']): number | undefined {
  if (value.kind !== 'stable' || value.expression.kind !== 'operator') return undefined;
  const { operator, left, right } = value.expression;
  if (operator !== '-' || left?.kind !== 'call') return undefined;
  if (!/^(?:now|current_timestamp|current_date|transaction_timestamp|statement_timestamp)$/.test(left.name))
    return undefined;
  const [, count, unit = ''] = /^(\d+) ?([a-z]+?)s?$/i.exec(intervalText(right) ?? '') ?? [];
  const days = DAYS_OF[unit.toLowerCase()];
  return count === undefined || days === undefined ? undefined : Number(count) * days;
}

function intervalText(expression: Expression): string | undefined {
  if (expression.kind !== 'cast' || expression.type.name !== 'interval') return undefined;
  return expression.arg.kind === 'constant' ? expression.arg.value.trim() : undefined;
}

function insertedPerDay({ statistics }: Table, snapshot: Snapshot): number | undefined {
  const days = snapshot.server?.isStandby === true ? undefined : countersAge(snapshot);
  const inserted = statistics?.activity?.inserted ?? 0;
  return days !== undefined && days >= FEWEST_DAYS && inserted > 0 ? inserted / days : undefined;
}
