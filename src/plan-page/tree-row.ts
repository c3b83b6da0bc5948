import { element } from './elements';
import type { MetricId, PageNode, PageOutline, PageWords } from './page-model';

/** One node. */
export interface TreeRow {
  readonly item: HTMLElement;
  showHeat(metric: MetricId): void;
}

/** Words that a comparison adds to a node. */
export interface RowDifference {
  readonly text: string;
}

const TWISTY = '\u203A';
/** Indents beyond this level would leave no room for the words. */
const DEEPEST_INDENT = 16;

/** Where a node stands in its tree, and how it is called there. */
export interface RowPlace extends PageOutline {
  /** `PlanNode.number`. */
  readonly number: number;
  /** Among its siblings, from 1. */
  readonly place: number;
  readonly of: number;
  readonly hasChildren: boolean;
}

/** What is seen is hidden from who hears: the sentence says all of it. */
export function treeRow(
  node: PageNode,
  place: RowPlace,
  words: PageWords,
  difference: RowDifference | undefined,
): TreeRow {
  const item = treeItem(node, place, difference);
  const heat = heatCell();
  item.append(
    element(
      'div',
      { class: 'row', 'aria-hidden': 'true' },
      nameCell(node, place, difference),
      rowsCell(node, words),
      figureCell(words.loops, node.loops),
      figureCell(words.buffers, node.buffers),
      heat.cell,
    ),
  );
  return {
    item,
    showHeat: (metric) => {
      const { share = 0, text = '' } = node.heat[metric] ?? {};
      item.dataset['heat'] = heatLevel(share);
      heat.bar.style.setProperty('--share', String(share));
      heat.text.textContent = text;
    },
  };
}

/** The sentence is the name of an empty element inside: as the item's own label it would hide from who speaks to it what is seen. */
function treeItem(
  { sentence }: PageNode,
  { number, level, place, of, hasChildren }: RowPlace,
  difference: RowDifference | undefined,
): HTMLElement {
  const item = element(
    'div',
    {
      role: 'treeitem',
      class: 'node',
      'data-node': number,
      tabindex: -1,
      'aria-level': level,
      'aria-posinset': place,
      'aria-setsize': of,
      'aria-expanded': hasChildren ? 'true' : undefined,
      'aria-selected': 'false',
    },
    element('span', {
      role: 'group',
      'aria-label': difference === undefined ? sentence : `${sentence} ${difference.text}`,
    }),
  );
  item.style.setProperty('--indent', String(Math.min(level - 1, DEEPEST_INDENT)));
  return item;
}

interface HeatCell {
  readonly cell: HTMLElement;
  readonly bar: HTMLElement;
  readonly text: HTMLElement;
}

function heatCell(): HeatCell {
  const bar = element('span', { class: 'bar' });
  const text = element('span', { class: 'heat-text' });
  return { cell: element('span', { class: 'cell heat' }, bar, text), bar, text };
}

function nameCell(
  node: PageNode,
  { title, hasChildren }: RowPlace,
  difference: RowDifference | undefined,
): HTMLElement {
  return element(
    'span',
    { class: 'cell name' },
    element('span', { class: hasChildren ? 'twisty' : 'twisty leaf' }, hasChildren ? TWISTY : ''),
    element(
      'span',
      { class: 'words' },
      element(
        'span',
        { class: 'title' },
        node.role === undefined ? undefined : element('span', { class: 'node-role' }, `${node.role} `),
        title,
        ...node.marks.map(({ kind, text }) => element('span', { class: `mark ${kind}` }, text)),
        difference === undefined ? undefined : element('span', { class: 'mark difference' }, difference.text),
      ),
      ...node.conditions.map((text) =>
        element('span', { class: node.isInCode ? 'condition in-code' : 'condition' }, text),
      ),
    ),
  );
}

function rowsCell({ rows }: PageNode, words: PageWords): HTMLElement {
  return element(
    'span',
    { class: 'cell rows', 'data-label': words.rows },
    element('span', {}, rows.text),
    rows.off === undefined ? undefined : element('span', { class: 'off' }, rows.off),
  );
}

function figureCell(label: string, text: string | undefined): HTMLElement {
  return element('span', { class: 'cell', 'data-label': text === undefined ? undefined : label }, text ?? '');
}

/** Steps that a colour can show; the bar and the number say it exactly. */
function heatLevel(share: number): string {
  if (share >= 0.5) return 'high';
  if (share >= 0.2) return 'middle';
  return share >= 0.05 ? 'low' : 'none';
}
