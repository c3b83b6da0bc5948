import { ComparisonView } from './comparison-view';
import { DetailsPanel } from './details-panel';
import { element } from './elements';
import { head } from './head';
import { KnownNodes } from './known-nodes';
import type {
  ComparedPlan,
  FromPage,
  MetricId,
  NodeDetails,
  PageComparison,
  PageMetric,
  PageModel,
  PageNodes,
  PagePlan,
} from './page-model';
import { continuedState, freshState, type PageState } from './page-state';
import { planPanel } from './plan-panel';
import { tabs } from './tabs';
import { comparisonChoice, heatSwitch, valuesChoice } from './tree-tools';
import { TreeView } from './tree-view';

export interface StateStore {
  read(): unknown;
  write(state: PageState): void;
}

/** Keys come faster than states need to be written. */
const WRITE_AFTER_MS = 300;
const KEEP_WITHIN_MS = 1000;

/** The whole page: drawn anew when other plans or another of them are shown. */
export class PageView {
  #model: PageModel | undefined;
  /** Those that have been looked at, by their index. */
  readonly #plans = new Map<number, KnownNodes>();
  #state = freshState('', 0);
  #tree: TreeView | ComparisonView | undefined;
  #details: DetailsPanel | undefined;
  #comparison: PageComparison | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** A node that somebody asked for before its plan was there. */
  #awaited: number | undefined;

  constructor(
    private readonly main: HTMLElement,
    private readonly post: (message: FromPage) => void,
    private readonly store: StateStore,
  ) {}

  show(model: PageModel): void {
    this.#model = model;
    this.#plans.clear();
    this.#state = continuedState(this.store.read(), model.id, model.chosen);
    this.#choose(this.#state.plan);
  }

  /** A plan that was asked for. */
  showPlan(index: number, plan: PagePlan): void {
    this.#plans.set(index, this.#knownOf(index, plan));
    if (index === this.#state.plan) this.#draw();
    // Nobody waits for it.
    if (this.#state.kept === '')
      requestIdleCallback(() => this.post({ kind: 'keep' }), { timeout: KEEP_WITHIN_MS });
  }

  /** Nodes of a plan that were asked for. */
  showNodes({ plan, from, nodes }: PageNodes): void {
    this.#plans.get(plan)?.add(from, nodes);
    this.#tree?.arrived();
  }

  keep(id: string, kept: string): void {
    if (id === this.#state.id) this.#update({ kept });
  }

  compare(comparison: PageComparison): void {
    // Who has asked for it in the code goes on there.
    const hadFocus = document.hasFocus();
    this.#comparison = comparison;
    this.#draw();
    if (hadFocus) this.main.querySelector<HTMLElement>('.compare-with select')?.focus();
  }

  showDetails(details: NodeDetails): void {
    if (this.#state.hasDetails) this.#details?.show(details);
  }

  /** Somebody asked in the code, or in the findings, for what the plan does there. */
  focus(plan: number, node: number): void {
    if (this.#comparison === undefined && plan === this.#state.plan && this.#tree instanceof TreeView) {
      this.#tree.focus(node);
      return;
    }
    this.#awaited = node;
    this.#choose(plan);
  }

  #choose(plan: number): void {
    this.#comparison = undefined;
    this.#update({ plan });
    const isKnown = this.#plans.has(plan);
    this.post({ kind: 'chose', plan, isWanted: !isKnown });
    if (isKnown) this.#draw();
  }

  #update(change: Partial<PageState>): void {
    this.#state = { ...this.#state, ...change };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), WRITE_AFTER_MS);
  }

  /** Never without the plans: what was kept before them would be lost. */
  #write(): void {
    if (this.#state.kept !== '') this.store.write(this.#state);
  }

  #knownOf(index: number, plan: PagePlan): KnownNodes {
    return new KnownNodes(plan, (from, to) => this.post({ kind: 'nodes', plan: index, from, to }));
  }

  #draw(): void {
    const model = this.#model;
    const known = this.#plans.get(this.#state.plan);
    if (model === undefined || known === undefined) return;
    const { plan } = known;
    const wasInTabs = document.activeElement?.getAttribute('role') === 'tab';
    this.#details = new DetailsPanel(model.words, () => this.#toggleDetails());
    const panel = element('div', { class: 'panel' }, ...this.#contents(model, known));
    const choice = this.#tabs(model, panel);
    this.main.replaceChildren(
      head(model, plan, {
        onAct: (action) => this.post({ kind: 'act', action }),
        onQuery: () => this.post({ kind: 'reveal', plan: this.#state.plan, takesFocus: true }),
      }),
      ...(choice === undefined ? [] : [choice]),
      panel,
      this.#details.root,
    );
    this.#showHeat(plan, this.#metric(plan));
    if (wasInTabs) this.main.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
    if (this.#tree instanceof TreeView) this.#refreshDetails(this.#state.plan, this.#tree.selected);
    if (this.#awaited !== undefined && this.#tree instanceof TreeView) this.#tree.focus(this.#awaited);
    this.#awaited = undefined;
  }

  #tabs(model: PageModel, panel: HTMLElement): HTMLElement | undefined {
    if (model.tabs.length < 2) return undefined;
    const chosen = model.tabs.findIndex(({ plans }) => plans.includes(this.#state.plan));
    const labels = model.tabs.map(({ label }) => label);
    const choose = (tab: number): void => {
      const plan = model.tabs[tab]?.plans[0];
      if (plan !== undefined) this.#choose(plan);
    };
    return tabs(model.words.plans, labels, Math.max(chosen, 0), choose, panel);
  }

  #contents(model: PageModel, known: KnownNodes): readonly HTMLElement[] {
    const { plan } = known;
    const tools = this.#tools(model, plan);
    if (this.#comparison !== undefined) {
      this.#tree = this.#compared(model, this.#comparison);
      return [tools, this.#tree.root];
    }
    const tree = this.#planTree(model, known);
    this.#tree = tree;
    return planPanel(plan, model.words, tools, tree.root, (node) => this.focus(this.#state.plan, node));
  }

  #tools(model: PageModel, plan: PagePlan): HTMLElement {
    const index = this.#state.plan;
    const values = valuesChoice(model, index, (other) => this.#choose(other));
    const others = comparisonChoice(model, index, this.#comparison?.before.index, (other) => {
      if (other === undefined) this.#choose(index);
      else this.post({ kind: 'compare', before: other, after: index });
    });
    const heat = heatSwitch(model.words.heatBy, this.#metrics(plan), this.#metric(plan), (metric) => {
      this.#update({ metric });
      this.#showHeat(plan, metric);
    });
    return element('div', { class: 'tools' }, ...[values, others, heat].filter((tool) => tool !== undefined));
  }

  #planTree({ words }: PageModel, known: KnownNodes): TreeView {
    const index = this.#state.plan;
    const { closed, selected } = this.#state;
    return new TreeView(
      { label: words.tree, known, words, closed: closed[index] ?? [], selected: selected[index] ?? 0 },
      {
        onFocus: (node) => {
          this.#update({ selected: { ...this.#state.selected, [index]: node } });
          this.#refreshDetails(index, node);
        },
        onChoose: (node, takesFocus) => this.post({ kind: 'reveal', plan: index, node, takesFocus }),
        onDetails: () => this.#toggleDetails(),
        onToggle: (nodes) => this.#update({ closed: { ...this.#state.closed, [index]: nodes } }),
      },
    );
  }

  #compared(model: PageModel, comparison: PageComparison): ComparisonView {
    const knownOf = ({ index, plan }: ComparedPlan): KnownNodes => {
      const known = this.#plans.get(index) ?? this.#knownOf(index, plan);
      this.#plans.set(index, known);
      return known;
    };
    return new ComparisonView(model, comparison, knownOf, {
      onFocus: (plan, node) => this.#refreshDetails(plan, node),
      onChoose: (plan, node, takesFocus) => this.post({ kind: 'reveal', plan, node, takesFocus }),
      onDetails: (plan, node) => {
        this.#update({ hasDetails: !this.#state.hasDetails });
        this.#refreshDetails(plan, node);
      },
    });
  }

  /** Side by side only what both plans tell can be seen. */
  #metrics(plan: PagePlan): readonly PageMetric[] {
    const other = this.#comparison?.before.plan.metrics;
    return other === undefined
      ? plan.metrics
      : plan.metrics.filter(({ id }) => other.some((metric) => metric.id === id));
  }

  /** The one that was chosen last, if this plan tells it. */
  #metric(plan: PagePlan): MetricId {
    const metrics = this.#metrics(plan);
    const found = metrics.find(({ id }) => id === this.#state.metric) ?? metrics[0];
    return found?.id ?? 'cost';
  }

  #showHeat({ metrics }: PagePlan, metric: MetricId): void {
    this.#tree?.showHeat(metric);
    const label = metrics.find(({ id }) => id === metric)?.label ?? '';
    const name = this.main.querySelector('.heat-name');
    if (name !== null) name.textContent = label;
    // Where there is no room for columns, each figure has its name before it.
    this.main.style.setProperty('--heat-name', JSON.stringify(`${label} `));
  }

  #toggleDetails(): void {
    this.#update({ hasDetails: !this.#state.hasDetails });
    if (this.#tree instanceof TreeView) {
      this.#refreshDetails(this.#state.plan, this.#tree.selected);
      this.#tree.focus(this.#tree.selected);
    } else this.#details?.hide();
  }

  #refreshDetails(plan: number, node: number): void {
    if (this.#state.hasDetails) this.post({ kind: 'details', plan, node });
    else this.#details?.hide();
  }
}
