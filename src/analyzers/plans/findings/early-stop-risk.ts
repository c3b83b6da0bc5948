import type { IndexDefinition } from '../../indexes/index-definition';
import type { Condition } from '../../query/access-path';
import type { Table } from '../../schema/snapshot';
import {
  findColumn,
  isCorrelationColumn,
  isCreationTime,
  isIdentifierColumn,
  isStreamColumn,
  isStreamName,
} from '../../schema/column-roles';
import { columnsOfConditions, type JudgedPlan, tableOf } from '../judged-plan';
import { RELATED_ORDER, RISK_FACTOR, TELLING_SAMPLE, UNRELATED_ORDER } from './plan-thresholds';
import type { StoppingWalk } from './stopping-walk';

/** What a sample says of where the rows lie. `reached`: the share of the table that the walk reads until it has its rows, 0 to 1. */
export type Risk =
  { readonly kind: 'unknown' } | { readonly kind: 'spread' | 'apart'; readonly reached: number };

export function riskOf(judged: JudgedPlan, walk: StoppingWalk): Risk {
  const { rows, whole } = walk.end;
  const parts = partsOfWalk(judged, walk);
  const sampled = parts.reduce((sum, rows) => sum + rows, 0);
  if (sampled < TELLING_SAMPLE) return { kind: 'unknown' };
  const wanted = Math.min(1, rows / Math.max(1, whole.estimated.rows));
  const reached = reachedShare(parts, wanted * sampled);
  return { kind: reached < RISK_FACTOR * wanted ? 'spread' : 'apart', reached };
}

/** How far into the table a walk has come when it has met so many of the sampled rows. */
function reachedShare(parts: readonly number[], wanted: number): number {
  let met = 0;
  for (const [position, rows] of parts.entries()) {
    if (met + rows >= wanted) return (position + (wanted - met) / Math.max(1, rows)) / parts.length;
    met += rows;
  }
  return 1;
}

/** The sampled rows in the order of the walk; none where the blocks of the table are not in that order, or the sample is of another. */
export function partsOfWalk(judged: JudgedPlan, walk: StoppingWalk): readonly number[] {
  const { spread } = judged.context;
  const { scan, tester } = walk;
  const table = tableOf(judged, scan);
  if (!spread || tester || table?.name !== spread.table || table.schema !== spread.schema) return [];
  if (!columnsOfConditions(walk.tested).includes(spread.column)) return [];
  if (scan.nodeType === 'Seq Scan') return spread.parts;
  const correlation = correlationOf(judged, walk) ?? 0;
  if (Math.abs(correlation) < RELATED_ORDER) return [];
  const isFromTheEnd = (scan.scanDirection === 'Backward') !== correlation < 0;
  return isFromTheEnd ? spread.parts.toReversed() : spread.parts;
}

/** Its rows come in bursts: what the condition tells apart lives for a while and is done. */
export function isOfBursts(judged: JudgedPlan, walk: StoppingWalk): boolean {
  const { scan, tester = scan, tested } = walk;
  const table = tableOf(judged, tester);
  return tested.some((condition) => {
    if (condition.letter === 'F' || condition.subject.kind !== 'column') return false;
    const { column } = condition.subject;
    if (!table) return isStreamName(column);
    return isTime(table, column) ? isAhead(judged, walk, condition) : isBurstColumn(table, column);
  });
}

/** A time is asked for, and the walk begins at the end where its rows are. */
export function meetsRowsFirst(judged: JudgedPlan, walk: StoppingWalk): boolean {
  const { scan, tester = scan, tested } = walk;
  const table = tableOf(judged, tester);
  return tested.every(
    (condition) =>
      table !== undefined &&
      condition.letter === 'R' &&
      condition.subject.kind === 'column' &&
      isTime(table, condition.subject.column) &&
      !isAhead(judged, walk, condition),
  );
}

function isTime(table: Table, name: string): boolean {
  const column = findColumn(table, name);
  return column !== undefined && isCreationTime(column);
}

/** Rows of another time stand between where the walk begins and the first that matches. */
function isAhead(judged: JudgedPlan, walk: StoppingWalk, condition: Condition): boolean {
  if (condition.letter !== 'R' || condition.operator === 'between') return true;
  const [key] = walkedIndex(judged, walk)?.keys ?? [];
  const isFromTheEnd = (walk.scan.scanDirection === 'Backward') !== (key?.descending === true);
  return condition.operator.startsWith(isFromTheEnd ? '<' : '>');
}

function isBurstColumn(table: Table, name: string): boolean {
  return isStreamColumn(table, name) || isIdentifierColumn(table, name) || isCorrelationColumn(table, name);
}

/** Unless statistics say that the order of the walk has nothing to do with when rows came. */
export function isOrderedByInsertion(judged: JudgedPlan, walk: StoppingWalk): boolean {
  const correlation = correlationOf(judged, walk);
  return correlation === undefined || Math.abs(correlation) >= UNRELATED_ORDER;
}

/** Of the blocks of the table with the order of the walk's index, read forward. */
function correlationOf(judged: JudgedPlan, walk: StoppingWalk): number | undefined {
  const table = tableOf(judged, walk.scan);
  const [key] = walkedIndex(judged, walk)?.keys ?? [];
  if (!table || key?.kind !== 'column') return undefined;
  const { correlation } = findColumn(table, key.column)?.statistics ?? {};
  return correlation !== undefined && key.descending ? -correlation : correlation;
}

export function walkedIndex(
  judged: JudgedPlan,
  { scan }: Pick<StoppingWalk, 'scan'>,
): IndexDefinition | undefined {
  return tableOf(judged, scan)?.indexes.find(({ name }) => name === scan.index);
}
