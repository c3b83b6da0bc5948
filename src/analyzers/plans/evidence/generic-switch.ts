import { message, type Message } from '../../message';
import type { Plan } from '../plan';
import { planShape } from './plan-shape';

/** What becomes of a query that is sent with a name again and again. */
export interface GenericSwitch {
  /** By the costs of these plans the server goes over to the generic plan with the sixth execution. */
  readonly isLikely: boolean;
  /** The values for which it then takes another way than it does for them alone. */
  readonly differsFor: readonly Message[];
  /** What to do about it. Absent: nothing. */
  readonly warning?: Message;
}

export interface PlanForValues {
  readonly label: Message;
  readonly plan: Plan;
}

/**
 * The server plans the first five executions for their values. From then on it takes the generic plan, as soon as that costs less than these
 * five did on average, with what planning costs (`choose_custom_plan`, plancache.c). Which values come first nobody knows: the sampled ones
 * stand for them.
 */
export function judgeGenericSwitch(custom: readonly PlanForValues[], generic: Plan): GenericSwitch {
  if (custom.length === 0) return { isLikely: false, differsFor: [] };
  const total = custom.reduce((sum, { plan }) => sum + plan.root.estimated.totalCost + planningCost(plan), 0);
  const average = total / custom.length;
  const cost = generic.root.estimated.totalCost;
  const isLikely = cost < average;
  const shape = planShape(generic);
  const differsFor = custom.filter(({ plan }) => planShape(plan) !== shape).map(({ label }) => label);
  if (!isLikely || differsFor.length === 0) return { isLikely, differsFor };
  const warning = message(
    'The driver sends this query with a name: after five executions the server stops looking at the values and keeps one plan, because that seems to cost less ({0} against {1} on average). It is another plan than the one for the values of {2} of {3} sets. Compare them; where it is slower, send the query without a name.',
    Math.round(cost),
    Math.round(average),
    differsFor.length,
    custom.length,
  );
  return { isLikely, differsFor, warning };
}

/** `cached_plan_cost`, plancache.c: a thousand operators for each relation of the query, and for the query. */
const COST_OF_PLANNING = 1000 * 0.0025;

function planningCost({ nodes }: Plan): number {
  const relations = new Set(nodes.flatMap(({ alias, relation }) => alias ?? relation ?? []));
  return COST_OF_PLANNING * (relations.size + 1);
}
