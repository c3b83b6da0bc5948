import type { Plan } from './plan';
import type { PlanContext } from './plan-context';
import type { PlanFinding } from './plan-finding';
import { judgeEarlyStop } from './findings/early-stop';
import { judgeFilteredIndexScans } from './findings/filter-instead-of-condition';
import { judgeHashSpills } from './findings/hash-spill';
import { judgeHeapFetches } from './findings/heap-fetches';
import { judgeIndexesPassedOver } from './findings/index-passed-over';
import { judgeLossyBitmaps } from './findings/lossy-bitmap';
import { judgeLoops } from './findings/many-loops';
import { judgeRowEstimates } from './findings/row-estimate';
import { judgeSequentialScans } from './findings/selective-sequential-scan';
import { judgeSortSpills } from './findings/sort-spill';
import { BRIEF_MS } from './findings/plan-thresholds';
import { isBrief, type PlanJudge, readJudgedPlan } from './judged-plan';

/** In the order in which one of them is heard of a node that several have something to say of. */
const ACCESS_JUDGES: readonly PlanJudge[] = [
  judgeEarlyStop,
  judgeIndexesPassedOver,
  judgeSequentialScans,
  judgeFilteredIndexScans,
  judgeLoops,
];

const OTHER_JUDGES: readonly PlanJudge[] = [
  judgeHeapFetches,
  judgeRowEstimates,
  judgeSortSpills,
  judgeHashSpills,
  judgeLossyBitmaps,
];

const WEIGHTS = { error: 0, warning: 1, information: 2, hint: 3 } as const;

/** What is worth saying of a plan, the gravest first. Nothing of a run that took no time. */
export function judgePlan(plan: Plan, context: PlanContext): readonly PlanFinding[] {
  if (isBrief(plan, BRIEF_MS)) return [];
  const judged = readJudgedPlan(plan, context);
  const told = new Set<number>();
  const access = ACCESS_JUDGES.flatMap((judge) => {
    const findings = judge(judged).filter(({ node }) => !told.has(node));
    for (const { node } of findings) told.add(node);
    return findings;
  });
  return [...access, ...OTHER_JUDGES.flatMap((judge) => judge(judged))].sort(
    (a, b) => WEIGHTS[a.severity] - WEIGHTS[b.severity] || a.node - b.node,
  );
}
