import type { Fact, PageNode, PageOutline, PagePlan } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import type { ShownPlan, ShownPlans } from '../shown-plans';
import { planModel } from './plan-model';
import { planNodes } from './plan-nodes';
import { figurePrinter } from './print-figures';

export interface PrintLanguage {
  readonly l10n: Localizer;
  /** A BCP 47 tag. */
  readonly language: string;
}

/** All plans one after another, each with what stands out first, in words. */
export function printPlans({ title, query, plans }: ShownPlans, language: PrintLanguage): string {
  return [
    title,
    '',
    ...(query === undefined ? [] : [query, '']),
    ...plans.flatMap((plan) => printPlan(plan, language)),
  ].join('\n');
}

/** For an issue, a review or a chat: the tree in a block of its own. */
export function printMarkdown({ title, query, plans }: ShownPlans, language: PrintLanguage): string {
  const sections = plans.flatMap((shown) => {
    const plan = modelOf(shown, language);
    return [
      `## ${shown.label}`,
      '',
      ...[...plan.facts, ...plan.totals].map(([name, text]) => `- ${name}: ${text}`),
      '',
      ...plan.findings.map(({ word, text }) => `- **${word}** ${text}`),
      ...(plan.findings.length === 0 ? [] : ['']),
      '```text',
      ...printTree(plan, language.l10n),
      '```',
      '',
    ];
  });
  const asked = query === undefined ? [] : ['```sql', query, '```', ''];
  return [`# ${title}`, '', ...asked, ...sections].join('\n');
}

function printPlan(shown: ShownPlan, language: PrintLanguage): readonly string[] {
  const plan = modelOf(shown, language);
  const { l10n } = language;
  return [
    `=== ${shown.label} ===`,
    '',
    ...[...plan.facts, ...plan.totals].map(([name, text]) => `${name}: ${text}`),
    '',
    ...plan.findings.flatMap(({ word, text, evidence, node }) => [
      `${word}: ${text}`,
      ...evidence.map((line) => `  ${line}`),
      `  ${l10n.t('Node: {0}', plan.outline[node]?.title ?? '')}`,
      '',
    ]),
    ...printTree(plan, l10n),
    '',
  ];
}

function modelOf(shown: ShownPlan, { l10n, language }: PrintLanguage): PagePlan {
  const printing = { print: figurePrinter(language, l10n), l10n };
  return { ...planModel(shown, printing), nodes: planNodes(shown, printing) };
}

function printTree({ outline, nodes }: PagePlan, l10n: Localizer): readonly string[] {
  return nodes.flatMap((node, number) => printNode(outline[number], node, l10n));
}

function printNode(outline: PageOutline | undefined, node: PageNode, l10n: Localizer): readonly string[] {
  const { level, title } = outline ?? { level: 1, title: '' };
  const indent = '  '.repeat(level - 1);
  const role = node.role === undefined ? '' : `${node.role}: `;
  const figures = figuresOf(node, l10n).map(([name, text]) => `${name} ${text}`);
  const marks = node.marks.map(({ text }) => `[${text}]`);
  return [
    [`${indent}${role}${title}`, `(${figures.join('; ')})`, ...marks].join('  '),
    ...node.conditions.map((text) => `${indent}    ${text}`),
  ];
}

function figuresOf({ rows, loops, buffers, heat }: PageNode, l10n: Localizer): readonly Fact[] {
  const off = rows.off === undefined ? '' : `, ${rows.off}`;
  return [
    [l10n.t('rows'), `${rows.text}${off}`],
    ...(loops === undefined ? [] : [[l10n.t('loops'), loops] satisfies Fact]),
    ...(buffers === undefined ? [] : [[l10n.t('buffers'), buffers] satisfies Fact]),
    ...(heat.time === undefined ? [] : [[l10n.t('own time'), heat.time.text] satisfies Fact]),
    ...(heat.cost === undefined ? [] : [[l10n.t('own cost'), heat.cost.text] satisfies Fact]),
  ];
}
