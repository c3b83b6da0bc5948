import { printCostClass } from './cost-class';
import { ANY_VALUES, type CardPlan, type PlanCard } from './plan-card';

const MARGIN = '  ';

/** The file of a card. The same card gives the same bytes. */
export function printCard({ file, inFunction, sql, plans }: PlanCard): string {
  const place = inFunction === undefined ? file : `${inFunction} in ${file}`;
  return [place, '', sql, '', ...plans.flatMap(printPlan)].join('\n');
}

/** A plan with a tree of its own stands in a block of its own. */
function printPlan({ values, costClass, indexes, tree, sameAs }: CardPlan): readonly string[] {
  const by = indexes.length === 0 ? 'no index' : indexes.join(', ');
  const head = `For ${values}, cost about ${printCostClass(costClass)}, by ${by}:`;
  if (tree === undefined) {
    const same = sameAs === ANY_VALUES ? 'the same plan' : `the plan for ${sameAs ?? ''}`;
    return [`${head} ${same}`, ''];
  }
  return [head, ...tree.map((line) => MARGIN + line), ''];
}
