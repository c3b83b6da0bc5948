import type { NodeFigures } from '../../analyzers/plans/figures/node-figures';

/** From here on an estimate counts as far off: below it the planner rarely decides otherwise. */
const FAR_OFF = 10;

/** How many times more (above 1) or fewer (below 1) rows there were than expected, where that is far; else undefined. */
export function farOffFactor({
  rowsTotal,
  rowsMargin = 0,
  estimatedRowsTotal,
  isNeverExecuted,
}: NodeFigures): number | undefined {
  if (rowsTotal === undefined || isNeverExecuted) return undefined;
  const estimated = Math.max(estimatedRowsTotal, 1);
  // What rounding may have hidden is no error of the planner.
  const nearest =
    rowsTotal < estimated
      ? Math.min(rowsTotal + rowsMargin, estimated)
      : Math.max(rowsTotal - rowsMargin, estimated);
  const factor = Math.max(nearest, 1) / estimated;
  return factor >= FAR_OFF || factor <= 1 / FAR_OFF ? factor : undefined;
}
