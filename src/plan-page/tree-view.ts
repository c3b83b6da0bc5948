import { element } from './elements';
import type { ComparedNode, MetricId, PageNode, PagePlan, PageWords } from './page-model';
import { closedAbove, findByTyping, hasChildren, moveByKey, siblingPlaces, visibleNodes } from './tree';
import { fillRows } from './fill-rows';
import { type TreeRow, treeRow } from './tree-row';

export interface TreeEvents {
  /** The focus has come to a node. */
  onFocus(node: number): void;
  /** Enter, which goes on in the code, or a click. */
  onChoose(node: number, takesFocus: boolean): void;
  /** Space. */
  onDetails(node: number): void;
  /** Nodes were opened or closed. */
  onToggle(closed: readonly number[]): void;
}

export interface TreeOptions {
  /** Of the tree, for who hears it. */
  readonly label: string;
  readonly plan: PagePlan;
  readonly words: PageWords;
  readonly closed: readonly number[];
  readonly selected: number;
  readonly compared?: readonly ComparedNode[];
}

/** What was typed is forgotten after a pause of this length. */
const TYPING_PAUSE_MS = 600;

/** The tree of a plan: one row for a node, one stop for the Tab key, keys as in every tree. */
export class TreeView {
  readonly root: HTMLElement;
  readonly #rows: readonly TreeRow[];
  readonly #nodes: readonly PageNode[];
  readonly #levels: readonly number[];
  readonly #closed: Set<number>;
  #selected = 0;
  #typed = '';
  #typedAt = 0;

  constructor(
    options: TreeOptions,
    private readonly events: TreeEvents,
  ) {
    const { label, plan, words, compared, closed, selected } = options;
    this.#nodes = plan.nodes;
    this.#levels = plan.nodes.map(({ level }) => level);
    this.#closed = new Set(closed);
    const places = siblingPlaces(this.#levels);
    this.#rows = plan.nodes.map((node, number) => {
      const place = {
        ...(places[number] ?? { place: 1, of: 1 }),
        hasChildren: hasChildren(this.#levels, number),
      };
      const difference = compared?.[number]?.difference;
      return treeRow(node, place, words, difference === undefined ? undefined : { text: difference });
    });
    for (const [number, { item }] of this.#rows.entries()) item.dataset['node'] = String(number);
    this.root = element('div', { role: 'tree', 'aria-label': label, class: 'tree' });
    this.root.append(...this.#rows.map(({ item }) => item));
    fillRows(this.#rows);
    this.root.addEventListener('keydown', (event) => this.#onKey(event));
    this.root.addEventListener('click', (event) => this.#onClick(event));
    this.#showClosed();
    this.select(selected < plan.nodes.length ? selected : 0);
  }

  get selected(): number {
    return this.#selected;
  }

  showHeat(metric: MetricId): void {
    for (const row of this.#rows) row.showHeat(metric);
  }

  /** Makes a node the one that Tab comes to, without taking the focus. */
  select(node: number): void {
    const before = this.#rows[this.#selected]?.item;
    before?.setAttribute('tabindex', '-1');
    before?.setAttribute('aria-selected', 'false');
    this.#selected = node;
    const item = this.#rows[node]?.item;
    item?.setAttribute('tabindex', '0');
    item?.setAttribute('aria-selected', 'true');
  }

  focus(node: number): void {
    const above = closedAbove(this.#levels, this.#closed, node);
    if (above.length > 0) {
      for (const parent of above) this.#closed.delete(parent);
      this.#closedChanged();
    }
    this.select(node);
    const item = this.#rows[node]?.item;
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: 'nearest' });
    this.events.onFocus(node);
  }

  /** Shows which node of the other tree does the same. */
  markPartner(node: number | undefined): void {
    for (const { item } of this.#rows) item.classList.remove('partner');
    if (node === undefined) return;
    const item = this.#rows[node]?.item;
    item?.classList.add('partner');
    item?.scrollIntoView({ block: 'nearest' });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.#act(event.key)) event.preventDefault();
  }

  #act(key: string): boolean {
    if (key === 'Enter') this.events.onChoose(this.#selected, true);
    else if (key === ' ') this.events.onDetails(this.#selected);
    else {
      const move = moveByKey(this.#levels, this.#closed, this.#selected, key);
      if (move === undefined) return this.#type(key);
      if (move.kind === 'focus') this.focus(move.node);
      else this.#toggle(move.node);
    }
    return true;
  }

  #type(key: string): boolean {
    if (key.length !== 1) return false;
    const now = performance.now();
    this.#typed = now - this.#typedAt > TYPING_PAUSE_MS ? key : this.#typed + key;
    this.#typedAt = now;
    const titles = this.#nodes.map(({ title }) => title);
    const found = findByTyping(titles, visibleNodes(this.#levels, this.#closed), this.#selected, this.#typed);
    if (found !== undefined) this.focus(found);
    return true;
  }

  #onClick({ target }: MouseEvent): void {
    if (!(target instanceof Element)) return;
    const node = Number(target.closest<HTMLElement>('.node')?.dataset['node'] ?? NaN);
    if (Number.isNaN(node)) return;
    this.focus(node);
    if (target.closest('.twisty') !== null && hasChildren(this.#levels, node)) this.#toggle(node);
    else this.events.onChoose(node, false);
  }

  #toggle(node: number): void {
    if (!this.#closed.delete(node)) this.#closed.add(node);
    this.#closedChanged();
  }

  #closedChanged(): void {
    this.#showClosed();
    this.events.onToggle([...this.#closed]);
  }

  #showClosed(): void {
    const visible = new Set(visibleNodes(this.#levels, this.#closed));
    for (const [node, { item }] of this.#rows.entries()) {
      item.hidden = !visible.has(node);
      if (hasChildren(this.#levels, node))
        item.setAttribute('aria-expanded', String(!this.#closed.has(node)));
    }
  }
}
