import { planShape } from '../plans/evidence/plan-shape';
import type { Plan } from '../plans/plan';
import { costClass } from './cost-class';
import { ANY_VALUES, type CardPlan, type PlanCard } from './plan-card';
import { indexesOfPlan, printTree } from './print-tree';

/** A plan and what it was made for. */
export interface PlanForValues {
  readonly values: string;
  readonly plan: Plan;
}

/** @param known the card of before, whose classes of cost stay as long as they are nearly right */
export function cardPlans(
  generic: Plan,
  custom: readonly PlanForValues[],
  known: Pick<PlanCard, 'plans'> | undefined,
): readonly CardPlan[] {
  const all = [{ values: ANY_VALUES, plan: generic }, ...custom];
  const first = new Map<string, string>();
  return all.map(({ values, plan }): CardPlan => {
    const shape = planShape(plan);
    const sameAs = first.get(shape);
    if (sameAs === undefined) first.set(shape, values);
    const before = known?.plans.find((other) => other.values === values)?.costClass;
    return {
      values,
      costClass: costClass(plan.root.estimated.totalCost, before),
      indexes: indexesOfPlan(plan),
      ...(sameAs === undefined ? { tree: printTree(plan, values !== ANY_VALUES) } : { sameAs }),
    };
  });
}
