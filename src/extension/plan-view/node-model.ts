import type { NodeFigures } from '../../analyzers/plans/figures/node-figures';
import type { PlanNode } from '../../analyzers/plans/plan';
import type { MetricId, PageMark, PageNode, PageRows } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import { nodeTitle } from '../../analyzers/plans/describe/node-title';
import type { FigurePrinter } from './print-figures';
import { farOffFactor } from './row-estimate';

export interface NodeContext {
  readonly figures: NodeFigures;
  /** What the whole plan takes. */
  readonly wholes: Readonly<Partial<Record<MetricId, number>>>;
  readonly metrics: readonly MetricId[];
  readonly findings: readonly string[];
  readonly isInCode: boolean;
}

interface Printing {
  readonly print: FigurePrinter;
  readonly l10n: Localizer;
}

/** Everything of one node that the page shows. */
export function nodeModel(node: PlanNode, context: NodeContext, printing: Printing): PageNode {
  const { figures, findings, isInCode } = context;
  const { print, l10n } = printing;
  const heat = heatOf(context, print);
  const marks: PageMark[] = [
    ...findings.map((text): PageMark => ({ kind: 'finding', text })),
    ...(figures.isNeverExecuted ? [{ kind: 'quiet' as const, text: l10n.t('Never executed') }] : []),
    ...(node.isDisabled === true ? [{ kind: 'quiet' as const, text: l10n.t('Disabled') }] : []),
  ];
  const shown = {
    ...roleOf(node),
    conditions: [
      ...node.conditions.map(({ kind, text }) => `${kind}: ${text}`),
      ...node.keys.map(({ kind, texts }) => `${kind}: ${texts.join(', ')}`),
    ],
    rows: rowsOf(figures, printing),
    ...(figures.loops !== undefined && { loops: print.count(figures.loops) }),
    ...(figures.blocks !== undefined && { buffers: print.count(figures.blocks) }),
    heat,
    marks,
    isInCode,
  };
  return { ...shown, sentence: sentenceOf(nodeTitle(node), shown, figures, printing) };
}

function roleOf({ subplanName, parentRelationship }: PlanNode): { readonly role?: string } {
  if (subplanName !== undefined) return { role: subplanName };
  return parentRelationship === 'InitPlan' || parentRelationship === 'SubPlan'
    ? { role: parentRelationship }
    : {};
}

function rowsOf(figures: NodeFigures, { print, l10n }: Printing): PageRows {
  const estimated = print.count(figures.estimatedRowsTotal);
  if (figures.rowsTotal === undefined || figures.isNeverExecuted)
    return { text: l10n.t('{0} estimated', estimated) };
  const text = `${estimated} \u2192 ${print.count(figures.rowsTotal)}`;
  const factor = farOffFactor(figures);
  if (factor === undefined) return { text };
  return {
    text,
    off:
      factor > 1 ? l10n.t('{0} × more', print.count(factor)) : l10n.t('{0} × fewer', print.count(1 / factor)),
  };
}

function heatOf({ figures, wholes, metrics }: NodeContext, print: FigurePrinter): PageNode['heat'] {
  const own: Partial<Record<MetricId, { readonly value: number; readonly text: string }>> = {
    ...(figures.selfMs !== undefined && {
      time: { value: figures.selfMs, text: print.time(figures.selfMs) },
    }),
    cost: { value: figures.selfCost, text: print.cost(figures.selfCost) },
    ...(figures.selfBlocks !== undefined && {
      buffers: { value: figures.selfBlocks, text: print.count(figures.selfBlocks) },
    }),
  };
  const heat: Partial<Record<MetricId, { share: number; text: string }>> = {};
  for (const id of metrics) {
    const mine = own[id];
    const whole = wholes[id];
    if (mine === undefined) continue;
    const share = whole === undefined || whole <= 0 ? 0 : Math.min(Math.max(mine.value / whole, 0), 1);
    heat[id] = { share, text: `${mine.text} (${print.percent(share)})` };
  }
  return heat;
}

type Shown = Omit<PageNode, 'sentence'>;

function sentenceOf(title: string, shown: Shown, figures: NodeFigures, { print, l10n }: Printing): string {
  const { role, conditions, rows, heat, marks } = shown;
  const estimated = print.count(figures.estimatedRowsTotal);
  const parts = [
    role === undefined ? `${title}.` : `${role}: ${title}.`,
    ...marks.map(({ text }) => `${text}.`),
    ...conditions.map((text) => `${text}.`),
    figures.rowsTotal === undefined || figures.isNeverExecuted
      ? l10n.t('Estimated rows: {0}.', estimated)
      : l10n.t('Rows: {0} estimated, {1} real.', estimated, print.count(figures.rowsTotal)),
    ...(rows.off === undefined ? [] : [`${rows.off}.`]),
    ...(figures.loops === undefined || figures.loops <= 1
      ? []
      : [l10n.t('Loops: {0}.', print.count(figures.loops))]),
    ...(heat.time === undefined ? [] : [l10n.t('Own time: {0}.', heat.time.text)]),
    ...(heat.buffers === undefined ? [] : [l10n.t('Own buffers: {0}.', heat.buffers.text)]),
    ...(heat.time === undefined && heat.cost !== undefined ? [l10n.t('Own cost: {0}.', heat.cost.text)] : []),
  ];
  return parts.join(' ');
}
