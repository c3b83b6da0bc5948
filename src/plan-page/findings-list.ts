import { button, element } from './elements';
import type { PagePlan, PageWords } from './page-model';

/** What stands out, in words, before the tree; each leads to its node. */
export function findingsList(
  { findings, outline }: PagePlan,
  words: PageWords,
  onNode: (node: number) => void,
): HTMLElement {
  const heading = element('h2', { id: 'findings-heading' }, words.findings);
  if (findings.length === 0) {
    return element('section', { 'aria-labelledby': heading.id }, heading, element('p', {}, words.noFindings));
  }
  const items = findings.map(({ severity, word, text, evidence, node }) => {
    const link = button(outline[node]?.title ?? words.node, () => onNode(node), { class: 'link' });
    return element(
      'li',
      { class: `finding ${severity}` },
      element('p', {}, element('span', { class: 'severity' }, word), ' ', text),
      ...evidence.map((line) => element('p', { class: 'evidence' }, line)),
      element('p', {}, link),
    );
  });
  return element(
    'section',
    { 'aria-labelledby': heading.id },
    heading,
    element('ul', { class: 'findings' }, ...items),
  );
}
