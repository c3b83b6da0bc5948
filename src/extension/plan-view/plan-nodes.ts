import { figuresOf } from '../../analyzers/plans/figures/figures-of';
import type { NodeFigures } from '../../analyzers/plans/figures/node-figures';
import type { Plan } from '../../analyzers/plans/plan';
import type { PageNode } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import type { ShownPlan } from '../shown-plans';
import { severityWord } from './finding-model';
import { nodeModel } from './node-model';
import { metricsOf, wholesOf } from './plan-metrics';
import type { FigurePrinter } from './print-figures';

interface Printing {
  readonly print: FigurePrinter;
  readonly l10n: Localizer;
}

/** Numbers of nodes; `to` is the one behind the last, and may be beyond the end of the plan. */
export interface NodeRange {
  readonly from: number;
  readonly to: number;
}

const ALL: NodeRange = { from: 0, to: Infinity };

/** The words and figures of nodes: of those alone that are asked for, since a plan may have thousands and a screen shows forty. */
export function planNodes(
  { plan, findings, places }: ShownPlan,
  printing: Printing,
  { from, to }: NodeRange = ALL,
): readonly PageNode[] {
  const figures = figuresOf(plan);
  const metrics = metricsOf(figures, printing.l10n).map(({ id }) => id);
  const wholes = wholesOf(figures);
  const inCode = new Set(places.map(({ node }) => node));
  return plan.nodes.slice(from, to).map((node) => {
    const own = findings.filter((finding) => finding.node === node.number);
    const context = {
      figures: figuresOfNode(plan, node.number),
      wholes,
      metrics,
      findings: [...new Set(own.map(({ severity }) => severityWord(severity, printing.l10n)))],
      isInCode: inCode.has(node.number),
    };
    return nodeModel(node, context, printing);
  });
}

/** `figuresOf` has those of every node. */
export function figuresOfNode(plan: Plan, number: number): NodeFigures {
  return (
    figuresOf(plan)[number] ?? {
      number,
      isNeverExecuted: false,
      processes: 1,
      estimatedRowsTotal: 0,
      removedTotal: {},
      selfCost: 0,
    }
  );
}
