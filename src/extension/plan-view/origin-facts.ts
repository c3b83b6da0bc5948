import type { Fact } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import type { ShownPlan } from '../shown-plans';
import type { FigurePrinter } from './print-figures';

interface Printing {
  readonly print: FigurePrinter;
  readonly l10n: Localizer;
}

/** Which server made a plan, how, when, and for which values. */
export function originFacts({ origin, plan }: ShownPlan, { print, l10n }: Printing): readonly Fact[] {
  const { target, serverVersion, at, values, remarks = [] } = origin;
  const facts: Fact[] = [];
  if (target !== undefined) facts.push([l10n.t('Database'), target]);
  if (serverVersion !== undefined) facts.push(['PostgreSQL', serverVersion]);
  facts.push([
    l10n.t('Made by'),
    plan.isMeasured
      ? l10n.t('EXPLAIN ANALYZE: the query was run')
      : l10n.t('EXPLAIN: the query was planned, not run'),
  ]);
  if (at !== undefined) facts.push([l10n.t('When'), print.moment(at)]);
  for (const { label, text, type } of values)
    facts.push([label, type === undefined ? text : `${text} (${type})`]);
  const settings = Object.entries(plan.settings).map(([name, value]) => `${name} = ${value}`);
  if (settings.length > 0) facts.push([l10n.t('Settings'), settings.join(', ')]);
  if (remarks.length > 0) facts.push([l10n.t('Note'), remarks.join(' ')]);
  return facts;
}
