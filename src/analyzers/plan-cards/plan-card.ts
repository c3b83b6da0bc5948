/** What the planner does with one query, written down so that a review shows when that changes. Nothing in it moves with lines, rows or machines. */
export interface PlanCard {
  /** Of the program, with slashes. */
  readonly file: string;
  readonly inFunction?: string;
  /** The query in one layout, whatever its own. */
  readonly sql: string;
  /** The one for any values first. */
  readonly plans: readonly CardPlan[];
}

export interface CardPlan {
  /** What it is planned for: `any values`, `10 common values of stream_id`. */
  readonly values: string;
  /** Power of ten of the planner's cost. */
  readonly costClass: number;
  /** Names, in the order of the tree. */
  readonly indexes: readonly string[];
  /** Lines as EXPLAIN (COSTS OFF) prints them. Absent: the same plan as for `sameAs`. */
  readonly tree?: readonly string[];
  /** The `values` of an earlier plan. */
  readonly sameAs?: string;
}

export const ANY_VALUES = 'any values';

/** The lines of a plan, its own or those of the one that it is the same as. */
export function treeOf(card: Pick<PlanCard, 'plans'>, { tree, sameAs }: CardPlan): readonly string[] {
  return tree ?? card.plans.find(({ values }) => values === sameAs)?.tree ?? [];
}
