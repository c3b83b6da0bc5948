import type { ComparedNode, PageComparison } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import type { ShownPlan } from '../shown-plans';
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
export function comparisonModel(before: IndexedPlan, after: IndexedPlan, printing: Printing): PageComparison {
  const { l10n } = printing;
  const one = before.shown.plan;
  const other = after.shown.plan;
  const key = ({ nodeType, relation, alias }: (typeof one)['root']) => [nodeType, relation, alias].join(' ');
  const taken = new Set<number>();
  const partners = one.nodes.map((node) => {
    const partner = other.nodes.find(
      (candidate) => !taken.has(candidate.number) && key(candidate) === key(node),
    );
    if (partner !== undefined) taken.add(partner.number);
    return partner?.number;
  });
  const compared = (partner: number | undefined, alone: string): ComparedNode =>
    partner === undefined || partner < 0 ? { difference: alone } : { partner };
  return {
    sentence: l10n.t('Cost {0} → {1}.', one.root.estimated.totalCost, other.root.estimated.totalCost),
    details: [],
    before: {
      index: before.index,
      plan: planModel(before.shown, printing),
      nodes: partners.map((partner) => compared(partner, l10n.t('Gone'))),
    },
    after: {
      index: after.index,
      plan: planModel(after.shown, printing),
      nodes: other.nodes.map(({ number }) => compared(partners.indexOf(number), l10n.t('New'))),
    },
  };
}
