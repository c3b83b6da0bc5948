import type { Condition } from '../query/access-path';
import { isBet } from './findings/early-stop';
import { stoppingWalks } from './findings/stopping-walk';
import { readJudgedPlan, tableOf } from './judged-plan';
import type { Plan } from './plan';
import type { PlanContext } from './plan-context';

/** Which rows a sample of a table should look for, so that an early stop can be told from a walk that is right. */
export interface SpreadQuestion {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** As text: values of somebody's table, which are never logged. */
  readonly values: readonly string[];
}

/** `undefined`: no early stop is in question, or the plan does not tell the values (a generic plan has none). */
export function askForSpread(plan: Plan, context: PlanContext): SpreadQuestion | undefined {
  if (plan.isMeasured) return undefined;
  const judged = readJudgedPlan(plan, context);
  for (const walk of stoppingWalks(judged).filter(isBet)) {
    const table = tableOf(judged, walk.scan);
    // A partition is a table of its own; the blocks of its parent are those of all partitions.
    if (!table || walk.tester || table.partitioning || table.foreign) continue;
    const asked = walk.tested.map(valuesOf).find((found) => found !== undefined);
    if (asked) return { schema: table.schema, table: table.name, ...asked };
  }
  return undefined;
}

function valuesOf(condition: Condition): Pick<SpreadQuestion, 'column' | 'values'> | undefined {
  if (condition.letter !== 'E' && condition.letter !== 'A') return undefined;
  const { subject, value } = condition;
  if (subject.kind !== 'column') return undefined;
  if (value.kind === 'literal') return { column: subject.column, values: [value.value] };
  return value.kind === 'literals' ? { column: subject.column, values: value.values } : undefined;
}
