import { comparePlans } from '../../analyzers/plans/compare/compare-plans';
import type { NodePair } from '../../analyzers/plans/compare/plan-comparison';
import type { Message } from '../../analyzers/message';
import type { ComparedNode, PageComparison } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import type { ComparedPlans, ShownPlan } from '../shown-plans';
import { planModel } from './plan-model';
import type { FigurePrinter } from './print-figures';

interface Printing {
  readonly print: FigurePrinter;
  readonly l10n: Localizer;
}

interface IndexedPlan {
  readonly index: number;
  readonly shown: ShownPlan;
}

/** What changed from one plan to the other, and which nodes do the same work. */
export function comparisonModel(
  before: IndexedPlan,
  after: IndexedPlan,
  printing: Printing,
  counted?: ComparedPlans['counted'],
): PageComparison {
  const { l10n } = printing;
  const say = (one: Message): string => l10n.t(one.template, ...one.args);
  const { sentence, details, pairs } = comparePlans(before.shown.plan, after.shown.plan, say, counted);
  return {
    sentence: say(sentence),
    details: [...details.map(say), ...(counted?.ways ?? [])],
    before: {
      index: before.index,
      plan: planModel(before.shown, printing),
      nodes: comparedNodes(pairs, 'before', 'after', l10n.t('Gone'), l10n),
    },
    after: {
      index: after.index,
      plan: planModel(after.shown, printing),
      nodes: comparedNodes(pairs, 'after', 'before', l10n.t('New'), l10n),
    },
  };
}

function comparedNodes(
  pairs: readonly NodePair[],
  side: 'before' | 'after',
  other: 'before' | 'after',
  alone: string,
  l10n: Localizer,
): readonly ComparedNode[] {
  const nodes: ComparedNode[] = [];
  for (const pair of pairs) {
    const { [side]: node, [other]: partner, changes } = pair;
    if (node === undefined) continue;
    // What became of a node is told where it is now.
    const isTold = side === 'after' || partner === undefined;
    const clauses = isTold ? changes.map(({ clause }) => l10n.t(clause.template, ...clause.args)) : [];
    const difference = clauses.join('; ') || (partner === undefined ? alone : undefined);
    nodes[node] = {
      ...(partner !== undefined && { partner }),
      ...(difference !== undefined && { difference }),
    };
  }
  return nodes;
}
