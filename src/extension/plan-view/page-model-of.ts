import { planShape } from '../../analyzers/plans/evidence/plan-shape';
import type { PageModel, PageTab } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import type { ShownPlan } from '../shown-plans';
import type { NamedPlans } from './kept-plans';
import { pageWords } from './page-words';
import { type FigurePrinter, figurePrinter } from './print-figures';

export interface PageLanguage {
  readonly l10n: Localizer;
  /** A BCP 47 tag. */
  readonly language: string;
}

export interface PageSituation {
  /** Of the query in the code, for people. */
  readonly place?: string | undefined;
  /** Index of the plan that the reader looks at. */
  readonly chosen: number;
}

/** @param previous plans of the same query from before, to compare with */
export function pageModelOf(
  { id, shown }: NamedPlans,
  previous: readonly ShownPlan[],
  { place, chosen }: PageSituation,
  { l10n, language }: PageLanguage,
): PageModel {
  const print = figurePrinter(language, l10n);
  const earlier = previous.map((plan) => previousLabel(plan, print, l10n));
  return {
    id,
    title: shown.title,
    ...(shown.query !== undefined && { query: shown.query }),
    ...(place !== undefined && { place }),
    plans: [...shown.plans.map(({ label }) => label), ...earlier],
    tabs: tabsOf(shown.plans, l10n),
    chosen,
    words: pageWords(l10n),
  };
}

function previousLabel({ label, origin }: ShownPlan, print: FigurePrinter, l10n: Localizer): string {
  return origin.at === undefined
    ? l10n.t('Before: {0}', label)
    : l10n.t('Before: {0} ({1})', label, print.moment(origin.at));
}

/** Values that lead to the same plan share a tab; a plan that was run is not the same as one that was not. */
function tabsOf(plans: readonly ShownPlan[], l10n: Localizer): readonly PageTab[] {
  const tabs = new Map<string, { labels: string[]; plans: number[] }>();
  for (const [index, { plan, label }] of plans.entries()) {
    // The only one shares its tab with none, whatever its shape.
    const key = plans.length === 1 ? '' : `${plan.isMeasured}\n${planShape(plan)}`;
    const tab = tabs.get(key) ?? { labels: [], plans: [] };
    tab.labels.push(label);
    tab.plans.push(index);
    tabs.set(key, tab);
  }
  return [...tabs.values()].map(({ labels, plans: members }) => ({
    label: tabLabel(labels, l10n),
    plans: members,
  }));
}

/** Short enough for a tab: the values of the one that is shown are listed in it. */
function tabLabel(labels: readonly string[], l10n: Localizer): string {
  const [first = '', ...others] = labels;
  return others.length > 1 ? l10n.t('{0} and {1} more', first, others.length) : labels.join(', ');
}
