import { PAGES_OF_A_COMMON_TYPE, UNSELECTIVE_SHARE } from '../../gates/thresholds';
import type { Severity } from '../../finding';
import { costOf, type JudgedPlan } from '../judged-plan';
import type { PlanFinding } from '../plan-finding';
import { adviseAgainstWalk, adviseToLeave } from './early-stop-advice';
import { isOfBursts, isOrderedByInsertion, meetsRowsFirst, type Risk, riskOf } from './early-stop-risk';
import { describeBet, describeRun, describeSampled, evidenceOf } from './early-stop-words';
import {
  CHEAP_COST,
  COMMON_SHARE,
  HIGH_RISK_FACTOR,
  MANY_REMOVED_ROWS,
  REMOVED_PER_ROW,
  RISK_FACTOR,
} from './plan-thresholds';
import { type StoppingWalk, stoppingWalks } from './stopping-walk';

/**
 * A walk along an order that ends when there are rows enough. The planner takes the wanted rows for spread evenly over that order
 * (`adjust_limit_rows_costs`, pathnode.c); rows of one stream are not. One finding for each LIMIT or EXISTS.
 */
export function judgeEarlyStop(judged: JudgedPlan): readonly PlanFinding[] {
  const found = new Map<number, PlanFinding>();
  for (const walk of stoppingWalks(judged)) {
    const finding = judged.plan.isMeasured ? judgeRun(judged, walk) : judgeBet(judged, walk);
    const { number } = walk.end.node;
    if (finding && !found.has(number)) found.set(number, finding);
  }
  return [...found.values()];
}

/** The rows were counted: the bet is won or lost. */
function judgeRun(judged: JudgedPlan, walk: StoppingWalk): PlanFinding | undefined {
  const { scan, end } = walk;
  const { figures } = judged;
  const given = figures[end.node.number]?.rowsTotal ?? 0;
  const walked = figures[scan.number];
  const passed = walk.tester ? (walked?.rowsTotal ?? 0) - given : (walked?.removedTotal.filter ?? 0);
  const isLost = passed >= MANY_REMOVED_ROWS && passed >= REMOVED_PER_ROW * Math.max(1, given);
  if (!isLost) return undefined;
  const factor = factorOf(walk);
  return {
    kind: 'early-stop',
    severity: 'warning',
    node: scan.number,
    message: describeRun(walk, { passed, given }),
    advice: adviseAgainstWalk(judged, walk),
    evidence: evidenceOf(judged, walk, factor),
    factor: roundFactor(factor),
  };
}

function judgeBet(judged: JudgedPlan, walk: StoppingWalk): PlanFinding | undefined {
  if (!isBet(walk) || meetsRowsFirst(judged, walk)) return undefined;
  const factor = factorOf(walk);
  const risk = riskOf(judged, walk);
  const severity = severityOf(judged, walk, factor, risk);
  if (severity === undefined) return undefined;
  const isSpread = risk.kind === 'spread';
  return {
    kind: 'early-stop',
    severity,
    node: walk.scan.number,
    message: risk.kind === 'unknown' ? describeBet(walk, factor) : describeSampled(walk, risk),
    advice: isSpread ? adviseToLeave() : adviseAgainstWalk(judged, walk),
    evidence: evidenceOf(judged, walk, factor),
    ...(!isSpread && { factor: roundFactor(factor) }),
  };
}

/** `undefined`: nothing to say, the walk meets its rows soon. */
function severityOf(
  judged: JudgedPlan,
  walk: StoppingWalk,
  factor: number,
  risk: Risk,
): Severity | undefined {
  if (risk.kind === 'spread') return 'hint';
  if (risk.kind === 'apart') return 'warning';
  const { end, tableRows } = walk;
  const { whole } = end;
  const share = tableRows === undefined ? undefined : whole.estimated.rows / tableRows;
  if (share !== undefined && share >= UNSELECTIVE_SHARE) return undefined;
  if (!isOfBursts(judged, walk)) {
    // Kinds and states are spread over the log: with many rows for each that is asked for the walk is short.
    const isPlentiful = whole.estimated.rows >= PAGES_OF_A_COMMON_TYPE * end.rows;
    return isPlentiful || (share ?? 0) >= COMMON_SHARE ? undefined : 'information';
  }
  if (!isOrderedByInsertion(judged, walk)) return undefined;
  return factor >= HIGH_RISK_FACTOR ? 'warning' : 'information';
}

/** There is something to lose: the walk to its end costs much, and much more than the planner counts on. */
export function isBet(walk: StoppingWalk): boolean {
  return factorOf(walk) >= RISK_FACTOR && costOf(walk.end.whole) >= CHEAP_COST;
}

/** What the walk costs to its end, against what the planner counts on. */
function factorOf({ end: { whole, cost } }: StoppingWalk): number {
  return costOf(whole) / Math.max(1, cost);
}

function roundFactor(factor: number): number {
  return factor >= 10 ? Math.round(factor) : Math.round(factor * 10) / 10;
}
