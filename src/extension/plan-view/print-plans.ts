import type { Message } from '../../analyzers/message';
import type { PlanNode } from '../../analyzers/plans/plan';
import type { Localizer } from '../localizer';
import type { ShownPlan, ShownPlans } from '../shown-plans';

/** All plans one after another, each with its findings first, in words. */
export function printPlans({ title, query, plans }: ShownPlans, l10n: Localizer): string {
  return [
    title,
    '',
    ...(query === undefined ? [] : [query, '']),
    ...plans.flatMap((plan) => printPlan(plan, l10n)),
  ].join('\n');
}

function printPlan({ label, findings, plan }: ShownPlan, l10n: Localizer): readonly string[] {
  const say = (sentence: Message): string => l10n.t(sentence.template, ...sentence.args);
  return [
    `=== ${label} ===`,
    '',
    ...findings.flatMap(({ message, evidence }) => [
      say(message),
      ...evidence.map((line) => `  ${say(line)}`),
      '',
    ]),
    ...printNode(plan.root, ''),
    '',
  ];
}

function printNode(node: PlanNode, indent: string): readonly string[] {
  const { nodeType, index, relation, conditions, children, estimated } = node;
  const names = [
    index === undefined ? '' : ` using ${index}`,
    relation === undefined ? '' : ` on ${relation}`,
  ];
  return [
    `${indent}${nodeType}${names.join('')}  (cost=${estimated.totalCost} rows=${estimated.rows})`,
    ...conditions.map(({ kind, text }) => `${indent}  ${kind}: ${text}`),
    ...children.flatMap((child) => printNode(child, `${indent}  `)),
  ];
}
