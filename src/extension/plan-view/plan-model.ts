import { figuresOf } from '../../analyzers/plans/figures/figures-of';
import type { NodeFigures } from '../../analyzers/plans/figures/node-figures';
import type { Plan, PlanNode } from '../../analyzers/plans/plan';
import type { PlanFinding } from '../../analyzers/plans/plan-finding';
import type {
  Fact,
  MetricId,
  NodeDetails,
  PageFinding,
  PageMetric,
  PagePlan,
} from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import type { ShownPlan } from '../shown-plans';
import { nodeModel } from './node-model';
import { bufferFacts, nodeDetails } from './node-details';
import { nodeTitle } from './node-title';
import { originFacts } from './origin-facts';
import type { FigurePrinter } from './print-figures';

interface Printing {
  readonly print: FigurePrinter;
  readonly l10n: Localizer;
}

/** A plan with every word and figure that the page shows of it. */
export function planModel(shown: ShownPlan, printing: Printing): PagePlan {
  const { plan, findings, places } = shown;
  const figures = figuresOf(plan);
  const metrics = metricsOf(figures, printing.l10n);
  const ids = metrics.map(({ id }) => id);
  const wholes = wholesOf(figures);
  const levels = levelsOf(plan);
  const inCode = new Set(places.map(({ node }) => node));
  const pageFindings = findings.map((finding) => findingModel(finding, printing.l10n));
  return {
    facts: originFacts(shown, printing),
    totals: totalsOf(plan, printing),
    findings: pageFindings,
    metrics,
    nodes: plan.nodes.map((node, number) => {
      const context = {
        figures: figures[number] ?? noFigures(number),
        level: levels[number] ?? 1,
        wholes,
        metrics: ids,
        findings: [...new Set(pageFindings.filter((one) => one.node === number).map(({ word }) => word))],
        isInCode: inCode.has(number),
      };
      return nodeModel(node, context, printing);
    }),
  };
}

function levelsOf({ root, nodes }: Plan): readonly number[] {
  const levels = nodes.map(() => 1);
  const visit = (node: PlanNode, level: number): void => {
    levels[node.number] = level;
    for (const child of node.children) visit(child, level + 1);
  };
  visit(root, 1);
  return levels;
}

/** Of what hurts most to what hurts least, as far as the plan tells it. */
function metricsOf(figures: readonly NodeFigures[], l10n: Localizer): readonly PageMetric[] {
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

function wholesOf(figures: readonly NodeFigures[]): Readonly<Record<MetricId, number>> {
  const sum = (part: (figures: NodeFigures) => number | undefined): number =>
    figures.reduce((total, one) => total + (part(one) ?? 0), 0);
  return {
    time: sum(({ selfMs }) => selfMs),
    cost: sum(({ selfCost }) => selfCost),
    buffers: sum(({ selfBlocks }) => selfBlocks),
  };
}

function findingModel(
  { severity, node, message, advice, evidence }: PlanFinding,
  l10n: Localizer,
): PageFinding {
  const sentences = [message, advice].map((one) => l10n.t(one.template, ...one.args));
  return {
    severity,
    word: severityWord(severity, l10n),
    text: sentences.join(' '),
    evidence: evidence.map((one) => l10n.t(one.template, ...one.args)),
    node,
  };
}

function severityWord(severity: PlanFinding['severity'], l10n: Localizer): string {
  switch (severity) {
    case 'error':
      return l10n.t('Error');
    case 'warning':
      return l10n.t('Warning');
    case 'information':
      return l10n.t('Note');
    case 'hint':
      return l10n.t('Hint');
  }
}

function totalsOf(plan: Plan, { print, l10n }: Printing): readonly Fact[] {
  const { executionMs, planningMs, root, jit, triggers, planningBuffers } = plan;
  const facts: Fact[] = [];
  if (executionMs !== undefined) facts.push([l10n.t('Execution time'), print.time(executionMs)]);
  if (planningMs !== undefined) facts.push([l10n.t('Planning time'), print.time(planningMs)]);
  facts.push([l10n.t('Cost'), print.cost(root.estimated.totalCost)]);
  if (root.buffers !== undefined) facts.push([l10n.t('Buffers'), printBuffers(bufferFacts(root.buffers))]);
  if (planningBuffers !== undefined) {
    const used = bufferFacts(planningBuffers);
    if (used.length > 0) facts.push([l10n.t('Buffers of planning'), printBuffers(used)]);
  }
  for (const { name, relation, ms, calls } of triggers) {
    const place = relation === undefined ? name : `${name} (${relation})`;
    const time = ms === undefined ? '' : `, ${print.time(ms)}`;
    facts.push([l10n.t('Trigger'), l10n.t('{0}: {1} calls{2}', place, print.count(calls), time)]);
  }
  if (jit !== undefined) {
    const time = jit.totalMs === undefined ? '' : `, ${print.time(jit.totalMs)}`;
    facts.push(['JIT', l10n.t('{0} functions{1}', print.count(jit.functions), time)]);
  }
  return facts;
}

function printBuffers(facts: readonly Fact[]): string {
  return (
    facts.map(([name, text]) => `${name.replace(' Blocks', '').toLowerCase()} ${text}`).join(', ') || '0'
  );
}

/** Everything that is known of one node. */
export function detailsModel(
  { plan }: ShownPlan,
  number: number,
  printing: Printing,
): Pick<NodeDetails, 'title' | 'facts'> {
  const node = plan.nodes[number] ?? plan.root;
  const figures = figuresOf(plan)[node.number] ?? noFigures(node.number);
  return { title: nodeTitle(node), facts: nodeDetails(node, figures, printing) };
}

/** `figuresOf` has those of every node. */
function noFigures(number: number): NodeFigures {
  return {
    number,
    isNeverExecuted: false,
    processes: 1,
    estimatedRowsTotal: 0,
    removedTotal: {},
    selfCost: 0,
  };
}
