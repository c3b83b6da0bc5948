import { printSetIndexStatistics, printSetStatistics } from '../indexes/print-ddl';
import type { SetStatisticsAction } from './maintenance-action';

/** Of a column of the table, or of an expression of one of its indexes. */
export function printStatisticsTarget(
  { table, column, ofIndex }: SetStatisticsAction,
  target: number,
): string {
  return ofIndex
    ? printSetIndexStatistics({ schema: table.schema, name: ofIndex.name }, ofIndex.position, target)
    : printSetStatistics(table, column, target);
}
