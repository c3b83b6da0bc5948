import { message, type Message } from '../../message';
import type { Plan } from '../plan';
import { planShape } from './plan-shape';

/** What becomes of a query that is sent with a name again and again. */
export interface GenericSwitch {
  /** By the costs of these plans the server goes over to the generic plan with the sixth execution. */
  readonly isLikely: boolean;
  /** Which of the plans it then no longer takes: their positions. */
  readonly differsFrom: readonly number[];
  /** Whether and when, by which costs, and what to do about it. */
  readonly sentence: Message;
}

/**
 * The server plans the first five executions for their values. From then on it takes the generic plan, as soon as that costs less than these
 * five did on average, with what planning costs (`choose_custom_plan`, plancache.c). Which values come first nobody knows: the sampled ones
 * stand for them.
 */
export function judgeGenericSwitch(custom: readonly Plan[], generic: Plan): GenericSwitch {
  if (custom.length === 0) return { isLikely: false, differsFrom: [], sentence: DEPENDS_ON_VALUES };
  const costs = custom.map((plan) => plan.root.estimated.totalCost + planningCost(plan));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const average = total / custom.length;
  const cost = generic.root.estimated.totalCost;
  const isLikely = cost < average;
  const shapes = custom.map(planShape);
  const differsFrom = [...custom.keys()].filter((position) => shapes[position] !== planShape(generic));
  const figures = [Math.round(cost), Math.round(average)] as const;
  const sentence = isLikely
    ? sentenceOfSwitch(differsFrom.length, custom.length, figures)
    : message(
        'The program sends this query with a name, and the server keeps planning it for its values: the generic plan costs {0}, those for values {1} on average with the planning.',
        ...figures,
      );
  return { isLikely, differsFrom, sentence };
}

const DEPENDS_ON_VALUES = message(
  'The program sends this query with a name, so from the sixth time on in one session the server may use this plan for all values. There are no plans for values here to compare its cost with.',
);

function sentenceOfSwitch(
  different: number,
  sets: number,
  figures: readonly [generic: number, average: number],
): Message {
  return different === 0
    ? message(
        'The program sends this query with a name: from the sixth time on in one session the server uses this plan for all values, as it costs {0}, planning anew {1} on average. It is the plan that these values have anyway.',
        ...figures,
      )
    : message(
        'The program sends this query with a name: from the sixth time on in one session the server uses this plan for all values, as it costs {0}, planning anew {1} on average. Of {3} sets of values {2} have another plan. Compare them; where this one is slower, send the query without a name.',
        ...figures,
        different,
        sets,
      );
}

/** `cached_plan_cost`, plancache.c: a thousand operators for each relation of the query, and for the query. */
const COST_OF_PLANNING = 1000 * 0.0025;

function planningCost({ nodes }: Plan): number {
  const relations = new Set(nodes.flatMap(({ alias, relation }) => alias ?? relation ?? []));
  return COST_OF_PLANNING * (relations.size + 1);
}

/** How many plans there are for how many sets of values; `undefined` for fewer than two sets. */
export function countPlans(custom: readonly Plan[]): Message | undefined {
  if (custom.length < 2) return undefined;
  const plans = new Set(custom.map(planShape)).size;
  return plans === 1
    ? message('One plan for all {0} sets of values.', custom.length)
    : message('{0} plans for {1} sets of values.', plans, custom.length);
}
