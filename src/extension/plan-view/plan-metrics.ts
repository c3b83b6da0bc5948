import type { NodeFigures } from '../../analyzers/plans/figures/node-figures';
import type { MetricId, PageMetric } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';

/** Of what hurts most to what hurts least, as far as the plan tells it. */
export function metricsOf(figures: readonly NodeFigures[], l10n: Localizer): readonly PageMetric[] {
  return [
    ...(figures.some(({ selfMs }) => selfMs !== undefined)
      ? [{ id: 'time' as const, label: l10n.t('Own time') }]
      : []),
    ...(figures.some(({ selfBlocks }) => selfBlocks !== undefined)
      ? [{ id: 'buffers' as const, label: l10n.t('Own buffers') }]
      : []),
    { id: 'cost', label: l10n.t('Own cost') },
  ];
}

/** What the whole plan takes. */
export function wholesOf(figures: readonly NodeFigures[]): Readonly<Record<MetricId, number>> {
  const sum = (part: (figures: NodeFigures) => number | undefined): number =>
    figures.reduce((total, one) => total + (part(one) ?? 0), 0);
  return {
    time: sum(({ selfMs }) => selfMs),
    cost: sum(({ selfCost }) => selfCost),
    buffers: sum(({ selfBlocks }) => selfBlocks),
  };
}
