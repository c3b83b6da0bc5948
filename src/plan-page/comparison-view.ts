import { element } from './elements';
import type { KnownNodes } from './known-nodes';
import type { ComparedPlan, MetricId, PageComparison, PageModel } from './page-model';
import { TreeView } from './tree-view';

export interface ComparisonEvents {
  /** Index of the plan, and a node of it. */
  onFocus(plan: number, node: number): void;
  onChoose(plan: number, node: number, takesFocus: boolean): void;
  onDetails(plan: number, node: number): void;
}

/** Two trees side by side: the node under the keyboard and the one that does the same work in the other plan are marked. */
export class ComparisonView {
  readonly root: HTMLElement;
  readonly #before: TreeView;
  readonly #after: TreeView;

  constructor(
    private readonly model: PageModel,
    { before, after, sentence, details }: PageComparison,
    private readonly knownOf: (side: ComparedPlan) => KnownNodes,
    private readonly events: ComparisonEvents,
  ) {
    this.#before = this.#tree(before, () => this.#after);
    this.#after = this.#tree(after, () => this.#before);
    this.root = element(
      'section',
      { class: 'comparison', 'aria-labelledby': 'comparison-heading' },
      element('h2', { id: 'comparison-heading' }, model.words.comparison),
      element('p', { class: 'verdict', role: 'status' }, sentence),
      ...details.map((line) => element('p', {}, line)),
      element(
        'div',
        { class: 'sides' },
        this.#side(before.index, this.#before),
        this.#side(after.index, this.#after),
      ),
    );
  }

  showHeat(metric: MetricId): void {
    this.#before.showHeat(metric);
    this.#after.showHeat(metric);
  }

  /** Nodes of one of the plans have come. */
  arrived(): void {
    this.#before.arrived();
    this.#after.arrived();
  }

  #side(index: number, tree: TreeView): HTMLElement {
    return element('div', { class: 'side' }, element('h3', {}, this.model.plans[index] ?? ''), tree.root);
  }

  #tree(side: ComparedPlan, other: () => TreeView): TreeView {
    const { index, nodes } = side;
    const tree: TreeView = new TreeView(
      {
        label: this.model.plans[index] ?? '',
        known: this.knownOf(side),
        words: this.model.words,
        closed: [],
        selected: 0,
        compared: nodes,
      },
      {
        onFocus: (node) => {
          other().markPartner(nodes[node]?.partner);
          tree.markPartner(undefined);
          this.events.onFocus(index, node);
        },
        onChoose: (node, takesFocus) => this.events.onChoose(index, node, takesFocus),
        onDetails: (node) => this.events.onDetails(index, node),
        onToggle: () => undefined,
      },
    );
    return tree;
  }
}
