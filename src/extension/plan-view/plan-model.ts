import { figuresOf } from '../../analyzers/plans/figures/figures-of';
import type { Plan, PlanNode } from '../../analyzers/plans/plan';
import type { Fact, NodeDetails, PageOutline, PagePlan } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import type { ShownPlan } from '../shown-plans';
import { findingModel } from './finding-model';
import { bufferFacts, nodeDetails } from './node-details';
import { nodeTitle } from '../../analyzers/plans/describe/node-title';
import { originFacts } from './origin-facts';
import { metricsOf } from './plan-metrics';
import { figuresOfNode, planNodes } from './plan-nodes';
import type { FigurePrinter } from './print-figures';

interface Printing {
  readonly print: FigurePrinter;
  readonly l10n: Localizer;
}

/** More than stand on the tallest screen. */
const AT_FIRST = 80;

/** What the page shows of a plan when it opens: everything of the whole, and of its nodes the shape and those that are seen first. */
export function planModel(shown: ShownPlan, printing: Printing): PagePlan {
  const { plan, findings } = shown;
  return {
    facts: originFacts(shown, printing),
    totals: totalsOf(plan, printing),
    findings: findings.map((finding) => findingModel(finding, printing.l10n)),
    metrics: metricsOf(figuresOf(plan), printing.l10n),
    outline: outlineOf(plan),
    nodes: planNodes(shown, printing, { from: 0, to: AT_FIRST }),
  };
}

function outlineOf({ root }: Plan): readonly PageOutline[] {
  const outline: PageOutline[] = [];
  const visit = (node: PlanNode, level: number): void => {
    outline.push({ level, title: nodeTitle(node) });
    for (const child of node.children) visit(child, level + 1);
  };
  visit(root, 1);
  return outline;
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
  const figures = figuresOfNode(plan, node.number);
  return { title: nodeTitle(node), facts: nodeDetails(node, figures, printing) };
}
