import { element } from './elements';
import { factList } from './facts';
import { findingsList } from './findings-list';
import type { PagePlan, PageWords } from './page-model';

/** One plan: its figures, what stands out, and the tree. */
export function planPanel(
  plan: PagePlan,
  words: PageWords,
  tools: HTMLElement,
  tree: HTMLElement,
  onNode: (node: number) => void,
): readonly HTMLElement[] {
  const columns = [words.node, words.rows, words.loops, words.buffers].map((label) =>
    element('span', {}, label),
  );
  return [
    factList(plan.totals, 'totals'),
    findingsList(plan, words, onNode),
    tools,
    element(
      'section',
      { class: 'plan', 'aria-labelledby': 'tree-heading' },
      element('h2', { id: 'tree-heading' }, words.tree),
      element('p', { class: 'tree-hint' }, words.treeHint),
      element(
        'div',
        { class: 'columns', 'aria-hidden': 'true' },
        ...columns,
        element('span', { class: 'heat-name' }),
      ),
      tree,
    ),
  ];
}
