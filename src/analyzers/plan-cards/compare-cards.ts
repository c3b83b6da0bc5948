import { matchNodes } from '../plans/compare/match-nodes';
import { nodeTitle } from '../plans/describe/node-title';
import type { PlanNode } from '../plans/plan';
import { ANY_VALUES, type CardPlan, type PlanCard, treeOf } from './plan-card';
import { readTree } from './read-tree';

/** What became of the plan for some values. */
export type CardDifference = { readonly values: string } & (
  | { readonly kind: 'plan'; readonly nodes: readonly NodeDifference[] }
  | { readonly kind: 'cost'; readonly before: number; readonly after: number }
  /** The statistics have such values now, or no longer. */
  | { readonly kind: 'new-values' | 'gone-values' }
);

/** Titles as EXPLAIN has them: `Index Scan using events_pkey on events`. */
export type NodeDifference =
  | { readonly kind: 'other-node'; readonly before: string; readonly after: string }
  | { readonly kind: 'new-node' | 'gone-node'; readonly title: string }
  /** A condition or keys: `Index Cond`, `Sort Key`. Absent: there is none. */
  | {
      readonly kind: 'property';
      readonly title: string;
      readonly property: string;
      readonly before?: string;
      readonly after?: string;
    };

/** What is done otherwise by the card of now than by that of before; none where both say the same. */
export function compareCards(before: PlanCard, after: PlanCard): readonly CardDifference[] {
  const differences: CardDifference[] = [];
  for (const plan of after.plans) {
    const { values } = plan;
    const known = before.plans.find((other) => other.values === values);
    if (known === undefined) {
      differences.push({ kind: 'new-values', values });
      continue;
    }
    if (isOther(known, plan)) {
      const nodes = compareTrees(treeOf(before, known), treeOf(after, plan), values === ANY_VALUES);
      differences.push({ kind: 'plan', values, nodes });
    }
    if (known.costClass !== plan.costClass) {
      differences.push({ kind: 'cost', values, before: known.costClass, after: plan.costClass });
    }
  }
  const gone = before.plans.filter(({ values }) => !after.plans.some((plan) => plan.values === values));
  return [...differences, ...gone.map(({ values }) => ({ kind: 'gone-values' as const, values }))];
}

/** What is the same plan as another is told there. */
function isOther(before: CardPlan, after: CardPlan): boolean {
  if (before.sameAs !== undefined && before.sameAs === after.sameAs) return false;
  return before.sameAs !== after.sameAs || before.tree?.join('\n') !== after.tree?.join('\n');
}

/** @param comparesConditions those of plans for values have their constants hidden, those for any have parameters */
function compareTrees(
  before: readonly string[],
  after: readonly string[],
  comparesConditions: boolean,
): readonly NodeDifference[] {
  const [old, now] = [readTree(before), readTree(after)];
  if (!old || !now) return [];
  const matches = matchNodes(old, now);
  const taken = new Set(matches.values());
  const kept = old.nodes.flatMap((node): readonly NodeDifference[] => {
    const partner = now.nodes[matches.get(node.number) ?? -1];
    if (!partner) return [{ kind: 'gone-node', title: nodeTitle(node) }];
    return compareNodes(node, partner, comparesConditions);
  });
  const added = now.nodes
    .filter(({ number }) => !taken.has(number))
    .map((node) => ({ kind: 'new-node' as const, title: nodeTitle(node) }));
  return [...kept, ...added];
}

function compareNodes(
  before: PlanNode,
  after: PlanNode,
  comparesConditions: boolean,
): readonly NodeDifference[] {
  const [old, now] = [nodeTitle(before), nodeTitle(after)];
  if (old !== now) return [{ kind: 'other-node', before: old, after: now }];
  const [known, found] = [propertiesOf(before), propertiesOf(after)];
  return [...new Set([...known.keys(), ...found.keys()])]
    .filter((property) => known.get(property) !== found.get(property))
    .filter((property) => comparesConditions || property.endsWith('Key'))
    .map((property) => {
      const [was, is] = [known.get(property), found.get(property)];
      return {
        kind: 'property',
        title: now,
        property,
        ...(was !== undefined && { before: was }),
        ...(is !== undefined && { after: is }),
      };
    });
}

function propertiesOf({ keys, conditions }: PlanNode): ReadonlyMap<string, string> {
  return new Map([
    ...keys.map(({ kind, texts }) => [kind, texts.join(', ')] as const),
    ...conditions.map(({ kind, text }) => [kind, text] as const),
  ]);
}
